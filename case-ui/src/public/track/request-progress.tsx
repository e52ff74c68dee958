import { useTranslation } from 'react-i18next';
import type { TrackedRequest } from '#common/contract/requests.ts';
import { type Milestone, MilestoneTimeline } from '#ui/components/milestone-timeline.tsx';
import { PlainText } from '#ui/components/plain-text.tsx';
import { formatBothCalendars, formatDate, formatMoment } from '#ui/format/dates.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';

const OPEN = new Set(['received', 'in-progress', 'transferred', 'waiting-citizen', 'waiting-body']);

/** Progress of the request, newest milestone first. While it is open, the pending answer is shown too. */
export function RequestProgress({ request }: { request: TrackedRequest }) {
  const { t } = useTranslation('track');
  const { locale } = useLocale();
  const shown = new Set([request.question, request.answer]);
  const past: Milestone[] = request.steps
    .map((step, index) => ({
      key: `${step.at} ${index}`,
      title: t(`steps.${step.kind}`),
      when: formatMoment(step.at, locale),
      exact: formatBothCalendars(step.at, locale),
      text:
        step.text && !shown.has(step.text) ? <PlainText variant="body2">{step.text}</PlainText> : undefined,
    }))
    .reverse();
  const ahead: Milestone[] = OPEN.has(request.status)
    ? [
        {
          key: 'ahead',
          title: t('steps.ahead'),
          when: t('steps.aheadBy', { due: formatDate(request.dueAt, locale) }),
          exact: formatBothCalendars(request.dueAt, locale),
          isUpcoming: true,
        },
      ]
    : [];
  return <MilestoneTimeline label={t('road')} milestones={[...ahead, ...past]} />;
}
