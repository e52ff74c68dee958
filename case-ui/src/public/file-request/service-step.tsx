import SearchIcon from '@mui/icons-material/Search';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import FormHelperText from '@mui/material/FormHelperText';
import InputAdornment from '@mui/material/InputAdornment';
import RadioGroup from '@mui/material/RadioGroup';
import TextField from '@mui/material/TextField';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Service } from '#common/contract/requests.ts';
import { EmptyState } from '#ui/components/empty-state.tsx';
import type { RequestDraft } from './request-draft.ts';
import { ServiceGroup } from './service-group.tsx';
import { SERVICE_GROUP_KEYS, type ServiceGroupKey } from './service-group-keys.ts';
import { searchServices, suggestServices } from './service-search.ts';
import { StepFrame } from './step-frame.tsx';

type Props = {
  draft: RequestDraft;
  services: readonly Service[];
  change: (part: Partial<RequestDraft>) => void;
  onBack: () => void;
  onNext: () => void;
};

export function ServiceStep({ draft, services, change, onBack, onNext }: Props) {
  const { t } = useTranslation(['file', 'words', 'common']);
  const [query, setQuery] = useState('');
  const [tried, setTried] = useState(false);
  const suggested = useMemo(() => suggestServices(services, draft.text), [services, draft.text]);
  const found = useMemo(() => searchServices(services, query), [services, query]);
  const inGroup = (group: ServiceGroupKey) =>
    found.filter((service) => service.group === group && (query !== '' || !suggested.includes(service)));
  const choose = (service: string) => change(service === draft.service ? {} : { service, answers: {} });
  return (
    <StepFrame
      heading={t('service.heading')}
      lead={t('service.lead')}
      onBack={onBack}
      onNext={() => {
        setTried(true);
        if (draft.service) onNext();
      }}
    >
      <TextField
        type="search"
        label={t('service.search')}
        value={query}
        onChange={(event) => setQuery(event.target.value)}
        onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
        slotProps={{
          input: {
            startAdornment: (
              <InputAdornment position="start">
                <SearchIcon aria-hidden />
              </InputAdornment>
            ),
          },
        }}
      />
      <RadioGroup
        name="service"
        aria-label={t('service.heading')}
        value={draft.service}
        onChange={(_event, value) => choose(value)}
      >
        {query === '' && suggested.length > 0 && (
          <ServiceGroup title={t('service.suggested')} services={suggested} chosen={draft.service} />
        )}
        {SERVICE_GROUP_KEYS.map((group) => (
          <ServiceGroup
            key={group}
            title={t(`words:group.${group}`)}
            services={inGroup(group)}
            chosen={draft.service}
          />
        ))}
      </RadioGroup>
      {found.length === 0 && (
        <EmptyState
          title={t('service.none')}
          action={
            <Button variant="outlined" onClick={() => setQuery('')}>
              {t('service.clear')}
            </Button>
          }
        >
          {t('service.noneHelp')}
        </EmptyState>
      )}
      <Box aria-live="polite">
        {tried && !draft.service && <FormHelperText error>{t('service.choose')}</FormHelperText>}
      </Box>
    </StepFrame>
  );
}
