import Box from '@mui/material/Box';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { ROW_HEIGHT } from '#ui/theme/tokens.ts';

type Props = {
  id: string;
  to: string;
  open: boolean;
  subject: string;
  excerpt: string;
  lead?: ReactNode;
  children: ReactNode;
};

/** Row of a list: a one-line link with the subject, plus what the list adds at either end. */
export const ListRow = ({ id, to, open, subject, excerpt, lead, children }: Props) => (
  <Box component="li">
    <Box
      component={Link}
      to={to}
      data-row={id}
      aria-current={open ? 'true' : undefined}
      sx={{
        display: 'flex',
        alignItems: 'center',
        gap: 1,
        height: ROW_HEIGHT,
        fontSize: '0.9rem',
        px: 1.5,
        color: 'text.primary',
        textDecoration: 'none',
        borderBottom: 1,
        borderColor: 'divider',
        borderInlineStart: '3px solid transparent',
        '&:hover': { bgcolor: 'action.hover' },
        '&[aria-current]': {
          bgcolor: 'action.selected',
          borderInlineStartColor: (theme) => theme.palette.primary.main,
        },
        '&:focus-visible': { outlineOffset: -2 },
      }}
    >
      {lead}
      <Box component="span" sx={{ fontWeight: 600, flexShrink: 0, maxWidth: '45%' }} className="ellipsis">
        {subject}
      </Box>
      <Box component="span" dir="auto" sx={{ flex: 1, color: 'text.secondary' }} className="ellipsis">
        {excerpt}
      </Box>
      {children}
    </Box>
  </Box>
);
