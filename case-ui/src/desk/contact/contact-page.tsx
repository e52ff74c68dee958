import Box from '@mui/material/Box';
import Container from '@mui/material/Container';
import { FileRequest } from '#case-ui/public/file-request/file-request.tsx';
import { NotForYou } from '#ui/shell/not-for-you.tsx';
import { useMay } from '#ui/shell/use-me.query.ts';

/** The phone desk: an agent files for the citizen who calls, writes or stands at the counter. */
export function Component() {
  const mayFile = useMay('request:file-on-behalf');
  if (!mayFile) return <NotForYou />;
  return (
    <Box sx={{ height: '100%', overflowY: 'auto' }}>
      <Container maxWidth="md" sx={{ py: 3 }}>
        <FileRequest onBehalf trackPath={(code) => `/desk/requests/${code}`} />
      </Container>
    </Box>
  );
}
