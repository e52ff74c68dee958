import Button from '@mui/material/Button';
import Checkbox from '@mui/material/Checkbox';
import FormControl from '@mui/material/FormControl';
import FormControlLabel from '@mui/material/FormControlLabel';
import FormGroup from '@mui/material/FormGroup';
import FormLabel from '@mui/material/FormLabel';
import Stack from '@mui/material/Stack';
import TextField from '@mui/material/TextField';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { GiveFeedback, TrackedRequest } from '#common/contract/requests.ts';
import { formatDay } from '#ui/format/dates.ts';
import { formatNumber } from '#ui/format/numbers.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { useFeedbackReasons } from '#ui/reference/use-reference.query.ts';
import { MAX_TEXT_LENGTH } from '../file-request/text-limits.ts';

type FeedbackInput = Omit<GiveFeedback, 'track'>;
type Props = {
  request: TrackedRequest;
  busy: boolean;
  onSubmit: (said: FeedbackInput) => void;
  onCancel: () => void;
};

/** Asks why the answer is unsatisfactory and whether to resume work on the request. */
export function FeedbackForm({ request, busy, onSubmit, onCancel }: Props) {
  const { t } = useTranslation('track');
  const { locale, pick } = useLocale();
  const { data: known = [] } = useFeedbackReasons();
  const [reasons, setReasons] = useState<readonly string[]>([]);
  const [text, setText] = useState('');
  const [again, setAgain] = useState(request.canReopen);
  const [tried, setTried] = useState(false);
  const reopen = request.canReopen && again;
  const empty = text.trim() === '' && reasons.length === 0;

  const toggle = (key: string, on: boolean) =>
    setReasons(on ? [...reasons, key] : reasons.filter((other) => other !== key));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (empty) document.getElementById('why')?.focus();
    else
      onSubmit({
        satisfied: false,
        reopen,
        reasons: [...reasons],
        ...(text.trim() === '' ? {} : { text: text.trim() }),
      });
  };
  return (
    <Stack component="form" noValidate spacing={2} sx={{ mt: 3 }} onSubmit={submit}>
      <FormControl component="fieldset">
        <FormLabel component="legend">{t('answer.reasons')}</FormLabel>
        <FormGroup>
          {known
            .filter(({ satisfied }) => !satisfied)
            .map(({ key, text: reason }) => (
              <FormControlLabel
                key={key}
                control={
                  <Checkbox
                    checked={reasons.includes(key)}
                    onChange={(_, on) => toggle(key, on)}
                    disabled={busy}
                  />
                }
                label={pick(reason)}
              />
            ))}
        </FormGroup>
      </FormControl>
      <TextField
        id="why"
        label={t('answer.why')}
        multiline
        minRows={4}
        value={text}
        onChange={(event) => setText(event.target.value)}
        error={tried && empty}
        helperText={tried && empty ? t('answer.whyEmpty') : undefined}
        slotProps={{ htmlInput: { maxLength: MAX_TEXT_LENGTH, dir: 'auto' } }}
      />
      {request.canReopen && (
        <FormControlLabel
          control={<Checkbox checked={again} onChange={(_, on) => setAgain(on)} disabled={busy} />}
          label={t('answer.again', {
            until: request.reopenUntil ? formatDay(request.reopenUntil, locale) : '',
            left: formatNumber(request.reopeningsLeft, locale),
          })}
        />
      )}
      <Stack direction="row" spacing={1.5}>
        <Button type="submit" variant="contained" disabled={busy}>
          {busy ? t('answer.sending') : t(reopen ? 'answer.sendReopen' : 'answer.sendWord')}
        </Button>
        <Button variant="text" onClick={onCancel} disabled={busy}>
          {t('answer.cancel')}
        </Button>
      </Stack>
    </Stack>
  );
}
