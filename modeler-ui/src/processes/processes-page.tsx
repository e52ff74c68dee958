import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import { useTranslation } from 'react-i18next';
import { useLocale } from '../../../ui/i18n/use-locale.ts';
import { EmptyState } from '../../../ui/pieces/empty-state.tsx';
import { ErrorNotice } from '../../../ui/pieces/error-notice.tsx';
import { PageHeading } from '../../../ui/pieces/page-heading.tsx';
import { TextSkeleton } from '../../../ui/pieces/skeletons.tsx';
import { Page } from '../shell/page.tsx';
import { useProcesses } from './use-processes.query.ts';

/** The processes of the ministry. */
export function Component() {
  const { t } = useTranslation('modeler');
  return (
    <Page permission="process:read">
      <PageHeading>{t('title')}</PageHeading>
      <Processes />
    </Page>
  );
}

function Processes() {
  const { t } = useTranslation('modeler');
  const { pick } = useLocale();
  const { data, error, refetch } = useProcesses();
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  if (!data) return <TextSkeleton />;
  const newest = [...new Map([...data.items].reverse().map((item) => [item.processKey, item])).values()];
  if (newest.length === 0) return <EmptyState title={t('processes.none')} />;
  return (
    <Table size="small">
      <TableHead>
        <TableRow>
          <TableCell>{t('processes.name')}</TableCell>
          <TableCell>{t('processes.version')}</TableCell>
        </TableRow>
      </TableHead>
      <TableBody>
        {newest.map(({ processKey, name, version }) => (
          <TableRow key={processKey}>
            <TableCell>{name ? pick(name) : processKey}</TableCell>
            <TableCell>{version}</TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
