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
  /** Goes to the next step. Omitted when a form inside the step submits itself through `formId`. */
  onNext?: () => void;
  formId?: string;
  nextLabel?: string;
  /** Disables the buttons while the request is being sent. */
  busy?: boolean;
  /** The inner form is still loading; only the way back is open. */
  waiting?: boolean;
};

/** One step of filing: heading, fields, and the buttons for back and next. */
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
