import GoodIcon from '@mui/icons-material/CheckCircleOutlined';
import BadIcon from '@mui/icons-material/ErrorOutlined';
import WarningIcon from '@mui/icons-material/WarningAmberOutlined';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';

const ICONS = { good: GoodIcon, warning: WarningIcon, bad: BadIcon } as const;
const COLOURS = { good: 'success', warning: 'warning', bad: 'error' } as const;

export type Level = keyof typeof ICONS;

type Props = { level: Level; children: ReactNode; next?: ReactNode };

/** One health signal: an icon, a sentence, and what to do about it. */
export function Signal({ level, children, next }: Props) {
  const Icon = ICONS[level];
  return (
    <Box component="li" sx={{ display: 'flex', gap: 1, py: 0.5 }}>
      <Icon color={COLOURS[level]} fontSize="small" aria-hidden sx={{ mt: 0.25 }} />
      <Box sx={{ minWidth: 0 }}>
        <Typography variant="body2">{children}</Typography>
        {level !== 'good' && next && (
          <Typography variant="body2" color="text.secondary">
            {next}
          </Typography>
        )}
      </Box>
    </Box>
  );
}
