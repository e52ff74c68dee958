import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import type { TimelineEntry } from '#common/contract/requests.ts';
import { ErrorNotice } from '#ui/components/error-notice.tsx';
import { MilestoneTimeline } from '#ui/components/milestone-timeline.tsx';
import { PlainText } from '#ui/components/plain-text.tsx';
import { TextSkeleton } from '#ui/components/skeletons.tsx';
import { formatBothCalendars, formatMoment } from '#ui/format/dates.ts';
import { fa } from '#ui/i18n/fa/index.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { useDepartments } from '#ui/reference/use-reference.query.ts';
import { useTimeline } from './use-request.query.ts';

type EventKind = keyof typeof fa.words.event;
type OutcomeKey = keyof typeof fa.words.outcome;

const isKind = (kind: string): kind is EventKind => kind in fa.words.event;
const isOutcome = (value: unknown): value is OutcomeKey =>
  typeof value === 'string' && value in fa.words.outcome;

/** History of a request, newest first. Refetched when the server reports a change. */
export function RequestTimeline({ requestId }: { requestId: string }) {
  const { t } = useTranslation(['desk', 'words']);
  const { locale, pick } = useLocale();
  const timeline = useTimeline(requestId);
  const departments = useDepartments();
  if (timeline.isPending) return <TextSkeleton />;
  if (!timeline.data) return <ErrorNotice error={timeline.error} onRetry={() => void timeline.refetch()} />;
  if (timeline.data.length === 0) return <Typography>{t('case.empty')}</Typography>;

  const details = ({ data, actor, actorName, actorKind }: TimelineEntry): string => {
    const department = departments.data?.find(({ slug }) => slug === data.department);
    return [
      (actorKind === 'staff' && (actorName ?? actor)) || t(`words:actor.${actorKind}`),
      department && pick(department.name),
      isOutcome(data.outcome) && t(`words:outcome.${data.outcome}`),
    ]
      .filter(Boolean)
      .join(' · ');
  };

  const milestones = timeline.data
    .map((entry) => ({
      key: entry.id,
      title: t(`words:event.${isKind(entry.kind) ? entry.kind : 'other'}`),
      when: formatMoment(entry.at, locale),
      exact: formatBothCalendars(entry.at, locale),
      text: (
        <>
          <Typography variant="caption" component="p" sx={{ color: 'text.secondary' }}>
            {details(entry)}
          </Typography>
          {typeof entry.data.text === 'string' && <PlainText variant="body2">{entry.data.text}</PlainText>}
        </>
      ),
    }))
    .reverse();
  return <MilestoneTimeline label={t('case.timeline')} milestones={milestones} />;
}
