import Box from '@mui/material/Box';
import MuiLink from '@mui/material/Link';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import {
  BATCH_ITEM_STATES,
  type BatchItemState,
  type BatchOperation,
} from '#common/contract/batch-operations.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { BatchItems, EngineDetail } from '../batches/batch-items.tsx';
import { StateLabel } from '../batches/state-label.tsx';
import { refusalCodeOf } from './refusal-codes.ts';
import { useBatchOperationItems } from './use-batch-operations.query.ts';

/** Instances of a batch operation, each with its result and the reason. */
export function BatchOperationItems({ operation }: { operation: BatchOperation }) {
  const { t } = useTranslation('batchOperations');
  const { pick } = useLocale();
  const [state, setState] = useState<BatchItemState | ''>('');
  const items = useBatchOperationItems(operation.id, state, Object.values(operation.counts).join());
  return (
    <BatchItems
      query={items}
      title={t('items.title')}
      none={t('items.none')}
      states={BATCH_ITEM_STATES.map((one) => ({ value: one, label: t(`item.${one}`) }))}
      state={state}
      onState={setState}
      row={(item) => {
        const code = refusalCodeOf(item);
        return (
          <>
            <Box sx={{ flex: '0 0 190px' }}>
              <StateLabel state={item.state}>{t(`item.${item.state}`)}</StateLabel>
            </Box>
            <Box sx={{ flex: '1 1 240px', minWidth: 0 }}>
              <MuiLink component={Link} to={`/instances/${item.instanceKey}`}>
                {item.name ? pick(item.name) : (item.processKey ?? '')}{' '}
                <bdi dir="ltr">{item.instanceKey}</bdi>
              </MuiLink>
              {code && (
                <Typography variant="body2" color="text.secondary">
                  {t(`code.${code}`)}
                </Typography>
              )}
              {item.detail && <EngineDetail>{item.detail}</EngineDetail>}
            </Box>
          </>
        );
      }}
    />
  );
}
