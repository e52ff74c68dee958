import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import TextField from '@mui/material/TextField';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { EmptyState } from '#ui/components/empty-state.tsx';
import { ErrorNotice } from '#ui/components/error-notice.tsx';
import { PageHeading } from '#ui/components/page-heading.tsx';
import { RowsSkeleton } from '#ui/components/skeletons.tsx';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { useHasPermission } from '#ui/shell/use-me.query.ts';
import { CreateDraft } from '../drafts/create-draft.tsx';
import { Page } from '../shell/page.tsx';
import { ProcessList } from './process-list.tsx';
import { useProcesses } from './use-processes.query.ts';

/** The ministry's processes: what is running and what is being changed. */
export function Component() {
  return (
    <Page permission="process:read">
      <Processes />
    </Page>
  );
}

function Processes() {
  const { t } = useTranslation('drafts');
  const { pick } = useLocale();
  const [search, setSearch] = useSearchParams();
  const mayDraft = useHasPermission('process:draft');
  const { data, error, refetch } = useProcesses();
  const [beginning, setBeginning] = useState<{ of?: { processKey: string; name: string } } | null>(null);
  const wanted = search.get('q') ?? '';
  const shown = data?.items.filter(({ processKey, name }) =>
    [processKey, name?.fa, name?.en].some((text) =>
      text?.toLowerCase().includes(wanted.trim().toLowerCase()),
    ),
  );
  return (
    <>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 2, alignItems: 'center', mb: 2 }}>
        <Box sx={{ flexGrow: 1 }}>
          <PageHeading>{t('processes.title')}</PageHeading>
        </Box>
        <TextField
          size="small"
          type="search"
          label={t('processes.search')}
          value={wanted}
          onChange={({ target }) => setSearch(target.value ? { q: target.value } : {}, { replace: true })}
        />
        {mayDraft && (
          <Button variant="contained" onClick={() => setBeginning({})}>
            {t('processes.newProcess')}
          </Button>
        )}
      </Box>
      {error && !data && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {!error && !shown && <RowsSkeleton />}
      {shown && data?.items.length === 0 && <EmptyState title={t('processes.none')} />}
      {shown?.length === 0 && data && data.items.length > 0 && <EmptyState title={t('processes.noMatch')} />}
      {shown && shown.length > 0 && (
        <ProcessList
          items={shown}
          {...(mayDraft && {
            onBegin: ({ processKey, name }) =>
              setBeginning({ of: { processKey, name: name ? pick(name) : processKey } }),
          })}
        />
      )}
      {beginning && <CreateDraft {...beginning} onClose={() => setBeginning(null)} />}
    </>
  );
}
