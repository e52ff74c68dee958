import Box from '@mui/material/Box';
import Container from '@mui/material/Container';
import { FileRequest } from '#case-ui/public/file-request/file-request.tsx';
import { AccessDenied } from '#ui/shell/access-denied.tsx';
import { useHasPermission } from '#ui/shell/use-me.query.ts';

/** Contact centre page: an agent files a request for a citizen who calls, writes or comes in person. */
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
