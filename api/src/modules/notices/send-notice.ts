import type { Db } from '#api/platform/db.ts';
import type { JobHandler } from '#api/platform/jobs.ts';
import { type Mailer, type Message, sendInJob } from '#api/platform/mail.ts';
import { formatLongDate } from '#api/platform/time.ts';
import type { NoticeKind } from '#common/contract/index.ts';
import { composeMessage, LINK_TEXTS } from '../notifications/index.ts';
import type { CanSeeRequest } from './can-see-request.ts';
import { NOTICE_LINK, NOTICE_TEXTS } from './notice-texts.ts';
import { noticesRepo } from './notices.repo.ts';

/** Job that sends the copy of one notice. */
export const SEND_NOTICE = 'send-notice';

/** With the growing pauses between attempts: about a day. A notice shows in the product in any case. */
export const NOTICE_SEND_ATTEMPTS = 12;

type Row = {
  id: string;
  recipient: string;
  kind: NoticeKind;
  request_id: string | null;
  data: { count?: number };
  tracking_code: string | null;
  due_at: Date | null;
  escalated_department: string | null;
  name_fa: string | null;
};

type Deps = { db: Db; mailer: Mailer; publicUrl: string; canSeeRequest: CanSeeRequest };

/** Sends the e-mail copy of a notice, if the recipient may see its request when it leaves. A repeat finds it
 *  sent; after a crash in between the same Message-ID goes out again. */
export function sendNotice({ db, mailer, publicUrl, canSeeRequest }: Deps): JobHandler {
  const isSeen = async ({ recipient, kind, request_id: requestId, escalated_department: to }: Row) =>
    requestId === null ||
    canSeeRequest(db, { username: recipient, requestId, handedTo: kind === 'handed-over' ? to : null });

  return async (payload, job) => {
    const { noticeId } = payload as { noticeId: string };
    const row = await readQueued(db, noticeId);
    if (!row) return;
    const write = (email_state: string, email_reason: string | null) =>
      db('staff_notices').where({ id: row.id, email_state: 'queued' }).update({ email_state, email_reason });
    const to = (await noticesRepo(db).addressesOf([row.recipient])).get(row.recipient);
    if (to === undefined) return void (await write('skipped', 'no-address'));
    if (!(await isSeen(row))) return void (await write('skipped', 'request-not-seen'));
    await sendInJob(mailer, job, {
      mail: { ...messageOf(row, publicUrl), to, messageId: `<${row.id}@shahrah>` },
      sent: () => write('sent', null),
      failed: (reason) => write('failed', reason),
      logged: { noticeId },
    });
  };
}

function messageOf(row: Row, publicUrl: string): Message {
  const { subject, lines } = NOTICE_TEXTS[row.kind];
  const facts = {
    trackingCode: row.tracking_code ?? '',
    service: row.name_fa ?? '',
    due: row.due_at ? formatLongDate(row.due_at, 'fa') : '',
    count: row.data.count ?? 0,
  };
  const address = row.tracking_code ? `${publicUrl}/desk/requests/${row.tracking_code}` : `${publicUrl}/desk`;
  return composeMessage({
    locale: 'fa',
    subject: subject(facts),
    lines: lines(facts),
    links: [{ label: NOTICE_LINK, address }],
    sender: LINK_TEXTS.fa.sender,
  });
}

const readQueued = (db: Db, id: string): Promise<Row | undefined> =>
  db('staff_notices as n')
    .leftJoin('requests as r', 'r.id', 'n.request_id')
    .leftJoin('services as s', 's.key', 'r.service')
    .select(
      'n.id',
      'n.recipient',
      'n.kind',
      'n.request_id',
      'n.data',
      'r.tracking_code',
      'r.due_at',
      'r.escalated_department',
      's.name_fa',
    )
    .where({ 'n.id': id, 'n.email_state': 'queued' })
    .first<Row | undefined>();
