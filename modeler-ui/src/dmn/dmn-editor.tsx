import RedoIcon from '@mui/icons-material/Redo';
import UndoIcon from '@mui/icons-material/Undo';
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import IconButton from '@mui/material/IconButton';
import Stack from '@mui/material/Stack';
import Tab from '@mui/material/Tab';
import Tabs from '@mui/material/Tabs';
import Tooltip from '@mui/material/Tooltip';
import Typography from '@mui/material/Typography';
import type { DmnView } from 'dmn-js/lib/manager.js';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { testsOf } from '#common/process-files/model/decision-tests.ts';
import type { Element as DmnElement } from '#common/process-files/model/diagram.ts';
import { runTests } from '#common/process-files/model/evaluate-decision.ts';
import type { EditorProps } from '../drafts/workspace/editor-props.ts';
import { DecisionTestRows } from './decision-test-rows.tsx';
import { DmnFindings } from './dmn-findings.tsx';
import { useDmnModeler } from './use-dmn-modeler.ts';
import { useTableCheck } from './use-table-check.ts';
import { writeDecisionTests } from './write-decision-tests.ts';

/** DMN editor: the file's decision tables, their dependencies, their test rows, and lint findings. */
export default function DmnEditor({
  name,
  content,
  readOnly,
  onChange,
  onSelect,
  selected = null,
  commented = {},
}: EditorProps) {
  const { t } = useTranslation('decisions');
  const box = useRef<HTMLDivElement>(null);
  const editor = useDmnModeler(box, { content, readOnly, onChange });
  const checked = useTableCheck(name, editor.xml);
  const [shown, setShown] = useState<string | null>(null);
  const { views, active, manager, open } = editor;
  const decision = checked?.decisions.find(({ id }) => id === active?.id);
  const marked = Object.keys(commented);
  const chosen = shown ?? (selected === null ? null : (placeIn(views, selected).rule ?? null));
  const lit = useMemo(() => {
    const tried = decision && runTests(decision).find(({ test }) => test.id === chosen);
    return tried ? tried.verdict.matched : chosen === null ? [] : [chosen];
  }, [decision, chosen]);

  const show = (elementId: string) => {
    const { view, rule } = placeIn(views, elementId);
    if (view && view.id !== active?.id) open(view);
    setShown(rule ?? elementId);
  };
  const pick = ({ target }: { target: EventTarget }) => {
    const id = (target as Element).closest('[data-element-id][data-row-id]')?.getAttribute('data-element-id');
    if (!id || id === selected) return;
    setShown(null);
    onSelect?.(id);
  };
  const sought = selected === null ? undefined : placeIn(views, selected).view?.id;
  useEffect(() => {
    const view = manager?.getViews().find(({ id }) => id === sought);
    if (view && view.id !== manager?.getActiveView()?.id) void manager?.open(view);
  }, [manager, sought, selected]);
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
        onClickCapture={pick}
        onFocusCapture={pick}
        sx={{
          height: { xs: 420, md: 'min(56vh, 640px)' },
          border: 1,
          borderColor: 'divider',
          borderRadius: 1,
          overflow: 'hidden',
        }}
      />
      {lit.length > 0 && <style>{highlight(lit)}</style>}
      {marked.length > 0 && (
        <>
          <style>{corners(marked)}</style>
          <Typography variant="body2" color="text.secondary">
            {t('commented')}
          </Typography>
        </>
      )}
      {decision && (
        <DecisionTestRows
          key={decision.id}
          decision={decision}
          readOnly={readOnly}
          onShow={setShown}
          onChange={(next) => {
            const element = active?.element;
            if (manager && element)
              editor.run((stack) => writeDecisionTests(manager, stack, element, next(testsOf(element))));
          }}
        />
      )}
      {checked && <DmnFindings findings={checked.findings} unreadable={checked.unreadable} onShow={show} />}
    </Stack>
  );
}

/** Returns the view that contains an element, and the rule if the element is a rule or one of its cells. */
function placeIn(views: readonly DmnView[], elementId: string): { view?: DmnView; rule?: string } {
  for (const view of views) {
    if (view.id === elementId) return { view };
    const table = view.element['decisionLogic'] as DmnElement | undefined;
    for (const rule of (table?.['rule'] ?? []) as DmnElement[]) {
      const cells = ['inputEntry', 'outputEntry'].flatMap((name) => (rule[name] ?? []) as DmnElement[]);
      if ([rule, ...cells].some(({ id }) => id === elementId)) return { view, rule: rule.id ?? elementId };
    }
  }
  return {};
}

const corners = (ids: readonly string[]): string =>
  `${ids.map((id) => `.dmn-island td[data-element-id="${CSS.escape(id)}"]`).join(', ')} { background-image: linear-gradient(225deg, #9a4b00 9px, transparent 9px) !important; }`;

const highlight = (ids: readonly string[]): string =>
  `${ids.map((id) => `.dmn-island [data-row-id="${CSS.escape(id)}"]`).join(', ')} { background: #e3f1f4 !important; box-shadow: inset 0 2px 0 #0b5563, inset 0 -2px 0 #0b5563; }`;
