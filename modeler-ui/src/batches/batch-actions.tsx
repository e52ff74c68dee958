import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import { type BatchState, isBatchChangeLegal } from '#common/contract/batches.ts';
import { ErrorNotice } from '#ui/components/error-notice.tsx';
import { useHasPermission } from '#ui/shell/use-me.query.ts';

type Props<Verb> = {
  permission: string;
  state: BatchState;
  verbs: readonly Verb[];
  /** Text for resuming a batch that has ended; without it, that is not offered. */
  reopen?: string | undefined;
  /** Explains what stopping does. */
  stopHelp?: string;
  command: { isPending: boolean; error: Error | null };
  onVerb: (verb: Verb) => void;
};

/** Buttons for the changes that the state of a batch allows. */
export function BatchActions<Verb extends 'stop' | 'resume' | 'discard'>(props: Props<Verb>) {
  const { permission, state, verbs, reopen, stopHelp, command, onVerb } = props;
  const { t } = useTranslation('batches');
  if (!useHasPermission(permission)) return null;
  return (
    <div>
      {command.error && <ErrorNotice error={command.error} />}
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1 }}>
        {verbs
          .filter((verb) => isBatchChangeLegal(verb, state, reopen !== undefined))
          .map((verb) => (
            <Button key={verb} variant="outlined" loading={command.isPending} onClick={() => onVerb(verb)}>
              {state === 'finished' ? reopen : t(`verb.${verb}`)}
            </Button>
          ))}
      </Box>
      {stopHelp && state === 'running' && (
        <Typography variant="body2" color="text.secondary" sx={{ mt: 0.5 }}>
          {stopHelp}
        </Typography>
      )}
    </div>
  );
}
