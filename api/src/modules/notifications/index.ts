import type { Clock } from '#api/platform/clock.ts';
import type { Db } from '#api/platform/db.ts';
import type { JobHandler } from '#api/platform/jobs.ts';
import type { Mailer } from '#api/platform/mail.ts';
import { createNotifier, type Notifier, SEND_NOTIFICATION } from './notifier.ts';
import { SEND_HELD_RECEIPTS, sendHeldReceipts } from './release-receipt.ts';
import { sendNotification } from './send-notification.ts';

export { confirmMailbox, confirmMailboxOfRequest, mailboxOf } from './mailbox.ts';
export { planNotification, type NotificationPlan, type AvailableChannels } from './notification-plan.ts';
export {
  createNotifier,
  NOTIFICATION_TEMPLATES,
  NOTIFICATION_SEND_ATTEMPTS,
  SEND_NOTIFICATION,
  type NotificationTemplate,
  type Notifier,
  type Recipient,
} from './notifier.ts';
export { LINK_TEXTS } from './message-texts.ts';
export { composeMessage, renderMessage } from './render-message.ts';

export type NotificationsModule = {
  notifier: Notifier;
  jobs: Record<string, JobHandler>;
};

type Deps = {
  db: Db;
  clock: Clock;
  /** Undefined when there is no mail server. */
  mailer: Mailer | undefined;
  /** Returns the signed address at which a citizen follows a request. */
  linkTo: (requestId: string) => string;
  /** Returns the signed address at which a citizen answers a survey. */
  surveyLinkTo: (invitationId: string) => string;
};

/** Messages to citizens: queued with the change that they report, sent by background jobs. */
export function notificationsModule({ db, clock, mailer, linkTo, surveyLinkTo }: Deps): NotificationsModule {
  const notifier = createNotifier({ clock, availableChannels: { mail: mailer !== undefined } });
  if (!mailer) return { notifier, jobs: {} };
  return {
    notifier,
    jobs: {
      [SEND_NOTIFICATION]: sendNotification({ db, clock, mailer, linkTo, surveyLinkTo }),
      [SEND_HELD_RECEIPTS]: sendHeldReceipts({ db, clock }),
    },
  };
}
