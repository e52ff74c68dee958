import type { Clock } from '#api/platform/clock.ts';
import type { Db } from '#api/platform/db.ts';
import { addJob } from '#api/platform/jobs.ts';
import type { Locale } from '#common/contract/index.ts';
import { type AvailableChannels, planNotification } from './notification-plan.ts';

/** Messages that any step of a case may send. */
export const NOTIFICATION_TEMPLATES = [
  'received',
  'question',
  'reminder',
  'interim',
  'answered',
  'closed',
  'reopened',
  'appeal-received',
  'appeal-decided',
  'withdrawn',
] as const;

/** Messages that lead to a survey instead of the request, so only the survey's own process sends them. */
type SurveyTemplate = 'survey-invitation' | 'survey-reminder';

export type NotificationTemplate = (typeof NOTIFICATION_TEMPLATES)[number] | SurveyTemplate;

/** Job that sends one notification. The registration statement writes its rows under the same name. */
export const SEND_NOTIFICATION = 'send-notification';

/** With growing pauses, about two days: mail servers are away for hours at times. */
export const NOTIFICATION_SEND_ATTEMPTS = 14;

export type Recipient = {
  id: string;
  locale: Locale;
  contact_mobile: string | null;
  contact_email: string | null;
};

export type Notifier = {
  availableChannels: AvailableChannels;
  /** Queues a notification in the transaction of what it reports. A repeat with the same key adds nothing. */
  notify(
    db: Db,
    notification: {
      request: Recipient;
      template: NotificationTemplate;
      onceKey: string;
      /** Ids that the link needs besides the request's. */
      data?: Record<string, string>;
    },
  ): Promise<void>;
};

/** Queues messages to citizens; `sendNotification` sends them. */
export function createNotifier({
  clock,
  availableChannels,
}: {
  clock: Clock;
  availableChannels: AvailableChannels;
}): Notifier {
  return {
    availableChannels,
    async notify(db, { request, template, onceKey, data = {} }) {
      const plan = planNotification(
        { mobile: request.contact_mobile, email: request.contact_email },
        availableChannels,
      );
      const rows = await db('notifications')
        .insert({
          request_id: request.id,
          template,
          channel: plan.channel,
          locale: request.locale,
          state: plan.state,
          reason: plan.reason,
          data,
          once_key: `${template}:${onceKey}`,
          created_at: clock.now(),
        })
        .onConflict('once_key')
        .ignore()
        .returning<{ id: string }[]>('id');
      const added = rows[0];
      if (added && plan.state === 'queued')
        await addJob(
          db,
          SEND_NOTIFICATION,
          { notificationId: added.id },
          { maxAttempts: NOTIFICATION_SEND_ATTEMPTS },
        );
    },
  };
}
