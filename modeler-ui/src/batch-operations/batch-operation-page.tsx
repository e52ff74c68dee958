import Alert from '@mui/material/Alert';
import { useTranslation } from 'react-i18next';
import { BATCH_ITEM_STATES, type BatchOperation } from '#common/contract/batch-operations.ts';
import { DescriptionList } from '#ui/components/description-list.tsx';
import { PageHeading } from '#ui/components/page-heading.tsx';
import { formatMoment } from '#ui/format/dates.ts';
import { formatNumber } from '#ui/format/numbers.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { useHasPermission } from '#ui/shell/use-me.query.ts';
import { BatchActions } from '../batches/batch-actions.tsx';
import { BatchPage } from '../batches/batch-page.tsx';
import { BatchProgress } from '../batches/batch-progress.tsx';
import { StartBatchForm } from '../batches/start-batch-form.tsx';
import { StateLabel } from '../batches/state-label.tsx';
import { BatchOperationItems } from './batch-operation-items.tsx';
import { useBatchOperation } from './use-batch-operations.query.ts';
import { useBatchOperationCommand } from './use-instance-action.mutation.ts';

/** Progress of a batch operation and the result for each instance. */
export function Component() {
  const { t } = useTranslation('batchOperations');
  return (
    <BatchPage
      permission="instance:read"
      list={['/batch-operations', t('back')]}
      useBatch={useBatchOperation}
      Details={BatchOperationDetails}
    />
  );
}

function BatchOperationDetails({ batch: operation }: { batch: BatchOperation }) {
  const { t } = useTranslation(['batchOperations', 'batches']);
  const { locale } = useLocale();
  const mayAct = useHasPermission('instance:operate');
  const start = useBatchOperationCommand(operation.id);
  const command = useBatchOperationCommand(operation.id);
  const { counts, total, state } = operation;
  const number = formatNumber(total, locale);
  const by = t('by', { name: operation.createdBy, at: formatMoment(operation.createdAt, locale) });
  return (
    <>
      <div>
        <PageHeading>{t(`kind.${operation.kind}`)}</PageHeading>
        <DescriptionList
          facts={[
            {
              key: 'state',
              label: t('facts.state'),
              value: <StateLabel state={state}>{t(`batches:state.${state}`)}</StateLabel>,
            },
            { key: 'reason', label: t('facts.reason'), value: operation.reason },
            { key: 'by', label: t('facts.by'), value: by },
            { key: 'total', label: t('facts.total'), value: number },
          ]}
        />
      </div>
      {state !== 'planned' && (
        <BatchProgress
          total={total}
          counts={BATCH_ITEM_STATES.map((one) => ({ state: one, count: counts[one] }))}
          word={(one) => t(`item.${one}`)}
          label={(numbers) => t('progress', numbers)}
        />
      )}
      {operation.pending && state === 'finished' && <Alert severity="info">{t('act.pending')}</Alert>}
      {mayAct && state === 'planned' && (
        <StartBatchForm
          count={total}
          texts={{ count: t('start.count'), help: t('start.help', { number }), submit: t('start.submit') }}
          command={start}
          onStart={() => start.mutate({ verb: 'start', count: total })}
        />
      )}
      <BatchActions
        permission="instance:operate"
        state={state}
        verbs={['stop', 'resume', 'discard']}
        command={command}
        onVerb={(verb) => command.mutate({ verb })}
      />
      <BatchOperationItems operation={operation} />
    </>
  );
}
