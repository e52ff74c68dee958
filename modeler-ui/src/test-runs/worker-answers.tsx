import ExpandMoreIcon from '@mui/icons-material/ExpandMore';
import Accordion from '@mui/material/Accordion';
import AccordionDetails from '@mui/material/AccordionDetails';
import AccordionSummary from '@mui/material/AccordionSummary';
import Box from '@mui/material/Box';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { JobAnswer, TestRunPlan } from '#common/contract/test-runs.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { JsonField, readObject, writeObject } from './json-field.tsx';

type Props = {
  plan: TestRunPlan;
  answers: Record<string, JobAnswer>;
  onChange: (answers: Record<string, JobAnswer>) => void;
};

type Work = TestRunPlan['work'][number];

/** Results of the draft's service tasks in a test run: their examples, custom values, or an error that the
 *  diagram catches. */
export function WorkerAnswers({ plan, answers, onChange }: Props) {
  const { t } = useTranslation('testRuns');
  return (
    <Accordion variant="outlined" disableGutters>
      <AccordionSummary expandIcon={<ExpandMoreIcon />}>
        <Box>
          <Typography>{t('workAnswers')}</Typography>
          <Typography variant="body2" color="text.secondary">
            {t('workAnswersHint')}
          </Typography>
        </Box>
      </AccordionSummary>
      <AccordionDetails sx={{ display: 'flex', flexDirection: 'column', gap: 2 }}>
        {plan.work.map((work) => {
          const key = `${work.processKey}/${work.elementId}`;
          return (
            <WorkerAnswerFields
              key={key}
              work={work}
              onChange={(answer) => {
                const { [key]: _, ...others } = answers;
                onChange(answer ? { ...others, [key]: answer } : others);
              }}
            />
          );
        })}
      </AccordionDetails>
    </Accordion>
  );
}

function WorkerAnswerFields({
  work,
  onChange,
}: {
  work: Work;
  onChange: (answer: JobAnswer | null) => void;
}) {
  const { t } = useTranslation('testRuns');
  const { pick } = useLocale();
  const [how, setHow] = useState('example');
  const [text, setText] = useState(() => writeObject(work.example));

  const say = (typed: string) => {
    setText(typed);
    const complete = readObject(typed);
    if (complete) onChange({ complete });
  };
  const choose = (value: string) => {
    setHow(value);
    if (value === 'example') onChange(null);
    else if (value === 'own') say(text);
    else onChange({ bpmnError: value.slice('error:'.length) });
  };

  return (
    <Box sx={{ display: 'flex', flexDirection: 'column', gap: 1 }}>
      <TextField
        select
        size="small"
        label={`${pick(work.name)} · ${work.jobType}`}
        value={how}
        onChange={(event) => choose(event.target.value)}
      >
        <MenuItem value="example">
          {t('byExample')}{' '}
          <bdi dir="ltr" style={{ fontFamily: 'monospace', fontSize: 12 }}>
            {JSON.stringify(work.example)}
          </bdi>
        </MenuItem>
        <MenuItem value="own">{t('byHand')}</MenuItem>
        {work.errors.map((code) => (
          <MenuItem key={code} value={`error:${code}`}>
            {t('byError')} <bdi dir="ltr">{code}</bdi>
          </MenuItem>
        ))}
      </TextField>
      {how === 'own' && <JsonField label={t('answers')} text={text} onChange={say} />}
    </Box>
  );
}
