import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import type { TrackedRequest } from '#common/contract/requests.ts';
import { formatDay } from '#ui/format/dates.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';

const STATUSES_WITH_DEADLINE = new Set(['received', 'in-progress', 'transferred', 'waiting-body']);

/** Returns the state to describe. The process handles a citizen's action a moment after it was sent; until
 *  then the API still returns the old status. */
function stateOf(request: TrackedRequest): TrackedRequest['status'] | 'replied' | 'judged' | 'overdue' {
  if (request.status === 'waiting-citizen' && !request.canReply) return 'replied';
  if (request.status === 'answered' && request.satisfied !== null) return 'judged';
  return request.overdue && STATUSES_WITH_DEADLINE.has(request.status) ? 'overdue' : request.status;
}

/** The state of a request in sentences: what has happened, what comes next, who is responsible, and by
 *  when. */
export function StatusSentence({ request }: { request: TrackedRequest }) {
  const { t } = useTranslation(['track', 'words', 'common']);
  const { locale, pick } = useLocale();
  const facts = { department: pick(request.department.name), due: formatDay(request.dueAt, locale) };
  return (
    <Typography sx={{ fontSize: '1.15rem', fontWeight: 600, maxWidth: '60ch' }} data-testid="status-sentence">
      {t(`sentence.${stateOf(request)}`, facts)}
      {request.appealState !== 'none' && ` ${t(`appeal.${request.appealState}`)}`}
      {request.outcome && ` ${t('outcome', { outcome: t(`words:outcome.${request.outcome}`) })}.`}
    </Typography>
  );
}
