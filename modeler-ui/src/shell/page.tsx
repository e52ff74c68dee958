import Box from '@mui/material/Box';
import type { ReactNode } from 'react';
import { AccessDenied } from '#ui/shell/access-denied.tsx';
import { useHasPermission } from '#ui/shell/use-me.query.ts';

type Props = {
  /** Who may not see the page is told so instead. */
  permission: string;
  /** Takes the whole width, for what is drawn. */
  wide?: boolean;
  children: ReactNode;
};

/** A page that scrolls by itself, beside the rail. */
export function Page({ permission, wide = false, children }: Props) {
  const may = useHasPermission(permission);
  return (
    <Box sx={{ height: '100%', overflow: 'auto', p: { xs: 1.5, md: 3 } }}>
      <Box sx={{ maxWidth: wide ? 'none' : 1280, mx: 'auto' }}>{may ? children : <AccessDenied />}</Box>
    </Box>
  );
}
