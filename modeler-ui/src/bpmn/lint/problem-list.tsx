import CloseIcon from '@mui/icons-material/Close';
import ErrorIcon from '@mui/icons-material/ErrorOutlined';
import WarningIcon from '@mui/icons-material/WarningAmberOutlined';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import IconButton from '@mui/material/IconButton';
import Typography from '@mui/material/Typography';
import type BpmnModeler from 'bpmn-js/lib/Modeler.js';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { openField, showElement } from '../canvas/show-element.ts';
import { type Fix, fixFor } from './fixes.ts';
import type { Problem } from './problems.ts';
import { RuleExplanation } from './rule-explanation.tsx';

type Props = {
  modeler: BpmnModeler;
  problems: readonly Problem[] | null;
  /** Called just before a panel field is opened. */
  onField(): void;
  onClose(): void;
};

/** Lint findings on the diagram: listed, explained, and fixed where possible. */
export function ProblemList({ modeler, problems, onField, onClose }: Props) {
  const { t } = useTranslation('bpmn');
  const { pick } = useLocale();
  const [asked, setAsked] = useState<{ rule: string; at: HTMLElement } | null>(null);
  const get = <T,>(service: string): T => modeler.get<T>(service);
  const wordOf = (fix: Fix) => {
    if (fix.kind === 'apply') return t(`fixes.${fix.label}`);
    return fix.kind === 'rename' ? t('fixes.rename', { proposal: fix.proposal }) : t('fixes.field');
  };
  const mend = (problem: Problem, fix: Fix) => {
    showElement(modeler, problem.elementId);
    if (fix.kind !== 'field') return fix.apply();
    onField();
    openField(modeler, fix.entryId);
  };
  return (
    <Box
      component="section"
      aria-label={t('problems.title')}
      sx={{
        maxHeight: 220,
        overflow: 'auto',
        borderTop: 1,
        borderColor: 'divider',
        bgcolor: 'background.paper',
      }}
    >
      <Box sx={{ display: 'flex', alignItems: 'center', px: 1.5, py: 0.5 }}>
        <Typography component="h2" variant="subtitle2" sx={{ flex: 1 }}>
          {t('problems.title')}
        </Typography>
        <IconButton size="small" aria-label={t('problems.hide')} onClick={onClose}>
          <CloseIcon fontSize="small" />
        </IconButton>
      </Box>
      {problems?.length === 0 && <Typography sx={{ px: 1.5, pb: 1.5 }}>{t('problems.none')}</Typography>}
      <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0 }}>
        {(problems ?? []).map((problem) => {
          const fix = fixFor(problem, get);
          const bad = problem.category === 'error';
          const Icon = bad ? ErrorIcon : WarningIcon;
          return (
            <Box
              component="li"
              key={`${problem.rule} ${problem.elementId} ${problem.message.en}`}
              sx={{ display: 'flex', alignItems: 'center', gap: 1, px: 1.5, py: 0.25, flexWrap: 'wrap' }}
            >
              <Icon
                fontSize="small"
                color={bad ? 'error' : 'warning'}
                titleAccess={t(`problems.${problem.category}`)}
              />
              <Typography variant="body2" sx={{ flex: '1 1 300px' }}>
                {pick(problem.message)}
              </Typography>
              {fix && (
                <Button size="small" variant="outlined" onClick={() => mend(problem, fix)}>
                  <bdi>{wordOf(fix)}</bdi>
                </Button>
              )}
              <Button size="small" onClick={() => showElement(modeler, problem.elementId)}>
                {t('problems.show')}
              </Button>
              <Button
                size="small"
                onClick={({ currentTarget }) => setAsked({ rule: problem.rule, at: currentTarget })}
              >
                {t('problems.why')}
              </Button>
            </Box>
          );
        })}
      </Box>
      {asked && <RuleExplanation rule={asked.rule} at={asked.at} onClose={() => setAsked(null)} />}
    </Box>
  );
}
