import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '#ui/components/empty-state.tsx';
import { ErrorNotice } from '#ui/components/error-notice.tsx';
import { RowsSkeleton } from '#ui/components/skeletons.tsx';
import { useNow } from '#ui/components/use-now.ts';
import { formatNumber } from '#ui/format/numbers.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { useDepartments } from '#ui/reference/use-reference.query.ts';
import { useHasPermission } from '#ui/shell/use-me.query.ts';
import { useInstanceCount, useInstances } from '../use-instances.query.ts';
import { type InstanceFilter, toInstanceQuery } from './instance-filter.ts';
import { InstanceRow } from './instance-row.tsx';

/** Loaded only for operators. */
const BulkBar = lazy(async () => ({
  default: (await import('#modeler-ui/batch-operations/bulk-bar.tsx')).BulkBar,
}));

type Props = { filter: InstanceFilter; onClear: () => void };

/** Instances that match a filter, with their number. */
export function InstanceList({ filter, onClear }: Props) {
  const { t } = useTranslation('instances');
  const { locale, pick } = useLocale();
  const now = useNow();
  const mayOperate = useHasPermission('instance:operate');
  const query = useInstances(filter);
  const count = useInstanceCount(filter).data;
  const departments = useDepartments().data;
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  if (query.isPending) return <RowsSkeleton />;
  if (!query.data) return <ErrorNotice error={query.error} onRetry={() => void query.refetch()} />;
  const items = query.data.pages.flatMap((page) => page.items);
  if (items.length === 0)
    return (
      <EmptyState
        title={t('list.none')}
        action={
          <Button variant="outlined" onClick={onClear}>
            {t('filter.clear')}
          </Button>
        }
      >
        {t('list.noneText')}
      </EmptyState>
    );
  const department = (slug: string | null) => {
    const found = departments?.find((one) => one.slug === slug);
    return found ? pick(found.name) : slug;
  };
  const choose = (key: string, on: boolean) => {
    const next = new Set(chosen);
    if (on) next.add(key);
    else next.delete(key);
    setChosen(next);
  };
  return (
    <>
      <Suspense>
        {mayOperate && (
          <BulkBar
            filter={toInstanceQuery(filter)}
            selection={[...chosen]}
            count={count}
            onDone={() => setChosen(new Set())}
          />
        )}
      </Suspense>
      <Typography variant="caption" component="p" role="status" color="text.secondary">
        {count &&
          t(count.more ? 'list.countMore' : 'list.count', { value: formatNumber(count.count, locale) })}
      </Typography>
      <Box
        component="ul"
        aria-label={t('list.instances')}
        sx={{ listStyle: 'none', m: 0, p: 0, borderTop: 1, borderColor: 'divider' }}
      >
        {items.map((instance) => (
          <InstanceRow
            key={`${instance.key} ${instance.tokens[0]?.elementKey ?? ''}`}
            instance={instance}
            department={department(instance.department)}
            now={now.getTime()}
            chosen={chosen.has(instance.key)}
            onChoose={(on) => choose(instance.key, on)}
          />
        ))}
      </Box>
      {query.hasNextPage && (
        <Box sx={{ p: 1.5, textAlign: 'center' }}>
          <Button
            variant="outlined"
            onClick={() => void query.fetchNextPage()}
            disabled={query.isFetchingNextPage}
          >
            {query.isFetchingNextPage ? t('list.loading') : t('list.more')}
          </Button>
        </Box>
      )}
    </>
  );
}
