import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import type { Task } from '../../../../api/contract/tasks.ts';
import { formatNumber } from '../../../../ui/format/numbers.ts';
import { useLocale } from '../../../../ui/i18n/use-locale.ts';
import { EmptyState } from '../../../../ui/pieces/empty-state.tsx';
import { ErrorNotice } from '../../../../ui/pieces/error-notice.tsx';
import { RowsSkeleton } from '../../../../ui/pieces/skeletons.tsx';
import { useServices, useWorkingCalendar } from '../../reference/use-reference.query.ts';
import type { TaskFilter } from './task-filter.ts';
import { TaskRow } from './task-row.tsx';
import { useTasks } from './use-tasks.query.ts';

type Props = {
  filter: TaskFilter;
  openKey: string | undefined;
  pathOf: (task: Task) => string;
  onClear: () => void;
};

export function TaskList({ filter, openKey, pathOf, onClear }: Props) {
  const { t } = useTranslation('desk');
  const { locale, pick } = useLocale();
  const tasks = useTasks(filter);
  const services = useServices();
  const calendar = useWorkingCalendar();
  const items = tasks.data?.pages.flatMap((page) => page.items) ?? [];
  const total = tasks.data?.pages[0]?.total ?? 0;
  const filtered = Boolean(filter.queue || filter.service);
  const subject = (task: Task) => {
    const service = services.data?.find(({ key }) => key === task.request?.service);
    return service ? pick(service.name) : (task.request?.service ?? '');
  };
  if (tasks.isPending) return <RowsSkeleton />;
  if (!tasks.data)
    return (
      <Box sx={{ p: 2 }}>
        <ErrorNotice error={tasks.error} onRetry={() => void tasks.refetch()} />
      </Box>
    );
  if (items.length === 0)
    return filtered ? (
      <EmptyState
        title={t('list.noneFiltered')}
        action={
          <Button variant="outlined" onClick={onClear}>
            {t('filter.clear')}
          </Button>
        }
      />
    ) : (
      <EmptyState title={t(`list.none.${filter.scope}`)}>
        {filter.scope === 'mine' ? t('list.noneMine') : t('list.noneGroups')}
      </EmptyState>
    );
  return (
    <>
      <Typography
        variant="caption"
        component="p"
        role="status"
        sx={{ px: 1.5, py: 0.5, color: 'text.secondary' }}
      >
        {t('list.count', { count: total, value: formatNumber(total, locale) })}
      </Typography>
      <Box
        component="ul"
        aria-label={t('list.tasks')}
        sx={{ listStyle: 'none', m: 0, p: 0, borderTop: 1, borderColor: 'divider' }}
      >
        {items.map((task) => (
          <TaskRow
            key={task.key}
            task={task}
            to={pathOf(task)}
            open={task.key === openKey}
            subject={subject(task)}
            calendar={calendar.data}
          />
        ))}
      </Box>
      {tasks.hasNextPage && (
        <Box sx={{ p: 1.5, textAlign: 'center' }}>
          <Button
            variant="outlined"
            onClick={() => void tasks.fetchNextPage()}
            disabled={tasks.isFetchingNextPage}
          >
            {tasks.isFetchingNextPage ? t('list.loadingMore') : t('list.more')}
          </Button>
        </Box>
      )}
    </>
  );
}
