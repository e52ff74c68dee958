import Box from '@mui/material/Box';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import { EmptyState } from '#ui/components/empty-state.tsx';
import { FilterSelect } from '#ui/components/filter-select.tsx';
import { PageHeading } from '#ui/components/page-heading.tsx';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { useDepartments, useServices } from '#ui/reference/use-reference.query.ts';
import { AccessDenied } from '#ui/shell/access-denied.tsx';
import { useHasPermission, useMe } from '#ui/shell/use-me.query.ts';
import { CodeSearch } from '../shell/code-search.tsx';
import { SplitView } from '../shell/split-view.tsx';
import { ScopeTabs } from './scope-tabs.tsx';
import { ORDERS, readTaskFilter, type TaskFilter, writeTaskFilter } from './task-filter.ts';
import { TaskList } from './task-list.tsx';
import { TaskPanel } from './task-panel.tsx';

/** Inbox: the task list with the open task beside it. The filter is in the URL. */
export function Component() {
  const { t } = useTranslation('desk');
  const { locale, pick } = useLocale();
  const { taskKey } = useParams();
  const [params, setParams] = useSearchParams();
  const navigate = useNavigate();
  const { data: me } = useMe();
  const departments = useDepartments();
  const services = useServices();
  const mayRead = useHasPermission('task:read');
  const filter = readTaskFilter(params);
  const change = (part: Partial<TaskFilter>) => setParams(writeTaskFilter({ ...filter, ...part }));
  const search = writeTaskFilter(filter).toString();
  const pathTo = (key?: string) => `/desk/tasks${key ? `/${key}` : ''}${search && `?${search}`}`;
  const queues = (departments.data ?? [])
    .filter(({ slug }) => me?.queues.includes(slug))
    .map(({ slug, name }) => ({ value: slug, label: pick(name) }))
    .sort((a, b) => a.label.localeCompare(b.label, locale));

  if (!mayRead) return <AccessDenied />;
  return (
    <SplitView
      open={taskKey !== undefined}
      label={t('inbox')}
      list={
        <>
          <Box sx={{ p: 1.5, display: 'flex', flexDirection: 'column', gap: 1 }}>
            <PageHeading>{t('inbox')}</PageHeading>
            <CodeSearch />
          </Box>
          <ScopeTabs scope={filter.scope} onChange={(scope) => change({ scope })} />
          <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, px: 1.5, pt: 1.5, pb: 0.5 }}>
            {queues.length > 1 && (
              <FilterSelect
                all={t('filter.all')}
                id="filter-queue"
                label={t('filter.queue')}
                value={filter.queue}
                options={queues}
                onChange={(queue) => change({ queue })}
              />
            )}
            <FilterSelect
              all={t('filter.all')}
              id="filter-service"
              label={t('filter.service')}
              value={filter.service}
              options={(services.data ?? []).map(({ key, name }) => ({ value: key, label: pick(name) }))}
              onChange={(service) => change({ service })}
            />
            <FilterSelect
              id="filter-order"
              label={t('filter.order')}
              value={filter.order}
              options={ORDERS.map((order) => ({ value: order, label: t(`order.${order}`) }))}
              onChange={(order) => change({ order: order as TaskFilter['order'] })}
            />
          </Box>
          <Box sx={{ flex: 1, overflowY: 'auto', minHeight: 0 }}>
            <TaskList
              filter={filter}
              openKey={taskKey}
              pathOf={(task) => pathTo(task.key)}
              onClear={() => change({ queue: '', service: '' })}
            />
          </Box>
        </>
      }
      detail={
        taskKey ? (
          <TaskPanel
            key={taskKey}
            taskKey={taskKey}
            filter={filter}
            onBack={() => void navigate(pathTo())}
            onOpen={(key) => void navigate(pathTo(key))}
          />
        ) : (
          <EmptyState title={t('list.choose')}>{t('list.chooseText')}</EmptyState>
        )
      }
    />
  );
}
