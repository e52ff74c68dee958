import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { Page } from '#modeler-ui/shell/page.tsx';
import { PageHeading } from '#ui/components/page-heading.tsx';
import { FilterBar } from './filter-bar.tsx';
import { DEFAULT_FILTER, readInstanceFilter, writeInstanceFilter } from './instance-filter.ts';
import { InstanceList } from './instance-list.tsx';

/** All instances of all processes, filtered by the URL. */
export function Component() {
  const { t } = useTranslation('instances');
  const [given, setParams] = useSearchParams();
  const params = given.size === 0 ? DEFAULT_FILTER : given;
  const filter = readInstanceFilter(params);
  const clear = () => setParams({ state: 'all' });
  return (
    <Page permission="instance:read">
      <PageHeading>{t('title')}</PageHeading>
      <Typography color="text.secondary">{t('intro')}</Typography>
      <FilterBar
        key={[filter.key, filter.trackingCode, filter.nationalId, filter.variable, filter.value].join(' ')}
        filter={filter}
        onChange={(next) => setParams(writeInstanceFilter(next))}
        onClear={clear}
      />
      <InstanceList filter={filter} onClear={clear} />
    </Page>
  );
}
