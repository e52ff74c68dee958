import Box from '@mui/material/Box';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { AUDIT_RESULTS, type AuditEntryView } from '#common/contract/audit.ts';
import { EmptyState } from '#ui/components/empty-state.tsx';
import { ErrorNotice } from '#ui/components/error-notice.tsx';
import { PageHeading } from '#ui/components/page-heading.tsx';
import { TextSkeleton } from '#ui/components/skeletons.tsx';
import { formatMoment } from '#ui/format/dates.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { MoreButton } from '../shell/more-button.tsx';
import { Page } from '../shell/page.tsx';
import { AuditChainState } from './audit-chain-state.tsx';
import { AUDIT_FILTERS, type AuditFilter, useAudit } from './use-audit.query.ts';

const TYPED = ['actor', 'action', 'kind', 'id'] as const;

/** Audit log: who did what, when and why. */
export function Component() {
  const { t } = useTranslation('batchOperations');
  return (
    <Page permission="audit:read">
      <PageHeading>{t('audit.title')}</PageHeading>
      <AuditChainState />
      <Entries />
    </Page>
  );
}

function Entries() {
  const { t } = useTranslation(['batchOperations', 'batches']);
  const [search, setSearch] = useSearchParams();
  const filter: AuditFilter = Object.fromEntries(
    AUDIT_FILTERS.flatMap((name) => (search.get(name) ? [[name, search.get(name) ?? '']] : [])),
  );
  const put = (name: string, value: string) =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        if (value) next.set(name, value);
        else next.delete(name);
        return next;
      },
      { replace: true },
    );
  const day = (name: 'from' | 'to') => filter[name]?.slice(0, 10) ?? '';
  const query = useAudit(filter);
  const { data, error, refetch } = query;
  const entries = data?.pages.flatMap(({ items }) => items);
  return (
    <>
      <Box role="search" sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, mb: 2 }}>
        {TYPED.map((name) => (
          <TextField
            key={name}
            size="small"
            label={t(`audit.${name}`)}
            value={filter[name] ?? ''}
            onChange={({ target }) => put(name, target.value.trim())}
            slotProps={{ htmlInput: { dir: 'ltr', maxLength: 200 } }}
            sx={{ flex: '1 1 140px', maxWidth: 240 }}
          />
        ))}
        <TextField
          select
          size="small"
          label={t('audit.result')}
          value={filter.result ?? ''}
          onChange={({ target }) => put('result', target.value)}
          slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}
          sx={{ minWidth: 130 }}
        >
          <MenuItem value="">{t('batches:all')}</MenuItem>
          {AUDIT_RESULTS.map((result) => (
            <MenuItem key={result} value={result}>
              {t(`audit.results.${result}`)}
            </MenuItem>
          ))}
        </TextField>
        {(['from', 'to'] as const).map((name) => (
          <TextField
            key={name}
            type="date"
            size="small"
            label={t(`audit.${name}`)}
            value={day(name)}
            onChange={({ target }) => put(name, target.value && `${target.value}T00:00:00.000Z`)}
            slotProps={{ inputLabel: { shrink: true } }}
          />
        ))}
      </Box>
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {!entries && !error && <TextSkeleton />}
      {entries?.length === 0 && <EmptyState title={t('audit.none')} />}
      <Box component="ol" aria-label={t('audit.title')} sx={{ m: 0, p: 0, listStyle: 'none' }}>
        {entries?.map((entry) => (
          <Entry key={entry.seq} entry={entry} />
        ))}
      </Box>
      <MoreButton query={query}>{t('batches:more')}</MoreButton>
    </>
  );
}

function Entry({ entry }: { entry: AuditEntryView }) {
  const { t } = useTranslation('batchOperations');
  const { locale } = useLocale();
  const details = Object.keys(entry.details).length > 0 ? JSON.stringify(entry.details) : '';
  return (
    <Box component="li" sx={{ py: 1, borderBottom: 1, borderColor: 'divider' }}>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', columnGap: 2 }}>
        <Typography variant="body2" sx={{ flex: '0 0 150px' }}>
          <bdi>{formatMoment(entry.at, locale)}</bdi>
        </Typography>
        <Typography variant="body2" sx={{ flex: '0 1 160px', fontWeight: 600 }}>
          <bdi>{entry.actor ?? t('audit.product')}</bdi>
        </Typography>
        <Typography
          variant="body2"
          dir="ltr"
          sx={{ flex: '1 1 220px', overflowWrap: 'anywhere', textAlign: 'start' }}
        >
          {entry.action} · {entry.object.kind} {entry.object.id}
        </Typography>
        <Typography variant="body2" color={entry.result === 'done' ? 'text.primary' : 'error'}>
          {t(`audit.results.${entry.result}`)}
        </Typography>
      </Box>
      {entry.reason && (
        <Typography variant="body2">
          <bdi>{t('audit.reason', { reason: entry.reason })}</bdi>
        </Typography>
      )}
      {details && (
        <Typography
          variant="caption"
          component="p"
          dir="ltr"
          color="text.secondary"
          sx={{ overflowWrap: 'anywhere', maxHeight: 60, overflow: 'auto', textAlign: 'start' }}
        >
          {details}
        </Typography>
      )}
    </Box>
  );
}
