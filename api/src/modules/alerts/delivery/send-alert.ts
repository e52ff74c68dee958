import type { Clock } from '#api/platform/clock.ts';
import type { Db } from '#api/platform/db.ts';
import type { JobHandler } from '#api/platform/jobs.ts';
import { type Mailer, sendInJob } from '#api/platform/mail.ts';
import type { AlertDraft, Locale } from '#common/contract/index.ts';
import { SEND_TIMEOUT_SECONDS } from './deliveries.repo.ts';
import { renderAlert } from './render-alert.ts';

type Row = {
  id: string;
  subscription_id: string;
  locale: Locale;
  address: string;
  kind: AlertDraft['kind'];
  severity: AlertDraft['severity'];
  title: string;
  text: string;
  valid_until: Date;
  provinces: string[];
};

type Deps = {
  db: Db;
  clock: Clock;
  mailer: Mailer;
  linksFor: (subscriptionId: string) => { manage: string; unsubscribe: string; oneClick: string };
};

/** Job that sends one alert to one person. It claims the delivery for one attempt, so that two jobs never
 *  send at once. After a crash between sending and recording that, the same Message-ID goes out again, which
 *  mail programs show once. Alerts that are over or withdrawn, and alerts to people who have unsubscribed
 *  meanwhile, are not sent. */
export function sendAlert({ db, clock, mailer, linksFor }: Deps): JobHandler {
  return async (payload, job) => {
    const { deliveryId } = payload as { deliveryId: string };
    const now = clock.now();
    const row = await claimDelivery(db, deliveryId, now);
    if (!row) return;
    const write = (columns: Record<string, unknown>) =>
      db('alert_deliveries').where({ id: row.id, state: 'sending' }).update(columns);
    if (row.valid_until <= now) {
      await write({ state: 'skipped', reason: 'validity-ended', counted_on: null });
      return;
    }
    const links = linksFor(row.subscription_id);
    const message = renderAlert({
      ...row,
      validUntil: row.valid_until,
      manageLink: links.manage,
      unsubscribeLink: links.unsubscribe,
    });
    await sendInJob(mailer, job, {
      mail: {
        ...message,
        to: row.address,
        messageId: `<${row.id}@shahrah>`,
        headers: {
          'List-Unsubscribe': `<${links.oneClick}>`,
          'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
        },
      },
      sent: () => write({ state: 'sent', reason: null, sent_at: clock.now() }),
      failed: (reason) => write({ state: 'failed', reason, counted_on: null }),
      waiting: (reason) => write({ state: 'queued', reason }),
      logged: { deliveryId: row.id },
    });
  };
}

async function claimDelivery(db: Db, id: string, now: Date): Promise<Row | undefined> {
  const { rows } = await db.raw(
    `with taken as (
       update alert_deliveries d set state = 'sending', attempts = attempts + 1, tried_at = ?
         from alerts a, alert_subscriptions s
        where d.id = ? and d.channel = 'email' and a.id = d.alert_id and s.id = d.subscription_id
          and a.status = 'sending' and s.address is not null
          and (d.state = 'queued' or (d.state = 'sending' and d.tried_at < ?::timestamptz - interval '${SEND_TIMEOUT_SECONDS} seconds'))
       returning d.id, d.subscription_id, d.alert_id, s.locale, s.address
     )
     select t.id, t.subscription_id, t.locale, t.address, a.kind, a.severity, a.valid_until,
            case t.locale when 'fa' then a.title_fa else a.title_en end as title,
            case t.locale when 'fa' then a.text_fa else a.text_en end as text,
            array(select case t.locale when 'fa' then p.name_fa else p.name_en end
                    from provinces p where p.code = any(a.provinces) order by 1) as provinces
       from taken t join alerts a on a.id = t.alert_id`,
    [now, id, now],
  );
  return rows[0] as Row | undefined;
}
