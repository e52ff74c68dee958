import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import FormControlLabel from '@mui/material/FormControlLabel';
import Switch from '@mui/material/Switch';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { EmptyState } from '#ui/components/empty-state.tsx';
import { ErrorNotice } from '#ui/components/error-notice.tsx';
import { useAnnounce } from '#ui/components/live-region.tsx';
import { PageHeading } from '#ui/components/page-heading.tsx';
import { formatNumber } from '#ui/format/numbers.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { DeskPagedList } from '../shell/desk-paged-list.tsx';
import { NoticeRow } from './notice-row.tsx';
import { useNotices, useReadNotices, useUnreadNotices } from './use-notices.query.ts';

/** Notices of the signed-in user, newest first. */
export function Component() {
  const { t } = useTranslation('notices');
  const { locale } = useLocale();
  const announce = useAnnounce();
  const [params, setParams] = useSearchParams();
  const onlyUnread = params.get('unread') === '1';
  const notices = useNotices(onlyUnread);
  const unread = useUnreadNotices().data ?? 0;
  const read = useReadNotices();
  const mark = (ids?: string[]) => read.mutate(ids, { onSuccess: () => announce(t('said')) });
  return (
    <Box sx={{ height: '100%', overflowY: 'auto', bgcolor: 'background.paper' }}>
      <Box sx={{ maxWidth: 960, mx: 'auto' }}>
        <Box
          component="header"
          sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', columnGap: 2, rowGap: 0.5, p: 1.5 }}
        >
          <Box sx={{ flex: 1 }}>
            <PageHeading>{t('title')}</PageHeading>
          </Box>
          <FormControlLabel
            label={t('onlyUnread')}
            control={
              <Switch
                size="small"
                checked={onlyUnread}
                onChange={(_, only) => setParams(only ? { unread: '1' } : {})}
              />
            }
          />
          {unread > 0 && (
            <Button variant="outlined" disabled={read.isPending} onClick={() => mark()}>
              {t('readAll')}
            </Button>
          )}
        </Box>
        {read.isError && (
          <Box sx={{ px: 1.5, pb: 1 }}>
            <ErrorNotice error={read.error} />
          </Box>
        )}
        <DeskPagedList
          query={notices}
          label={t('list')}
          count={() => t('unread', { count: unread, value: formatNumber(unread, locale) })}
          empty={<EmptyState title={t(onlyUnread ? 'noneUnread' : 'none')}>{t('noneText')}</EmptyState>}
          row={(notice) => (
            <NoticeRow
              key={notice.id}
              notice={notice}
              busy={read.isPending}
              onRead={() => mark([notice.id])}
            />
          )}
        />
      </Box>
    </Box>
  );
}
