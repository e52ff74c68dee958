import Box from '@mui/material/Box';
import Container from '@mui/material/Container';
import { FileRequest } from '#case-ui/public/file-request/file-request.tsx';
import { AccessDenied } from '#ui/shell/access-denied.tsx';
import { useHasPermission } from '#ui/shell/use-me.query.ts';

/** The phone desk: an agent files for the citizen who calls, writes or stands at the counter. */
export function Component() {
  const mayFile = useHasPermission('request:file-on-behalf');
  if (!mayFile) return <AccessDenied />;
  return (
    <Box sx={{ height: '100%', overflowY: 'auto' }}>
      <Container maxWidth="md" sx={{ py: 3 }}>
        <FileRequest onBehalf trackPath={(code) => `/desk/requests/${code}`} />
      </Container>
    </Box>
  );
}
