import Stack from '@mui/material/Stack';
import TextField from '@mui/material/TextField';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ChannelField } from './channel-field.tsx';
import { type ApplicantDraft, applicantErrors, type RequestDraft } from './request-draft.ts';
import { StepFrame } from './step-frame.tsx';

type Field = keyof ApplicantDraft;

const FIELDS = {
  name: { autoComplete: 'name', maxLength: 120, dir: 'auto' },
  mobile: { type: 'tel', inputMode: 'tel', autoComplete: 'tel', maxLength: 24, dir: 'ltr' },
  email: { type: 'email', inputMode: 'email', autoComplete: 'email', maxLength: 254, dir: 'ltr' },
  nationalId: { inputMode: 'numeric', autoComplete: 'off', maxLength: 20, dir: 'ltr' },
} as const;

const HELP = { mobile: 'mobileHelp', nationalId: 'nationalIdHelp' } as const;

type Props = {
  draft: RequestDraft;
  onBehalf: boolean;
  change: (part: Partial<RequestDraft>) => void;
  onBack: () => void;
  onNext: () => void;
};

/** Asks for the applicant's details. A field is validated when it loses the focus, and from then on with
 *  every keystroke. */
export function ApplicantStep({ draft, onBehalf, change, onBack, onNext }: Props) {
  const { t } = useTranslation('file');
  const [left, setLeft] = useState<ReadonlySet<Field>>(new Set());
  const errors = applicantErrors(draft.applicant);
  const leave = (...fields: Field[]) => setLeft((before) => new Set([...before, ...fields]));
  const goOn = () => {
    leave('name', 'mobile', 'email', 'nationalId');
    const first = (Object.keys(FIELDS) as Field[]).find((field) => errors[field]);
    if (first) document.getElementById(`applicant-${first}`)?.focus();
    else onNext();
  };
  return (
    <StepFrame
      heading={onBehalf ? t('applicant.headingOther') : t('applicant.heading')}
      {...(!onBehalf && { lead: t('applicant.lead') })}
      onBack={onBack}
      onNext={goOn}
    >
      <Stack spacing={2}>
        {onBehalf && <ChannelField value={draft.channel} onChange={(channel) => change({ channel })} />}
        {(Object.keys(FIELDS) as Field[]).map((field) => {
          const wrong = left.has(field) ? errors[field] : undefined;
          const help = field in HELP ? t(`applicant.${HELP[field as keyof typeof HELP]}`) : undefined;
          return (
            <TextField
              key={field}
              id={`applicant-${field}`}
              label={t(`applicant.${field}`)}
              required={field === 'name'}
              value={draft.applicant[field]}
              onChange={(event) => change({ applicant: { ...draft.applicant, [field]: event.target.value } })}
              onBlur={() => draft.applicant[field] && leave(field)}
              error={Boolean(wrong)}
              helperText={wrong ? t(`applicant.${wrong}`) : help}
              slotProps={{ htmlInput: FIELDS[field] }}
            />
          );
        })}
      </Stack>
    </StepFrame>
  );
}
