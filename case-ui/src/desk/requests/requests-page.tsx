import Box from '@mui/material/Box';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import { EmptyState } from '#ui/components/empty-state.tsx';
import { FilterSelect } from '#ui/components/filter-select.tsx';
import { PageHeading } from '#ui/components/page-heading.tsx';
import { fa } from '#ui/i18n/fa/index.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { useDepartments, useServices } from '#ui/reference/use-reference.query.ts';
import { AccessDenied } from '#ui/shell/access-denied.tsx';
import { useHasPermission } from '#ui/shell/use-me.query.ts';
import { CodeSearch } from '../shell/code-search.tsx';
import { SplitView } from '../shell/split-view.tsx';
import { readRequestFilter, type RequestFilter, writeRequestFilter } from './request-filter.ts';
import { RequestList } from './request-list.tsx';
import { RequestPanel } from './request-panel.tsx';

const STATUSES = Object.keys(fa.words.status) as (keyof typeof fa.words.status)[];

/** Requests visible to this user, newest first, with the open one beside the list. */
export function Component() {
  const { t } = useTranslation(['desk', 'words']);
  const { locale, pick } = useLocale();
  const { code } = useParams();
  const [params, setParams] = useSearchParams();
  const navigate = useNavigate();
  const departments = useDepartments();
  const services = useServices();
  const mayRead = useHasPermission('request:read');
  const filter = readRequestFilter(params);
  const change = (part: Partial<RequestFilter>) => setParams(writeRequestFilter({ ...filter, ...part }));
  const search = writeRequestFilter(filter).toString();
  const pathTo = (to?: string) => `/desk/requests${to ? `/${to}` : ''}${search && `?${search}`}`;
  const byName = (departments.data ?? [])
    .map(({ slug, name }) => ({ value: slug, label: pick(name) }))
    .sort((a, b) => a.label.localeCompare(b.label, locale));

  if (!mayRead) return <AccessDenied />;
  return (
    <SplitView
      open={code !== undefined}
      label={t('requests')}
      list={
        <>
          <Box sx={{ p: 1.5, display: 'flex', flexDirection: 'column', gap: 1 }}>
            <PageHeading>{t('requests')}</PageHeading>
            <CodeSearch key={filter.q} first={filter.q} />
            <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, pt: 1 }}>
              <FilterSelect
                all={t('filter.all')}
                id="filter-status"
                label={t('filter.status')}
                value={filter.status}
                options={STATUSES.map((status) => ({ value: status, label: t(`words:status.${status}`) }))}
                onChange={(status) => change({ status })}
              />
              <FilterSelect
                all={t('filter.all')}
                id="filter-service"
                label={t('filter.service')}
                value={filter.service}
                options={(services.data ?? []).map(({ key, name }) => ({ value: key, label: pick(name) }))}
                onChange={(service) => change({ service })}
              />
              <FilterSelect
                all={t('filter.all')}
                id="filter-department"
                label={t('filter.queue')}
                value={filter.department}
                options={byName}
                onChange={(department) => change({ department })}
              />
            </Box>
          </Box>
          <Box sx={{ flex: 1, overflowY: 'auto', minHeight: 0 }}>
            <RequestList
              filter={filter}
              openCode={code}
              pathOf={(request) => pathTo(request.trackingCode)}
              onClear={() => setParams({})}
            />
          </Box>
        </>
      }
      detail={
        code ? (
          <RequestPanel key={code} code={code} onBack={() => void navigate(pathTo())} />
        ) : (
          <EmptyState title={t('list.choose')}>{t('list.chooseText')}</EmptyState>
        )
      }
    />
  );
}
