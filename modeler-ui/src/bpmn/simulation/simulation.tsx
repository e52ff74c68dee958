import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fontLoaded } from '#ui/diagram/open-viewer.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { fitForEditing } from '../canvas/fit-for-editing.ts';
import { openSimulator } from './open-simulator.ts';

/** Read-only diagram with simulated tokens; simulates the flow only. */
export function Simulation({ name, content }: { name: string; content: string }) {
  const { t } = useTranslation('bpmn');
  const { locale } = useLocale();
  const box = useRef<HTMLDivElement>(null);
  const [broken, setBroken] = useState<string | null>(null);
  useEffect(() => {
    if (!box.current) return;
    const viewer = openSimulator(box.current, locale);
    let gone = false;
    fontLoaded()
      .then(() => (gone ? undefined : viewer.importXML(content)))
      .then(
        () => {
          if (gone) return;
          setBroken(null);
          fitForEditing(viewer);
          viewer.get<{ toggleMode(active: boolean): void }>('toggleMode').toggleMode(true);
        },
        (error: unknown) => !gone && setBroken(error instanceof Error ? error.message : String(error)),
      );
    return () => {
      gone = true;
      viewer.destroy();
    };
  }, [content, locale]);
  return (
    <Box
      sx={{ height: 'calc(100vh - 230px)', minHeight: 480, display: 'flex', flexDirection: 'column', gap: 1 }}
    >
      <Alert severity={broken ? 'error' : 'info'}>
        {broken ? (
          <>
            {t('broken')} <bdi>{broken}</bdi>
          </>
        ) : (
          <>
            {t('simulate.about')} {t('simulate.start')}
          </>
        )}
      </Alert>
      <Box
        role="group"
        aria-label={t('canvas', { name })}
        className="bpmn-simulation"
        sx={{
          flex: 1,
          minHeight: 0,
          position: 'relative',
          border: 1,
          borderColor: 'divider',
          borderRadius: 1,
        }}
      >
        <Box ref={box} dir="ltr" sx={{ height: '100%' }} />
      </Box>
    </Box>
  );
}
