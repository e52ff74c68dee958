import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { InstanceView } from '#common/contract/instances.ts';
import { ActionForm } from './action-form.tsx';
import { NO_VARIABLE, readVariable, VariableFields } from './variable-fields.tsx';

type Props = { instance: InstanceView; elementId: string };

/** Actions on an element with an active token: retry its incident, set its local variables, or move the
 *  token. */
export function ElementActions({ instance, elementId }: Props) {
  const { t } = useTranslation('batchOperations');
  const [chosen, setChosen] = useState<'retry' | 'local'>();
  const [variable, setVariable] = useState(NO_VARIABLE);
  const token = instance.path.find((step) => step.elementId === elementId && step.state === 'active');
  const incident = instance.incidents.find((one) => one.elementId === elementId && one.state === 'open');
  if (instance.state !== 'active' || !token || (instance.confidential && !incident)) return null;
  const variables = readVariable(variable);
  return (
    <Box sx={{ my: 1 }}>
      <Box role="group" aria-label={t('act.element')} sx={{ display: 'flex', flexWrap: 'wrap', gap: 1 }}>
        {incident && (
          <Button size="small" variant="contained" onClick={() => setChosen('retry')}>
            {t('kind.retry')}
          </Button>
        )}
        {!instance.confidential && (
          <>
            <Button size="small" variant="outlined" onClick={() => setChosen('local')}>
              {t('act.local')}
            </Button>
            <Button
              size="small"
              variant="outlined"
              component={Link}
              to={`/instances/${instance.key}/modify?from=${encodeURIComponent(elementId)}`}
            >
              {t('act.moveFromHere')}
            </Button>
          </>
        )}
      </Box>
      {chosen === 'retry' && incident && (
        <ActionForm
          instanceKey={instance.key}
          action={{ kind: 'retry', incidentKey: incident.key }}
          label={t('kind.retry')}
          about={t('about.retry')}
          onClose={() => setChosen(undefined)}
        />
      )}
      {chosen === 'local' && (
        <ActionForm
          instanceKey={instance.key}
          action={variables && { kind: 'set-variables', variables, elementKey: token.elementKey }}
          label={t('act.local')}
          about={t('about.local')}
          onClose={() => setChosen(undefined)}
        >
          <VariableFields value={variable} onChange={setVariable} />
        </ActionForm>
      )}
    </Box>
  );
}
