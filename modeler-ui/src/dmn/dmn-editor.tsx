import RedoIcon from '@mui/icons-material/Redo';
import UndoIcon from '@mui/icons-material/Undo';
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import IconButton from '@mui/material/IconButton';
import Stack from '@mui/material/Stack';
import Tab from '@mui/material/Tab';
import Tabs from '@mui/material/Tabs';
import Tooltip from '@mui/material/Tooltip';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { testsOf } from '../../../lint/decision-tests.ts';
import { runTests } from '../../../lint/evaluate-decision.ts';
import { DmnFindings } from './dmn-findings.tsx';
import { TestRows } from './test-rows.tsx';
import { useDmnModeler } from './use-dmn-modeler.ts';
import { useTableCheck } from './use-table-check.ts';
import { writeTests } from './write-tests.ts';

type Props = {
  draftId: string;
  name: string;
  content: string;
  readOnly: boolean;
  mode: 'design' | 'implement';
  onChange: (content: string) => void;
  focus?: { elementId: string };
};

/** The decisions of a file: their tables, how they depend on one another, the examples beside them and what the rules say. */
export default function DmnEditor({ name, content, readOnly, onChange, focus }: Props) {
  const { t } = useTranslation('decisions');
  const box = useRef<HTMLDivElement>(null);
  const editor = useDmnModeler(box, { content, readOnly, onChange });
  const checked = useTableCheck(name, editor.xml);
  const [shown, setShown] = useState<string | null>(focus?.elementId ?? null);
  const { views, active, manager, open } = editor;
  const decision = checked?.decisions.find(({ id }) => id === active?.id);
  const lit = useMemo(() => {
    const tried = decision && runTests(decision).find(({ test }) => test.id === shown);
    return tried ? tried.verdict.matched : shown === null ? [] : [shown];
  }, [decision, shown]);

  const show = (elementId: string) => {
    const home = checked?.decisions.find(
      ({ id, rows }) => id === elementId || rows.some((row) => row.id === elementId),
    );
    const view = views.find(({ id }) => id === home?.id);
    if (view && view.id !== active?.id) open(view);
    setShown(elementId);
  };
  useEffect(() => {
    const [first] = lit;
    if (first)
      box.current
        ?.querySelector(`[data-row-id="${CSS.escape(first)}"]`)
        ?.scrollIntoView({ block: 'nearest' });
  }, [lit, active]);

  return (
    <Stack spacing={2} sx={{ minWidth: 0 }}>
      <Stack direction="row" sx={{ alignItems: 'center', gap: 1 }}>
        <Tabs
          value={active?.id ?? false}
          variant="scrollable"
          aria-label={t('views')}
          onChange={(_event, id: string) => {
            const view = views.find((one) => one.id === id);
            if (view) open(view);
          }}
          sx={{ flexGrow: 1, minWidth: 0 }}
        >
          {views.map(({ id, name: title, type }) => (
            <Tab key={id} value={id} label={type === 'drd' ? t('drd') : (title ?? id)} />
          ))}
        </Tabs>
        {!readOnly &&
          (
            [
              [t('undo'), UndoIcon, editor.undo, editor.canUndo],
              [t('redo'), RedoIcon, editor.redo, editor.canRedo],
            ] as const
          ).map(([label, Icon, act, may]) => (
            <Tooltip key={label} title={label}>
              <span>
                <IconButton aria-label={label} onClick={act} disabled={!may} size="small">
                  <Icon fontSize="small" />
                </IconButton>
              </span>
            </Tooltip>
          ))}
      </Stack>
      {editor.broken && (
        <Alert severity="error">
          {t('broken')} <bdi>{editor.broken}</bdi>
        </Alert>
      )}
      <Box
        ref={box}
        className="dmn-island"
        dir="ltr"
        role="group"
        aria-label={t('label', { name })}
        sx={{
          height: { xs: 420, md: 'min(56vh, 640px)' },
          border: 1,
          borderColor: 'divider',
          borderRadius: 1,
          overflow: 'hidden',
        }}
      />
      {lit.length > 0 && <style>{highlight(lit)}</style>}
      {decision && (
        <TestRows
          key={decision.id}
          decision={decision}
          readOnly={readOnly}
          onShow={setShown}
          onChange={(next) => {
            const element = active?.element;
            if (manager && element)
              editor.run((stack) => writeTests(manager, stack, element, next(testsOf(element))));
          }}
        />
      )}
      {checked && <DmnFindings findings={checked.findings} unreadable={checked.unreadable} onShow={show} />}
    </Stack>
  );
}

const highlight = (ids: readonly string[]): string =>
  `${ids.map((id) => `.dmn-island [data-row-id="${CSS.escape(id)}"]`).join(', ')} { background: #e3f1f4 !important; box-shadow: inset 0 2px 0 #0b5563, inset 0 -2px 0 #0b5563; }`;
