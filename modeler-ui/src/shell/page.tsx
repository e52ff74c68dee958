import Box from '@mui/material/Box';
import type { ReactNode } from 'react';
import { AccessDenied } from '#ui/shell/access-denied.tsx';
import { useHasPermission } from '#ui/shell/use-me.query.ts';

type Props = {
  /** Permission required to see the page; other users see a notice instead. */
  permission: string;
  /** Uses the full width, for diagrams. */
  wide?: boolean;
  children: ReactNode;
};

/** Page that scrolls on its own, beside the navigation bar. */
export function Page({ permission, wide = false, children }: Props) {
  const may = useHasPermission(permission);
  return (
    <Box sx={{ height: '100%', overflow: 'auto', p: { xs: 1.5, md: 3 } }}>
      <Box sx={{ maxWidth: wide ? 'none' : 1280, mx: 'auto' }}>{may ? children : <AccessDenied />}</Box>
    </Box>
  );
}
