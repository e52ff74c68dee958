import CheckIcon from '@mui/icons-material/CheckCircleOutlined';
import FitIcon from '@mui/icons-material/FitScreenOutlined';
import KeyboardIcon from '@mui/icons-material/KeyboardOutlined';
import MapIcon from '@mui/icons-material/MapOutlined';
import RedoIcon from '@mui/icons-material/Redo';
import SearchIcon from '@mui/icons-material/Search';
import TuneIcon from '@mui/icons-material/TuneOutlined';
import UndoIcon from '@mui/icons-material/Undo';
import WarningIcon from '@mui/icons-material/WarningAmberOutlined';
import ZoomInIcon from '@mui/icons-material/ZoomIn';
import ZoomOutIcon from '@mui/icons-material/ZoomOut';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Divider from '@mui/material/Divider';
import IconButton from '@mui/material/IconButton';
import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import Tooltip from '@mui/material/Tooltip';
import type BpmnModeler from 'bpmn-js/lib/Modeler.js';
import { type ComponentType, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fitDiagram, zoomBy } from '#ui/diagram/canvas-zoom.ts';
import { formatNumber } from '#ui/format/numbers.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { NAME_VIEWS, type NameView } from './canvas/name-views.ts';
import { ExportMenu } from './exports/export-menu.tsx';
import type { Problem } from './lint/problems.ts';

type Props = {
  modeler: BpmnModeler | null;
  name: string;
  view: NameView;
  onView(view: NameView): void;
  problems: readonly Problem[] | null;
  onProblems(): void;
  withPanel: boolean;
  onPanel(): void;
  onKeys(): void;
};

type Stack = { canUndo(): boolean; canRedo(): boolean; undo(): void; redo(): void };

/** Toolbar above the canvas. */
export function EditorTools({
  modeler,
  name,
  view,
  onView,
  problems,
  onProblems,
  withPanel,
  onPanel,
  onKeys,
}: Props) {
  const { t } = useTranslation('bpmn');
  const { locale } = useLocale();
  const [can, setCan] = useState({ undo: false, redo: false });
  useEffect(() => {
    if (!modeler) return;
    const stack = modeler.get<Stack>('commandStack');
    const look = () => setCan({ undo: stack.canUndo(), redo: stack.canRedo() });
    modeler.on('commandStack.changed', look);
    return () => modeler.off('commandStack.changed', look);
  }, [modeler]);
  /** Stops the click from bubbling: the search closes on every click that reaches the page, even the one that
   *  opened it. */
  const tool = (label: string, Icon: ComponentType<{ fontSize: 'small' }>, act: () => void, on = true) => (
    <Tooltip key={label} title={label}>
      <span>
        <IconButton
          size="small"
          aria-label={label}
          disabled={!modeler || !on}
          onClick={(event) => {
            event.stopPropagation();
            act();
          }}
        >
          <Icon fontSize="small" />
        </IconButton>
      </span>
    </Tooltip>
  );
  const count = problems?.length ?? 0;
  const bad = problems?.some(({ category }) => category === 'error');
  return (
    <Box
      role="toolbar"
      aria-label={t('tools.label')}
      sx={{
        display: 'flex',
        flexWrap: 'wrap',
        alignItems: 'center',
        gap: 0.5,
        px: 1,
        py: 0.5,
        borderBottom: 1,
        borderColor: 'divider',
      }}
    >
      {tool(t('tools.undo'), UndoIcon, () => modeler?.get<Stack>('commandStack').undo(), can.undo)}
      {tool(t('tools.redo'), RedoIcon, () => modeler?.get<Stack>('commandStack').redo(), can.redo)}
      <Divider orientation="vertical" flexItem />
      {tool(t('tools.fit'), FitIcon, () => modeler && fitDiagram(modeler))}
      {tool(t('tools.zoomIn'), ZoomInIcon, () => modeler && zoomBy(modeler, 1.25))}
      {tool(t('tools.zoomOut'), ZoomOutIcon, () => modeler && zoomBy(modeler, 0.8))}
      {tool(t('tools.search'), SearchIcon, () => modeler?.get<{ toggle(): void }>('searchPad').toggle())}
      {tool(t('tools.minimap'), MapIcon, () => modeler?.get<{ toggle(): void }>('minimap').toggle())}
      {tool(t('tools.keys'), KeyboardIcon, onKeys)}
      <Divider orientation="vertical" flexItem />
      <ToggleButtonGroup
        exclusive
        size="small"
        value={view}
        aria-label={t('tools.names')}
        onChange={(_event, next: NameView | null) => next && onView(next)}
      >
        {NAME_VIEWS.map((one) => (
          <ToggleButton
            key={one}
            value={one}
            sx={{ py: 0.25, px: 1, letterSpacing: 0, textTransform: 'none' }}
          >
            {t(`nameViews.${one}`)}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
      <Box sx={{ flex: 1 }} />
      <Button
        size="small"
        color={bad ? 'error' : count > 0 ? 'warning' : 'success'}
        startIcon={count > 0 ? <WarningIcon /> : <CheckIcon />}
        onClick={onProblems}
      >
        {problems
          ? t('problems.count', { count, shown: formatNumber(count, locale) })
          : t('problems.checking')}
      </Button>
      <ExportMenu modeler={modeler} name={name} />
      <Button size="small" aria-pressed={withPanel} startIcon={<TuneIcon />} onClick={onPanel}>
        {t('tools.panel')}
      </Button>
    </Box>
  );
}
