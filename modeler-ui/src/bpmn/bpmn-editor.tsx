import { useMediaQuery } from '@mui/material';
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ElementTemplate, localizeTemplate } from '#common/contract/element-templates.ts';
import type { Department, Modelling } from '#common/contract/index.ts';
import { ErrorNotice } from '#ui/components/error-notice.tsx';
import { TextSkeleton } from '#ui/components/skeletons.tsx';
import { DiagramView } from '#ui/diagram/diagram-view.tsx';
import { useLocale } from '#ui/i18n/use-locale.ts';
import type { NameView, NameViews } from './canvas/name-views.ts';
import { showElement } from './canvas/show-element.ts';
import { useModeler } from './canvas/use-modeler.ts';
import { EditorTools } from './editor-tools.tsx';
import { KeyboardShortcuts } from './keyboard-shortcuts.tsx';
import { ProblemList } from './lint/problem-list.tsx';
import { useProblems } from './lint/use-problems.ts';
import type { ModelingMode, PanelSettings } from './panel/panel-settings.ts';
import type { ShahrahPropertiesProvider } from './panel/shahrah-properties-provider.ts';
import { useModelling } from './use-modelling.query.ts';

type Props = {
  draftId: string;
  name: string;
  content: string;
  readOnly: boolean;
  mode: ModelingMode;
  onChange(content: string): void;
  focus?: { elementId: string } | undefined;
  /** Called with the selected element; null if none or several are selected. */
  onSelect?: ((elementId: string | null) => void) | undefined;
};

const PANEL = 320;
/** Viewport height minus what the workspace shows above the canvas. */
const HEIGHT = 'calc(100vh - 230px)';

/** BPMN editor. Files that may not be edited are shown read-only. */
export default function BpmnEditor(props: Props) {
  const { t } = useTranslation('bpmn');
  const narrow = useMediaQuery('(max-width: 700px)');
  const { modelling, departments, error, refetch } = useModelling(props.draftId);
  if (props.readOnly || narrow)
    return (
      <Box sx={{ height: HEIGHT, minHeight: 360, display: 'flex', flexDirection: 'column', gap: 1 }}>
        {!props.readOnly && <Alert severity="info">{t('narrow')}</Alert>}
        <DiagramView
          xml={props.content}
          name={props.name}
          height="100%"
          selected={props.focus?.elementId ?? null}
          {...(props.onSelect && { onSelect: props.onSelect })}
        />
      </Box>
    );
  if (error) return <ErrorNotice error={error} onRetry={refetch} />;
  if (!modelling || !departments) return <TextSkeleton />;
  return <Editor {...props} modelling={modelling} departments={departments} />;
}

function Editor({
  name,
  content,
  mode,
  onChange,
  focus,
  onSelect,
  modelling,
  departments,
}: Props & { modelling: Modelling; departments: readonly Department[] }) {
  const { t } = useTranslation('bpmn');
  const { locale, direction } = useLocale();
  const canvas = useRef<HTMLDivElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  const [view, setView] = useState<NameView>(locale);
  const [withPanel, setWithPanel] = useState(true);
  const [withProblems, setWithProblems] = useState(false);
  const [withKeys, setWithKeys] = useState(false);
  const settings = useMemo<PanelSettings>(
    () => ({
      modelling,
      departments,
      locale,
      text: (key) => t(`panel.${key}` as 'panel.form'),
    }),
    [modelling, departments, locale, t],
  );
  const { modeler, broken } = useModeler({ canvas, panel, settings, content, onChange });
  const problems = useProblems(modeler, mode, modelling, departments);

  useEffect(() => {
    modeler?.get<ShahrahPropertiesProvider>('shahrahPropertiesProvider').show(mode);
  }, [modeler, mode]);
  useEffect(() => {
    modeler?.get<NameViews>('nameViews').set(view);
  }, [modeler, view]);
  useEffect(() => {
    modeler
      ?.get<{ setTemplates(templates: unknown[]): void }>('elementTemplatesLoader')
      .setTemplates(modelling.templates.map((one) => localizeTemplate(one as ElementTemplate, locale)));
  }, [modeler, modelling, locale]);
  useEffect(() => {
    if (!modeler || !focus) return;
    const go = () => showElement(modeler, focus.elementId);
    go();
    modeler.on('import.done', go);
    return () => modeler.off('import.done', go);
  }, [modeler, focus]);
  useEffect(() => {
    if (!modeler || !onSelect) return;
    const tell = ({ newSelection }: { newSelection: readonly { id: string }[] }) =>
      onSelect(newSelection.length === 1 ? (newSelection[0]?.id.replace(/_label$/, '') ?? null) : null);
    modeler.on('selection.changed', tell);
    return () => modeler.off('selection.changed', tell);
  }, [modeler, onSelect]);

  return (
    <Box
      sx={{ height: HEIGHT, minHeight: 480, display: 'flex', flexDirection: 'column', position: 'relative' }}
      onKeyDown={(event) => {
        const typing = /^(INPUT|TEXTAREA)$/.test((event.target as HTMLElement).tagName);
        if (event.key === '?' && !typing && !(event.target as HTMLElement).isContentEditable)
          setWithKeys(true);
      }}
    >
      <EditorTools
        modeler={modeler}
        name={name}
        view={view}
        onView={setView}
        problems={problems}
        onProblems={() => setWithProblems((on) => !on)}
        withPanel={withPanel}
        onPanel={() => setWithPanel((on) => !on)}
        onKeys={() => setWithKeys(true)}
      />
      {broken && (
        <Alert severity="error">
          {t('broken')} <bdi>{broken}</bdi>
        </Alert>
      )}
      <Box sx={{ flex: 1, minHeight: 0, display: 'flex' }}>
        <Box
          className="bpmn-canvas"
          data-locale={locale}
          role="group"
          aria-label={t('canvas', { name })}
          sx={{ flex: 1, minWidth: 0, position: 'relative', visibility: broken ? 'hidden' : 'visible' }}
        >
          <Box ref={canvas} dir="ltr" sx={{ height: '100%' }} />
        </Box>
        <Box
          ref={panel}
          className="bpmn-panel"
          dir={direction}
          sx={{
            width: PANEL,
            flex: 'none',
            overflow: 'auto',
            borderInlineStart: 1,
            borderColor: 'divider',
            display: withPanel ? 'block' : 'none',
          }}
        />
      </Box>
      {withProblems && modeler && (
        <ProblemList
          modeler={modeler}
          problems={problems}
          onField={() => setWithPanel(true)}
          onClose={() => setWithProblems(false)}
        />
      )}
      <KeyboardShortcuts open={withKeys} onClose={() => setWithKeys(false)} />
    </Box>
  );
}
