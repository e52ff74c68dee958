import { NOTIFICATION_SEND_ATTEMPTS } from '#api/modules/notifications/index.ts';
import type { Db } from '#api/platform/db.ts';
import { ALERT_WAVES_LOCK } from '#common/node/advisory-locks.ts';
import type { AlertRow } from '../alerts.repo.ts';
import type { AlertRecipient, DeliveryPlan } from './plan-delivery.ts';

/** The job that sends one alert to one person. */
export const SEND_ALERT = 'send-alert';

/** Priorities of the jobs. Jobs of ordinary messages have 0; lower goes first. */
const JOB_PRIORITY = { emergency: -10, warning: 10, info: 20 } as const;

/** Age from which an unfinished attempt counts as interrupted by the death of its node. */
export const SEND_TIMEOUT_SECONDS = 120;

type Row = {
  id: string;
  channel: 'email' | 'sms';
  address: string;
  quiet_from: string | null;
  quiet_to: string | null;
  counted: number;
};

const toRecipient = ({ id, channel, address, quiet_from, quiet_to, counted }: Row): AlertRecipient => ({
  id,
  channel,
  address,
  quiet:
    quiet_from === null || quiet_to === null
      ? null
      : { from: quiet_from.slice(0, 5), to: quiet_to.slice(0, 5) },
  counted,
});

const EVERYWHERE = '*';

const RECIPIENT_COLUMNS = `s.id, s.channel, s.address, s.quiet_from, s.quiet_to,
  (select count(*)::integer from alert_deliveries d where d.subscription_id = s.id and d.counted_on = ?) as counted`;

/** Recipients of an alert, and the state of each delivery. Pass a transaction. */
export const deliveriesRepo = (db: Db) => {
  /** Returns the interests that an alert meets: those of its provinces and of the whole country; all of them
   *  when it is for the whole country. */
  const areas = async ({ provinces }: AlertRow): Promise<string[]> => [
    EVERYWHERE,
    ...(provinces.length > 0 ? provinces : ((await db('provinces').pluck('code')) as string[])),
  ];

  return {
    async audience(alert: AlertRow): Promise<number> {
      const { rows } = await db.raw(
        `select count(distinct subscription_id)::integer as people from alert_interests
          where topic = ? and province = any(?)`,
        [alert.kind, await areas(alert)],
      );
      return rows[0].people as number;
    },

    /** Lets one wave run at a time over all alerts, so that a person's quota counts what every other wave has
     *  sent. */
    async lockWaves(): Promise<void> {
      await db.raw('select pg_advisory_xact_lock(?)', [ALERT_WAVES_LOCK]);
    },

    /** Returns the next recipients that no wave has reached, in the order of their ids. It reads at most
     *  `limit` rows of each province. */
    async nextRecipients(alert: AlertRow, day: string, limit: number): Promise<AlertRecipient[]> {
      const { rows } = await db.raw(
        `with found as (
           select distinct interest.subscription_id
             from unnest(?::text[]) as area (province)
            cross join lateral (
              select i.subscription_id from alert_interests i
               where i.topic = ? and i.province = area.province and i.subscription_id > ?::uuid
               order by i.subscription_id limit ?
            ) interest
            order by interest.subscription_id limit ?
         )
         select ${RECIPIENT_COLUMNS} from found join alert_subscriptions s on s.id = found.subscription_id
          where s.address is not null order by s.id`,
        [
          await areas(alert),
          alert.kind,
          alert.reached ?? '00000000-0000-0000-0000-000000000000',
          limit,
          limit,
          day,
        ],
      );
      return (rows as Row[]).map(toRecipient);
    },

    /** Returns recipients whose quiet hours have ended. */
    async afterQuietHours(
      alert: AlertRow,
      { now, day, limit }: { now: Date; day: string; limit: number },
    ): Promise<AlertRecipient[]> {
      const { rows } = await db.raw(
        `select ${RECIPIENT_COLUMNS} from alert_deliveries w join alert_subscriptions s on s.id = w.subscription_id
          where w.alert_id = ? and w.state = 'waiting' and w.not_before <= ? and s.address is not null
          order by w.not_before, w.id limit ?`,
        [day, alert.id, now, limit],
      );
      return (rows as Row[]).map(toRecipient);
    },

    /** Writes the outcome for each recipient, once per recipient and alert, and queues the jobs for those who
     *  get the alert now. */
    async plan(
      alert: AlertRow,
      plans: readonly (DeliveryPlan & Pick<AlertRecipient, 'id' | 'channel'>)[],
      now: Date,
    ): Promise<void> {
      if (plans.length === 0) return;
      const rows = plans.map(({ id, channel, state, reason, notBefore, countedOn }) => ({
        subscription_id: id,
        channel,
        state,
        reason,
        not_before: notBefore,
        counted_on: countedOn,
      }));
      await db.raw(
        `with planned as (
           insert into alert_deliveries as d
             (alert_id, subscription_id, channel, state, reason, not_before, counted_on, created_at)
           select ?, r.subscription_id, r.channel, r.state, r.reason, r.not_before, r.counted_on, ?
             from jsonb_to_recordset(?::jsonb) as r (subscription_id uuid, channel text, state text, reason text,
               not_before timestamptz, counted_on date)
           on conflict (alert_id, subscription_id) do update set state = excluded.state, reason = excluded.reason,
             not_before = excluded.not_before, counted_on = excluded.counted_on
            where d.state = 'waiting'
           returning d.id, d.state
         )
         select graphile_worker.add_job(?, json_build_object('deliveryId', id), max_attempts => ?, priority => ?)
           from planned where state = 'queued'`,
        [
          alert.id,
          now,
          JSON.stringify(rows),
          SEND_ALERT,
          NOTIFICATION_SEND_ATTEMPTS,
          JOB_PRIORITY[alert.severity],
        ],
      );
    },

    async queued(alertId: string): Promise<number> {
      const [row] = await db('alert_deliveries')
        .where({ alert_id: alertId })
        .whereIn('state', ['queued', 'sending'])
        .count<{ count: string }[]>();
      return Number(row?.count ?? 0);
    },

    async nextQuietEnd(alertId: string): Promise<Date | undefined> {
      const row = await db('alert_deliveries')
        .where({ alert_id: alertId, state: 'waiting' })
        .min<{ at: Date | null }>({ at: 'not_before' })
        .first();
      return row?.at ?? undefined;
    },

    /** Gives a new job to attempts that were interrupted by the death of their node. */
    async requeueStalled(alert: AlertRow, now: Date): Promise<void> {
      await db.raw(
        `select graphile_worker.add_job(?, json_build_object('deliveryId', id), max_attempts => ?, priority => ?,
                  job_key => 'alert-delivery:' || id)
           from alert_deliveries
          where alert_id = ? and state = 'sending' and tried_at < ?::timestamptz - interval '${SEND_TIMEOUT_SECONDS} seconds'`,
        [SEND_ALERT, NOTIFICATION_SEND_ATTEMPTS, JOB_PRIORITY[alert.severity], alert.id, now],
      );
    },

    /** Stops all deliveries that wait. A message on its way to the mail server still arrives. */
    async stop(alertId: string, reason: string): Promise<void> {
      await db('alert_deliveries')
        .where({ alert_id: alertId })
        .whereIn('state', ['waiting', 'queued'])
        .update({ state: 'skipped', reason, counted_on: null, not_before: null });
    },
  };
};

export type DeliveriesRepo = ReturnType<typeof deliveriesRepo>;
