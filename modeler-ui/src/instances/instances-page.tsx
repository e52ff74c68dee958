import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { PageHeading } from '#ui/pieces/page-heading.tsx';
import { Page } from '../shell/page.tsx';
import { FilterBar } from './filter-bar.tsx';
import { FIRST, readFilter, writeFilter } from './instance-filter.ts';
import { InstanceList } from './instance-list.tsx';

/** All runs of all processes, found by what the address says. */
export function Component() {
  const { t } = useTranslation('instances');
  const [given, setParams] = useSearchParams();
  const params = given.size === 0 ? FIRST : given;
  const filter = readFilter(params);
  const clear = () => setParams({ state: 'all' });
  return (
    <Page permission="instance:read">
      <PageHeading>{t('title')}</PageHeading>
      <Typography color="text.secondary">{t('intro')}</Typography>
      <FilterBar
        key={[filter.key, filter.trackingCode, filter.nationalId, filter.variable, filter.value].join(' ')}
        filter={filter}
        onChange={(next) => setParams(writeFilter(next))}
        onClear={clear}
      />
      <InstanceList filter={filter} onClear={clear} />
    </Page>
  );
}
