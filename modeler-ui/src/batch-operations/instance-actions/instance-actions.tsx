import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { InstanceAction } from '#common/contract/batch-operations.ts';
import type { InstanceView } from '#common/contract/instances.ts';
import { ActionForm } from './action-form.tsx';
import { NO_VARIABLE, readVariable, VariableFields } from './variable-fields.tsx';

type ActionKind = 'retry' | 'resolve' | 'cancel' | 'set-variables' | 'correlate';

/** Actions on one instance, each with its reason. For a confidential instance that the user may not see, only
 *  actions on its incident are offered. */
export function InstanceActions({ instance }: { instance: InstanceView }) {
  const { t } = useTranslation('batchOperations');
  const [chosen, setChosen] = useState<ActionKind>();
  const [variable, setVariable] = useState(NO_VARIABLE);
  const [message, setMessage] = useState('');
  if (instance.state !== 'active') return null;
  const waits = instance.awaited.filter(({ kind }) => kind === 'message');
  const helping: ActionKind[] = instance.incident ? ['retry', 'resolve'] : [];
  const changing: ActionKind[] = [
    'set-variables',
    ...(waits.length > 0 ? (['correlate'] as const) : []),
    ...(instance.parent === null ? (['cancel'] as const) : []),
  ];
  const offered = instance.confidential ? helping : [...helping, ...changing];
  const wait = waits.find(({ key }) => key === message);
  const variables = readVariable(variable);
  const actions: Record<ActionKind, InstanceAction | undefined> = {
    retry: { kind: 'retry' },
    resolve: { kind: 'resolve' },
    cancel: { kind: 'cancel' },
    'set-variables': variables && { kind: 'set-variables', variables },
    correlate: wait?.messageName
      ? {
          kind: 'correlate',
          message: wait.messageName,
          ...(wait.correlationKey !== null && { correlationKey: wait.correlationKey }),
        }
      : undefined,
  };
  return (
    <Box sx={{ my: 2 }}>
      <Box role="group" aria-label={t('act.all')} sx={{ display: 'flex', flexWrap: 'wrap', gap: 1 }}>
        {offered.map((kind) => (
          <Button
            key={kind}
            size="small"
            variant={kind === 'retry' ? 'contained' : 'outlined'}
            color={kind === 'cancel' ? 'error' : 'primary'}
            aria-expanded={chosen === kind}
            onClick={() => setChosen(chosen === kind ? undefined : kind)}
          >
            {t(`kind.${kind}`)}
          </Button>
        ))}
        {!instance.confidential && (
          <Button size="small" variant="outlined" component={Link} to={`/instances/${instance.key}/modify`}>
            {t('kind.modify')}
          </Button>
        )}
      </Box>
      {chosen && (
        <ActionForm
          key={chosen}
          instanceKey={instance.key}
          action={actions[chosen]}
          label={t(`kind.${chosen}`)}
          about={t(`about.${chosen}`)}
          danger={chosen === 'cancel'}
          onClose={() => setChosen(undefined)}
        >
          {chosen === 'set-variables' && <VariableFields value={variable} onChange={setVariable} />}
          {chosen === 'correlate' && (
            <TextField
              select
              size="small"
              label={t('act.message')}
              value={message}
              onChange={({ target }) => setMessage(target.value)}
              required
            >
              {waits.map(({ key, messageName, elementId }) => (
                <MenuItem key={key} value={key}>
                  <bdi>{`${messageName} · ${elementId}`}</bdi>
                </MenuItem>
              ))}
            </TextField>
          )}
        </ActionForm>
      )}
    </Box>
  );
}
