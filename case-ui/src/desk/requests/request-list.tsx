import Button from '@mui/material/Button';
import { useTranslation } from 'react-i18next';
import type { RequestSummary } from '#common/contract/requests.ts';
import { EmptyState } from '#ui/components/empty-state.tsx';
import { formatNumber } from '#ui/format/numbers.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { useServices } from '#ui/reference/use-reference.query.ts';
import { DeskPagedList } from '../shell/desk-paged-list.tsx';
import type { RequestFilter } from './request-filter.ts';
import { RequestRow } from './request-row.tsx';
import { useRequests } from './use-requests.query.ts';

type Props = {
  filter: RequestFilter;
  openCode: string | undefined;
  pathOf: (request: RequestSummary) => string;
  onClear: () => void;
};

export function RequestList({ filter, openCode, pathOf, onClear }: Props) {
  const { t } = useTranslation('desk');
  const { locale, pick } = useLocale();
  const services = useServices();
  const subject = (request: RequestSummary) => {
    const service = services.data?.find(({ key }) => key === request.service);
    return service ? pick(service.name) : request.service;
  };
  return (
    <DeskPagedList
      query={useRequests(filter)}
      label={t('list.requests')}
      count={(pages) => {
        const shown = pages.reduce((sum, { items }) => sum + items.length, 0);
        return t('list.shown', { count: shown, value: formatNumber(shown, locale) });
      }}
      empty={
        <EmptyState
          title={t('list.noRequests')}
          action={
            <Button variant="outlined" onClick={onClear}>
              {t('filter.clear')}
            </Button>
          }
        >
          {t('list.noRequestsText')}
        </EmptyState>
      }
      row={(request) => (
        <RequestRow
          key={request.id}
          request={request}
          to={pathOf(request)}
          open={request.trackingCode === openCode}
          subject={subject(request)}
        />
      )}
    />
  );
}
