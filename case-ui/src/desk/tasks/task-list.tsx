import Button from '@mui/material/Button';
import { useTranslation } from 'react-i18next';
import type { Task } from '#common/contract/tasks.ts';
import { EmptyState } from '#ui/components/empty-state.tsx';
import { formatNumber } from '#ui/format/numbers.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { useServices, useWorkingCalendar } from '#ui/reference/use-reference.query.ts';
import { DeskPagedList } from '../shell/desk-paged-list.tsx';
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
  const { t } = useTranslation(['desk', 'words']);
  const { locale, pick } = useLocale();
  const services = useServices();
  const calendar = useWorkingCalendar();
  const filtered = Boolean(filter.queue || filter.service);
  const subject = (task: Task) => {
    const service = services.data?.find(({ key }) => key === task.request?.service);
    return service
      ? pick(service.name)
      : (task.request?.service ?? (task.name ? pick(task.name) : t('words:unnamedTask')));
  };
  return (
    <DeskPagedList
      query={useTasks(filter)}
      label={t('list.tasks')}
      count={([first]) => {
        const total = first?.total ?? 0;
        return t('list.count', { count: total, value: formatNumber(total, locale) });
      }}
      empty={
        filtered ? (
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
        )
      }
      row={(task) => (
        <TaskRow
          key={task.key}
          task={task}
          to={pathOf(task)}
          open={task.key === openKey}
          subject={subject(task)}
          calendar={calendar.data}
        />
      )}
    />
  );
}
