import TextField from '@mui/material/TextField';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatNumber } from '#ui/format/numbers.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { MIN_TEXT_LENGTH, type RequestDraft } from './request-draft.ts';
import { StepFrame } from './step-frame.tsx';
import { MAX_TEXT_LENGTH } from './text-limits.ts';

const SHOW_REMAINING_BELOW = 500;

type Props = { draft: RequestDraft; change: (part: Partial<RequestDraft>) => void; onNext: () => void };

export function DescriptionStep({ draft, change, onNext }: Props) {
  const { t } = useTranslation('file');
  const { locale } = useLocale();
  const [tried, setTried] = useState(false);
  const short = draft.text.trim().length < MIN_TEXT_LENGTH;
  const left = MAX_TEXT_LENGTH - draft.text.length;
  return (
    <StepFrame
      heading={t('what.heading')}
      lead={t('what.lead')}
      onNext={() => {
        setTried(true);
        if (short) document.getElementById('request-text')?.focus();
        else onNext();
      }}
    >
      <TextField
        id="request-text"
        label={t('what.label')}
        placeholder={t('what.placeholder')}
        value={draft.text}
        onChange={(event) => change({ text: event.target.value })}
        error={tried && short}
        helperText={
          tried && short
            ? t('what.tooShort')
            : left < SHOW_REMAINING_BELOW
              ? t('what.left', { value: formatNumber(left, locale) })
              : t('draftKept')
        }
        required
        multiline
        minRows={6}
        maxRows={16}
        slotProps={{ htmlInput: { maxLength: MAX_TEXT_LENGTH, dir: 'auto' } }}
      />
    </StepFrame>
  );
}
