import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams, useSearchParams } from 'react-router';
import { EmptyState } from '#ui/components/empty-state.tsx';
import { FilterSelect } from '#ui/components/filter-select.tsx';
import { PageHeading } from '#ui/components/page-heading.tsx';
import { formatNumber } from '#ui/format/numbers.ts';
import { fa } from '#ui/i18n/fa/index.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { AccessDenied } from '#ui/shell/access-denied.tsx';
import { useHasPermission } from '#ui/shell/use-me.query.ts';
import { DeskPagedList } from '../shell/desk-paged-list.tsx';
import { ListRow } from '../shell/list-row.tsx';
import { SplitView } from '../shell/split-view.tsx';
import { AlertForm } from './alert-form.tsx';
import { AlertPanel } from './alert-panel.tsx';
import { useAlerts } from './use-alerts.query.ts';

const STATUSES = Object.keys(fa.alerts.status) as (keyof typeof fa.alerts.status)[];
const NEW = 'new';

/** Alerts visible to this user, newest first, with the open alert or a new draft beside the list. */
export function Component() {
  const { t } = useTranslation(['alerts', 'desk']);
  const { locale, pick } = useLocale();
  const { alertId } = useParams();
  const [params, setParams] = useSearchParams();
  const navigate = useNavigate();
  const status = params.get('status') ?? undefined;
  const alerts = useAlerts(status);
  const mayRead = useHasPermission('alert:read');
  const mayDraft = useHasPermission('alert:draft');
  const search = params.toString();
  const pathTo = (to?: string) => `/desk/alerts${to ? `/${to}` : ''}${search && `?${search}`}`;
  const open = (id?: string) => void navigate(pathTo(id));

  if (!mayRead) return <AccessDenied />;
  const list = (
    <>
      <Box sx={{ p: 1.5, display: 'flex', flexDirection: 'column', gap: 1 }}>
        <Box sx={{ display: 'flex', alignItems: 'center', justifyContent: 'space-between', gap: 1 }}>
          <PageHeading>{t('desk.title')}</PageHeading>
          {mayDraft && (
            <Button variant="contained" component={Link} to={pathTo(NEW)}>
              {t('desk.write')}
            </Button>
          )}
        </Box>
        <Box sx={{ display: 'flex', pt: 1 }}>
          <FilterSelect
            all={t('desk:filter.all')}
            id="filter-alert-status"
            label={t('desk.filterStatus')}
            value={status ?? ''}
            options={STATUSES.map((one) => ({ value: one, label: t(`status.${one}`) }))}
            onChange={(next) => setParams(next ? { status: next } : {})}
          />
        </Box>
      </Box>
      <Box sx={{ flex: 1, overflowY: 'auto', minHeight: 0 }}>
        <DeskPagedList
          query={alerts}
          label={t('desk.list')}
          count={(pages) => {
            const shown = pages.reduce((sum, { items }) => sum + items.length, 0);
            return t('desk.shown', { count: shown, value: formatNumber(shown, locale) });
          }}
          empty={<EmptyState title={t('desk.none')}>{t('desk.noneText')}</EmptyState>}
          row={(alert) => (
            <ListRow
              key={alert.id}
              id={alert.id}
              to={pathTo(alert.id)}
              open={alert.id === alertId}
              subject={pick(alert.title)}
              excerpt={t(`kind.${alert.kind}`)}
            >
              <Box component="span" sx={{ fontSize: '0.8rem' }} className="ellipsis">
                {t(`status.${alert.status}`)}
              </Box>
            </ListRow>
          )}
        />
      </Box>
    </>
  );
  const thing =
    alertId === undefined ? (
      <EmptyState title={t('desk.choose')}>{mayDraft && t('desk.chooseText')}</EmptyState>
    ) : alertId === NEW ? (
      <AlertForm key={NEW} onSaved={({ id }) => open(id)} onCancel={() => open()} />
    ) : (
      <AlertPanel key={alertId} id={alertId} onBack={() => open()} />
    );
  return <SplitView open={alertId !== undefined} label={t('desk.title')} list={list} detail={thing} />;
}
