import Box from '@mui/material/Box';
import type { ReactNode } from 'react';

type Props = {
  list: ReactNode;
  detail: ReactNode;
  /** Name of the detail pane for screen readers. */
  label: string;
  /** True if an item is open; on a narrow screen it replaces the list. */ open: boolean;
};

/** A list and the open item side by side. */
export function SplitView({ list, detail, label, open }: Props) {
  return (
    <Box sx={{ display: 'flex', height: '100%', minHeight: 0 }}>
      <Box
        sx={{
          display: { xs: open ? 'none' : 'flex', md: 'flex' },
          flexDirection: 'column',
          width: { xs: '100%', md: 440, xl: 520 },
          flexShrink: 0,
          minHeight: 0,
          bgcolor: 'background.paper',
          boxShadow: (theme) => `0 0 0 1px ${theme.palette.divider}`,
        }}
      >
        {list}
      </Box>
      <Box
        tabIndex={0}
        role="region"
        aria-label={label}
        sx={{
          display: { xs: open ? 'block' : 'none', md: 'block' },
          flex: 1,
          minWidth: 0,
          overflowY: 'auto',
        }}
      >
        {detail}
      </Box>
    </Box>
  );
}
