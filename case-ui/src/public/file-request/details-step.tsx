import Stack from '@mui/material/Stack';
import TextField from '@mui/material/TextField';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Service } from '#common/contract/requests.ts';
import { ErrorNotice } from '#ui/components/error-notice.tsx';
import { FormSkeleton } from '#ui/components/skeletons.tsx';
import { StoredForm } from '#ui/form/stored-form.tsx';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { useForm, useProvinces } from '#ui/reference/use-reference.query.ts';
import type { RequestDraft } from './request-draft.ts';
import { StepFrame } from './step-frame.tsx';

const FORM = 'intake';

type Props = {
  draft: RequestDraft;
  service: Service;
  change: (part: Partial<RequestDraft>) => void;
  onBack: () => void;
  onNext: () => void;
};

export function DetailsStep({ draft, service, change, onBack, onNext }: Props) {
  const { t } = useTranslation('file');
  const { locale, pick } = useLocale();
  const form = useForm(service.intakeForm);
  const provinces = useProvinces();
  const [tried, setTried] = useState(false);
  const [ready, setReady] = useState(false);
  const onReady = useCallback(() => setReady(true), []);
  const lacksPlace = service.needsPlace && !draft.province;
  const goOn = (answers: RequestDraft['answers']) => {
    change({ answers });
    setTried(true);
    if (lacksPlace) document.getElementById('province')?.focus();
    else onNext();
  };
  const sorted = [...(provinces.data ?? [])].sort((a, b) => pick(a.name).localeCompare(pick(b.name), locale));
  return (
    <StepFrame
      heading={t('details.heading')}
      lead={pick(service.name)}
      onBack={onBack}
      formId={FORM}
      waiting={!ready}
    >
      {form.isError && <ErrorNotice error={form.error} kept onRetry={() => void form.refetch()} />}
      {form.isPending && <FormSkeleton />}
      {form.data && (
        <StoredForm
          id={FORM}
          form={form.data}
          data={draft.answers}
          departments={[]}
          onReady={onReady}
          onChange={(answers) => change({ answers })}
          onSubmit={goOn}
        />
      )}
      <Stack spacing={2}>
        {provinces.isError && (
          <ErrorNotice error={provinces.error} onRetry={() => void provinces.refetch()} />
        )}
        <TextField
          id="province"
          select
          label={t('details.province')}
          required={service.needsPlace}
          value={sorted.length > 0 ? draft.province : ''}
          onChange={(event) => change({ province: event.target.value })}
          error={tried && lacksPlace}
          helperText={tried && lacksPlace ? t('details.provinceNeeded') : undefined}
          slotProps={{ select: { native: true }, inputLabel: { shrink: true } }}
        >
          <option value="">{t('details.nowhere')}</option>
          {sorted.map((province) => (
            <option key={province.code} value={province.code}>
              {pick(province.name)}
            </option>
          ))}
        </TextField>
        <TextField
          id="address"
          label={t('details.address')}
          helperText={t('details.addressHelp')}
          value={draft.address}
          onChange={(event) => change({ address: event.target.value })}
          slotProps={{ htmlInput: { maxLength: 500, dir: 'auto' } }}
        />
      </Stack>
    </StepFrame>
  );
}
