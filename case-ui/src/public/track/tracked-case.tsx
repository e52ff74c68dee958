import RefreshIcon from '@mui/icons-material/Refresh';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import type { TrackedRequest, TrackRequest } from '#common/contract/requests.ts';
import { Deadline } from '#ui/components/deadline.tsx';
import { DescriptionList } from '#ui/components/description-list.tsx';
import { PageHeading } from '#ui/components/page-heading.tsx';
import { formatDay, formatMoment } from '#ui/format/dates.ts';
import { formatCode } from '#ui/format/numbers.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { useWorkingCalendar } from '#ui/reference/use-reference.query.ts';
import { AnswerBox } from './answer-box.tsx';
import { AppealBox } from './appeal-box.tsx';
import { ReplyBox } from './reply-box.tsx';
import { RequestProgress } from './request-progress.tsx';
import { StatusSentence } from './status-sentence.tsx';
import { WithdrawBox } from './withdraw-box.tsx';

const SETTLED = new Set(['answered', 'closed', 'withdrawn']);

type Props = {
  track: TrackRequest;
  request: TrackedRequest;
  refreshing: boolean;
  onRefresh: () => void;
  onLeave: () => void;
};

/** Time of the latest step of a kind. Used as a key, so a new question or answer starts with an empty box
 *  even on a page that stayed open. */
const latest = ({ steps }: TrackedRequest, kind: TrackedRequest['steps'][number]['kind']) =>
  steps.findLast((step) => step.kind === kind)?.at;

/** One request, as its citizen sees it. */
export function TrackedCase({ track, request, refreshing, onRefresh, onLeave }: Props) {
  const { t } = useTranslation('track');
  const { locale, pick } = useLocale();
  const calendar = useWorkingCalendar();
  return (
    <Stack spacing={4}>
      <Box>
        <PageHeading takesFocus>
          {t('request', { code: formatCode(request.trackingCode, locale) })}
        </PageHeading>
        <Box aria-live="polite" sx={{ mt: 1 }}>
          <StatusSentence request={request} />
        </Box>
      </Box>
      {request.canReply && request.question && (
        <ReplyBox key={latest(request, 'question')} track={track} question={request.question} />
      )}
      {request.answer && <AnswerBox key={latest(request, 'answered')} track={track} request={request} />}
      {request.canAppeal && <AppealBox track={track} request={request} />}
      <DescriptionList
        facts={[
          { key: 'service', label: t('facts.service'), value: pick(request.service.name) },
          { key: 'department', label: t('facts.department'), value: pick(request.department.name) },
          { key: 'received', label: t('facts.received'), value: formatMoment(request.receivedAt, locale) },
          ...(SETTLED.has(request.status)
            ? []
            : [
                {
                  key: 'due',
                  label: t('facts.due'),
                  value: (
                    <>
                      {formatDay(request.dueAt, locale)}{' '}
                      <Deadline
                        dueAt={request.dueAt}
                        startedAt={request.receivedAt}
                        paused={request.paused}
                        calendar={calendar.data}
                      />
                    </>
                  ),
                },
              ]),
        ]}
      />
      <Box component="section" aria-labelledby="road-heading">
        <Typography variant="h2" id="road-heading" sx={{ mb: 1.5 }}>
          {t('road')}
        </Typography>
        <RequestProgress request={request} />
      </Box>
      {request.canWithdraw && <WithdrawBox track={track} />}
      <Stack direction="row" spacing={1.5} sx={{ flexWrap: 'wrap' }}>
        <Button variant="outlined" startIcon={<RefreshIcon />} onClick={onRefresh} disabled={refreshing}>
          {t('refresh')}
        </Button>
        <Button variant="text" onClick={onLeave}>
          {t('other')}
        </Button>
      </Stack>
    </Stack>
  );
}
