import type { Clock } from '#api/platform/clock.ts';
import type { Db } from '#api/platform/db.ts';
import type { JobHandler } from '#api/platform/jobs.ts';
import { type Mailer, type Message, sendInJob } from '#api/platform/mail.ts';
import { formatLongDate } from '#api/platform/time.ts';
import type { Locale } from '#common/contract/index.ts';
import type { NotificationTemplate } from './notifier.ts';
import { isReceipt } from './receipt-limits.ts';
import { releaseReceipt } from './release-receipt.ts';
import { renderMessage, renderReceipts } from './render-message.ts';

type Row = {
  id: string;
  request_id: string;
  template: NotificationTemplate;
  locale: Locale;
  tracking_code: string;
  contact_email: string;
  due_at: Date;
  service_fa: string;
  service_en: string;
  quote: string | null;
  data: { invitationId?: string };
};

type Deps = {
  db: Db;
  clock: Clock;
  mailer: Mailer;
  linkTo: (requestId: string) => string;
  surveyLinkTo: (invitationId: string) => string;
};

/** Maximum number of receipts named in one message; for the others it gives their number. */
const MAX_LISTED_RECEIPTS = 50;

/** Job that sends one queued notification, with the receipts that are told in it. A repeat finds it sent;
 *  after a crash between sending and recording that, the same Message-ID goes out again, which mail programs
 *  show once. */
export function sendNotification({ db, clock, mailer, linkTo, surveyLinkTo }: Deps): JobHandler {
  const factsOf = (row: Row) => ({
    trackingCode: row.tracking_code,
    service: row.locale === 'fa' ? row.service_fa : row.service_en,
    due: formatLongDate(row.due_at, row.locale),
    quote: row.quote,
    link: row.data.invitationId ? surveyLinkTo(row.data.invitationId) : linkTo(row.request_id),
  });

  /** @returns undefined for a receipt that has to wait */
  async function messageOf(row: Row): Promise<Message | undefined> {
    if (!isReceipt(row.template)) return renderMessage(row.template, row.locale, factsOf(row));
    const { released, confirmed } = await releaseReceipt(
      { db, clock },
      { id: row.id, email: row.contact_email },
    );
    if (!released) return undefined;
    const toldIn = notifications(db).where({ 'n.told_in': row.id, 'n.state': 'queued' });
    const others: Row[] = await toldIn
      .clone()
      .orderBy('n.id')
      .limit(MAX_LISTED_RECEIPTS - 1);
    if (others.length === 0) return renderMessage(row.template, row.locale, { ...factsOf(row), confirmed });
    const [all] = await toldIn.clone().clearSelect().count<{ count: string }[]>();
    return renderReceipts(row.locale, {
      receipts: [row, ...others].map((one) => ({ template: one.template, ...factsOf(one) })),
      more: Number(all?.count) - others.length,
      confirmed,
    });
  }

  return async (payload, job) => {
    const { notificationId } = payload as { notificationId: string };
    const row: Row | undefined = await notifications(db)
      .where({ 'n.id': notificationId, 'n.state': 'queued', 'n.channel': 'email' })
      .first();
    const message = row && (await messageOf(row));
    if (!message) return;
    const write = (columns: Record<string, unknown>) =>
      db('notifications')
        .where({ state: 'queued' })
        .where((own) => own.where({ id: row.id }).orWhere({ told_in: row.id }))
        .update({ attempts: job.attempt, ...columns });
    await sendInJob(mailer, job, {
      mail: { ...message, to: row.contact_email, messageId: `<${row.id}@shahrah>` },
      sent: () => write({ state: 'sent', reason: null, sent_at: clock.now() }),
      failed: (reason) => write({ state: 'failed', reason }),
      waiting: (reason) => write({ reason }),
      logged: { notificationId: row.id },
    });
  };
}

/** Notifications, with the facts that their messages mention. */
function notifications(db: Db) {
  const quoted = db('interactions as i')
    .select('i.text')
    .whereRaw('i.request_id = n.request_id')
    .whereRaw(
      `i.kind = case n.template when 'question' then 'question' when 'reminder' then 'question'
         when 'answered' then 'answer' when 'appeal-decided' then 'appeal-decision' end`,
    )
    .orderBy('i.at', 'desc')
    .limit(1);
  return db('notifications as n')
    .join('requests as r', 'r.id', 'n.request_id')
    .join('services as s', 's.key', 'r.service')
    .select(
      'n.id',
      'n.request_id',
      'n.template',
      'n.locale',
      'n.data',
      'r.tracking_code',
      'r.contact_email',
      'r.due_at',
    )
    .select('s.name_fa as service_fa', 's.name_en as service_en', quoted.as('quote'));
}
