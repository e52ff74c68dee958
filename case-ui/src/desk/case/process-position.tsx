import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { lazy, Suspense, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { TextSkeleton } from '#ui/components/skeletons.tsx';

const PlaceDiagrams = lazy(() => import('./process-position-diagrams.tsx'));

/** Position of a request in its process: a diagram, fetched only when someone opens it. */
export function ProcessPosition({ requestId, level }: { requestId: string; level: 'h2' | 'h3' }) {
  const { t } = useTranslation('diagram');
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <Box component="section">
      <Typography variant="h3" component={level}>
        {t('place.title')}
      </Typography>
      <Button
        size="small"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen((now) => !now)}
        sx={{ mt: 0.5, mb: open ? 1 : 0 }}
      >
        {t(open ? 'place.hide' : 'place.show')}
      </Button>
      <Box id={id}>
        {open && (
          <Suspense fallback={<TextSkeleton />}>
            <PlaceDiagrams requestId={requestId} />
          </Suspense>
        )}
      </Box>
    </Box>
  );
}
