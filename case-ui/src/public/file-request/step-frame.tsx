import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { type FormEvent, type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';

type Props = {
  heading: string;
  lead?: string;
  children: ReactNode;
  onBack?: (() => void) | undefined;
  /** Continues; left out when a form inside the step continues by itself through `formId`. */
  onNext?: () => void;
  formId?: string;
  nextLabel?: string;
  /** Nothing can be done now: it is being sent. */
  busy?: boolean;
  /** The form inside is still being loaded; the way back is open. */
  waiting?: boolean;
};

/** One step of the road: heading, fields, and the two ways on. */
export function StepFrame({
  heading,
  lead,
  children,
  onBack,
  onNext,
  formId,
  nextLabel,
  busy = false,
  waiting = false,
}: Props) {
  const { t } = useTranslation('file');
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus({ preventScroll: true }), []);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onNext?.();
  };
  const content = (
    <Stack spacing={3}>
      <Box>
        <Typography variant="h2" ref={title} tabIndex={-1} sx={{ '&:focus': { outline: 'none' } }}>
          {heading}
        </Typography>
        {lead && <Typography sx={{ color: 'text.secondary', mt: 0.5 }}>{lead}</Typography>}
      </Box>
      {children}
      <Stack direction="row" spacing={1.5}>
        <Button
          type="submit"
          variant="contained"
          disabled={busy || waiting}
          {...(formId && { form: formId })}
        >
          {nextLabel ?? t('next')}
        </Button>
        {onBack && (
          <Button variant="text" onClick={onBack} disabled={busy}>
            {t('back')}
          </Button>
        )}
      </Stack>
    </Stack>
  );
  return formId ? (
    content
  ) : (
    <Box component="form" noValidate onSubmit={submit}>
      {content}
    </Box>
  );
}
