import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';
import { RoadOrnament } from './road-ornament.tsx';

/** Says what an empty result means and what the user can do. */
export function EmptyState({
  title,
  children,
  action,
}: {
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <Box sx={{ textAlign: 'center', py: 6, px: 3, color: 'text.secondary' }}>
      <RoadOrnament />
      <Typography sx={{ fontWeight: 600, color: 'text.primary', mt: 2 }}>{title}</Typography>
      {children && (
        <Typography variant="body2" sx={{ mt: 0.5 }}>
          {children}
        </Typography>
      )}
      {action && <Box sx={{ mt: 2 }}>{action}</Box>}
    </Box>
  );
}
