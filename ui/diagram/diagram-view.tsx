import FitIcon from '@mui/icons-material/FitScreenOutlined';
import ZoomInIcon from '@mui/icons-material/ZoomIn';
import ZoomOutIcon from '@mui/icons-material/ZoomOut';
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import IconButton from '@mui/material/IconButton';
import Tooltip from '@mui/material/Tooltip';
import type NavigatedViewer from 'bpmn-js/lib/NavigatedViewer.js';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocale } from '../i18n/use-locale.ts';
import { applyBadges } from './apply-badges.ts';
import { applyMarks } from './apply-marks.ts';
import { fitDiagram, zoomBy } from './canvas-zoom.ts';
import { localizeNames } from './localize-names.ts';
import type { Badge, Marks } from './marks.ts';
import { fontLoaded, openViewer } from './open-viewer.ts';

type Props = {
  xml: string;
  /** Name of the diagram for screen readers. */
  name: string;
  marks?: Marks;
  badges?: readonly Badge[];
  onSelect?: (elementId: string | null) => void;
  /** Element to bring into view and outline. */
  selected?: string | null;
  /** CSS height; the canvas has no height of its own. */
  height?: number | string;
  /** Called with the viewer once the diagram is rendered. */
  onReady?: (viewer: NavigatedViewer) => void;
};

const NO_MARKS: Marks = {};
const NO_BADGES: readonly Badge[] = [];

/** Read-only diagram: names in the language of the screen, canvas always left to right. */
export function DiagramView({
  xml,
  name,
  marks = NO_MARKS,
  badges = NO_BADGES,
  onSelect,
  selected = null,
  height = 480,
  onReady,
}: Props) {
  const { t } = useTranslation('diagram');
  const { locale } = useLocale();
  const box = useRef<HTMLDivElement>(null);
  const [viewer, setViewer] = useState<NavigatedViewer | null>(null);
  const [broken, setBroken] = useState<string | null>(null);

  useEffect(() => {
    if (!box.current) return;
    const opened = openViewer(box.current);
    let gone = false;
    opened.on('import.parse.complete', ({ definitions }: { definitions?: unknown }) =>
      localizeNames(locale, definitions),
    );
    fontLoaded()
      .then(() => (gone ? undefined : opened.importXML(xml)))
      .then(
        () => {
          if (gone) return;
          fitDiagram(opened);
          setBroken(null);
          setViewer(opened);
        },
        (error: unknown) => !gone && setBroken(error instanceof Error ? error.message : String(error)),
      );
    return () => {
      gone = true;
      setViewer(null);
      opened.destroy();
    };
  }, [xml, locale]);

  useEffect(() => (viewer ? applyMarks(viewer, marks) : undefined), [viewer, marks]);
  useEffect(() => (viewer ? applyBadges(viewer, badges) : undefined), [viewer, badges]);
  useEffect(() => {
    if (viewer) onReady?.(viewer);
  }, [viewer, onReady]);
  useEffect(() => {
    if (!viewer || !onSelect) return;
    const select = ({ element }: { element: { id: string; parent?: unknown } }) =>
      onSelect(element.parent ? element.id.replace(/_label$/, '') : null);
    viewer.on('element.click', select);
    return () => viewer.off('element.click', select);
  }, [viewer, onSelect]);
  useEffect(() => {
    if (!viewer || !selected) return;
    const canvas = viewer.get<{ scrollToElement(id: string): void }>('canvas');
    if (!viewer.get<{ get(id: string): unknown }>('elementRegistry').get(selected)) return;
    canvas.scrollToElement(selected);
    return applyMarks(viewer, { [selected]: ['chosen'] });
  }, [viewer, selected]);

  return (
    <Box
      role="group"
      aria-label={t('label', { name })}
      sx={{
        position: 'relative',
        height,
        border: 1,
        borderColor: 'divider',
        borderRadius: 1,
        overflow: 'hidden',
      }}
    >
      <Box ref={box} dir="ltr" sx={{ height: '100%', visibility: broken ? 'hidden' : 'visible' }} />
      {broken && (
        <Alert severity="error" sx={{ position: 'absolute', inset: 0, m: 2, height: 'fit-content' }}>
          {t('broken')} <bdi>{broken}</bdi>
        </Alert>
      )}
      {viewer && (
        <Box
          sx={{ position: 'absolute', top: 8, insetInlineEnd: 8, display: 'flex', flexDirection: 'column' }}
        >
          {[
            { label: t('fit'), Icon: FitIcon, act: () => fitDiagram(viewer) },
            { label: t('zoomIn'), Icon: ZoomInIcon, act: () => zoomBy(viewer, 1.25) },
            { label: t('zoomOut'), Icon: ZoomOutIcon, act: () => zoomBy(viewer, 0.8) },
          ].map(({ label, Icon, act }) => (
            <Tooltip key={label} title={label} placement="left">
              <IconButton aria-label={label} onClick={act} size="small" sx={{ color: '#52606D' }}>
                <Icon fontSize="small" />
              </IconButton>
            </Tooltip>
          ))}
        </Box>
      )}
    </Box>
  );
}
