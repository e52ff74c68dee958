import ExpandMoreIcon from '@mui/icons-material/ExpandMore';
import Accordion from '@mui/material/Accordion';
import AccordionDetails from '@mui/material/AccordionDetails';
import AccordionSummary from '@mui/material/AccordionSummary';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import { useTranslation } from 'react-i18next';
import type { TestRun } from '#common/contract/test-runs.ts';
import { HiddenCount } from './hidden-count.tsx';

/** Variables of one process in a test run. */
export function TestRunVariablesTable({ instance }: { instance: TestRun['instances'][number] }) {
  const { t } = useTranslation('testRuns');
  return (
    <Accordion variant="outlined" disableGutters sx={{ mt: 1 }}>
      <AccordionSummary expandIcon={<ExpandMoreIcon />}>{t('variables')}</AccordionSummary>
      <AccordionDetails sx={{ overflowX: 'auto' }}>
        <Table size="small">
          <TableHead>
            <TableRow>
              <TableCell>{t('variable')}</TableCell>
              <TableCell>{t('value')}</TableCell>
              <TableCell>{t('where')}</TableCell>
            </TableRow>
          </TableHead>
          <TableBody>
            {instance.variables.map(({ elementId, name, value }, at) => (
              <TableRow key={at}>
                <TableCell dir="ltr">{name}</TableCell>
                <TableCell dir="ltr" sx={{ fontFamily: 'monospace', overflowWrap: 'anywhere' }}>
                  {value}
                </TableCell>
                <TableCell>{elementId === null ? t('process') : <bdi dir="ltr">{elementId}</bdi>}</TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
        <HiddenCount what="variables" count={instance.moreVariables} />
      </AccordionDetails>
    </Accordion>
  );
}
