import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import LinearProgress from '@mui/material/LinearProgress';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { BATCH_ITEM_STATES, type BatchOperation } from '#common/contract/batch-operations.ts';
import { DescriptionList } from '#ui/components/description-list.tsx';
import { ErrorNotice } from '#ui/components/error-notice.tsx';
import { PageHeading } from '#ui/components/page-heading.tsx';
import { TextSkeleton } from '#ui/components/skeletons.tsx';
import { formatMoment } from '#ui/format/dates.ts';
import { formatNumber } from '#ui/format/numbers.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { useHasPermission } from '#ui/shell/use-me.query.ts';
import { Page } from '../shell/page.tsx';
import { BatchOperationItems } from './batch-operation-items.tsx';
import { StartBatchOperationForm } from './start-batch-operation-form.tsx';
import { useBatchOperation } from './use-batch-operations.query.ts';
import { useBatchOperationCommand } from './use-instance-action.mutation.ts';

/** Progress of a batch operation and the result for each instance. */
export function Component() {
  const { id = '' } = useParams();
  const { t } = useTranslation('batchOperations');
  const { data, error, refetch } = useBatchOperation(id);
  return (
    <Page permission="instance:read">
      <Button component={Link} to="/batch-operations" size="small">
        {t('back')}
      </Button>
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {!data && !error && <TextSkeleton />}
      {data && <BatchOperationDetails operation={data} />}
    </Page>
  );
}

function BatchOperationDetails({ operation }: { operation: BatchOperation }) {
  const { t } = useTranslation('batchOperations');
  const { locale } = useLocale();
  const mayAct = useHasPermission('instance:operate');
  const command = useBatchOperationCommand(operation.id);
  const { counts, total, state } = operation;
  const settled = total - counts.waiting - counts.sending;
  const number = (value: number) => formatNumber(value, locale);
  return (
    <>
      <PageHeading>{t(`kind.${operation.kind}`)}</PageHeading>
      <DescriptionList
        facts={[
          { key: 'state', label: t('facts.state'), value: t(`state.${state}`) },
          { key: 'reason', label: t('facts.reason'), value: operation.reason },
          {
            key: 'by',
            label: t('facts.by'),
            value: t('by', { name: operation.createdBy, at: formatMoment(operation.createdAt, locale) }),
          },
          { key: 'total', label: t('facts.total'), value: number(total) },
        ]}
      />
      {state !== 'planned' && (
        <Box sx={{ my: 2 }}>
          <LinearProgress
            variant="determinate"
            value={total === 0 ? 100 : (100 * settled) / total}
            aria-label={t('progress', { done: number(settled), total: number(total) })}
          />
          <Typography variant="body2" sx={{ mt: 0.5 }}>
            {BATCH_ITEM_STATES.filter((one) => counts[one] > 0)
              .map((one) => `${t(`item.${one}`)}: ${number(counts[one])}`)
              .join(' · ')}
          </Typography>
        </Box>
      )}
      {operation.pending && state === 'finished' && <Alert severity="info">{t('act.pending')}</Alert>}
      {command.error && <ErrorNotice error={command.error} />}
      {mayAct && (
        <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, my: 2 }}>
          {state === 'planned' && <StartBatchOperationForm operation={operation} command={command} />}
          {(
            [
              ['stop', state === 'running'],
              ['resume', state === 'stopped'],
              ['discard', state === 'stopped' || state === 'planned'],
            ] as const
          ).map(
            ([verb, offered]) =>
              offered && (
                <Button
                  key={verb}
                  variant="outlined"
                  loading={command.isPending}
                  onClick={() => command.mutate({ verb })}
                  sx={{ alignSelf: 'flex-end' }}
                >
                  {t(`verb.${verb}`)}
                </Button>
              ),
          )}
        </Box>
      )}
      <BatchOperationItems operation={operation} />
    </>
  );
}
