import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';

type Props = { title: string; empty?: string | false; children: ReactNode };

/** Section of the page; a table wider than the screen scrolls on its own. */
export function Section({ title, empty = false, children }: Props) {
  return (
    <Box component="section" sx={{ mb: 3 }}>
      <Typography variant="h2" sx={{ fontSize: '1.1rem', mb: 1 }}>
        {title}
      </Typography>
      {empty ? (
        <Typography color="text.secondary">{empty}</Typography>
      ) : (
        <Box sx={{ overflowX: 'auto' }}>{children}</Box>
      )}
    </Box>
  );
}
