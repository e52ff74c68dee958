import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { type ReactNode, type SyntheticEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { InstanceAction } from '#common/contract/batch-operations.ts';
import { ErrorNotice } from '#ui/components/error-notice.tsx';
import { StateLabel } from '../../batches/state-label.tsx';
import { isValidReason, ReasonField } from '../reason-field.tsx';
import { refusalCodeOf } from '../refusal-codes.ts';
import { useInstanceAction } from '../use-instance-action.mutation.ts';

type Props = {
  instanceKey: string;
  /** Undefined while the input does not make an action yet. */
  action: InstanceAction | undefined;
  label: string;
  /** One sentence on what the action does. */
  about: string;
  danger?: boolean;
  children?: ReactNode;
  onClose: () => void;
};

/** Performs one action on one instance, with a reason, and reports honestly how far it got. */
export function ActionForm({ instanceKey, action, label, about, danger = false, children, onClose }: Props) {
  const { t } = useTranslation('batchOperations');
  const [reason, setReason] = useState('');
  const act = useInstanceAction(instanceKey);
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (action && isValidReason(reason)) act.mutate({ action, reason: reason.trim() });
  };
  const item = act.data?.item;
  const code = item && refusalCodeOf(item);
  return (
    <Box
      component="form"
      onSubmit={submit}
      aria-label={label}
      sx={{ display: 'flex', flexDirection: 'column', gap: 1.5, maxWidth: 640, py: 1.5 }}
    >
      <Box>{about}</Box>
      {!item && children}
      {!item && <ReasonField value={reason} onChange={setReason} />}
      {act.error && <ErrorNotice error={act.error} kept />}
      {item && (
        <Alert
          severity={item.state === 'done' ? 'success' : item.state === 'accepted' ? 'info' : 'warning'}
          icon={false}
        >
          <StateLabel state={item.state}>{t(`item.${item.state}`)}</StateLabel>
          {item.state === 'accepted' && <Box>{t('act.pending')}</Box>}
          {code && <Box>{t(`code.${code}`)}</Box>}
          {item.detail && (
            <Box dir="ltr" sx={{ typography: 'caption', overflowWrap: 'anywhere' }}>
              {item.detail}
            </Box>
          )}
        </Alert>
      )}
      <Box sx={{ display: 'flex', gap: 1 }}>
        {!item && (
          <Button
            type="submit"
            variant="contained"
            color={danger ? 'error' : 'primary'}
            disabled={!action || !isValidReason(reason)}
            loading={act.isPending}
          >
            {label}
          </Button>
        )}
        <Button onClick={onClose}>{item ? t('act.close') : t('act.cancel')}</Button>
      </Box>
    </Box>
  );
}
