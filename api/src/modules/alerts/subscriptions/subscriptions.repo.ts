import type { Db } from '#api/platform/db.ts';
import type { AlertWishes, OptIn } from '#common/contract/index.ts';

export type OptInRow = {
  id: string;
  channel: OptIn['channel'];
  address: string;
  wishes: AlertWishes;
  attempts_left: number;
  expires_at: Date;
};

export type SubscriptionRow = {
  id: string;
  channel: OptIn['channel'];
  address: string;
  locale: AlertWishes['locale'];
  quiet_from: string | null;
  quiet_to: string | null;
  consented_at: Date;
};

type Contact = Pick<OptInRow, 'channel' | 'address'>;

const EVERYWHERE = '*';

const wishColumns = ({ locale, quietHours }: AlertWishes) => ({
  locale,
  quiet_from: quietHours?.from ?? null,
  quiet_to: quietHours?.to ?? null,
});

/** Writes subscriptions to alerts. Pass a transaction. */
export const subscriptionsRepo = (db: Db) => {
  async function writeInterests(id: string, { topics, provinces }: AlertWishes): Promise<void> {
    await db('alert_interests').where({ subscription_id: id }).delete();
    const areas = provinces.length > 0 ? provinces : [EVERYWHERE];
    await db('alert_interests').insert(
      topics.flatMap((topic) => areas.map((province) => ({ topic, province, subscription_id: id }))),
    );
  }

  return {
    async addOptIn(
      { channel, address }: Contact,
      wishes: AlertWishes,
      { attempts, at, expiresAt }: { attempts: number; at: Date; expiresAt: Date },
    ): Promise<string> {
      const rows = await db('alert_opt_ins')
        .insert({
          channel,
          address,
          locale: wishes.locale,
          wishes: JSON.stringify(wishes),
          attempts_left: attempts,
          created_at: at,
          expires_at: expiresAt,
        })
        .returning<{ id: string }[]>('id');
      return rows[0]?.id as string;
    },

    /** Uses up one attempt of an opt-in that may still be confirmed, and locks it. */
    async tryOptIn(id: string, now: Date): Promise<OptInRow | undefined> {
      const rows = await db('alert_opt_ins')
        .where({ id })
        .where('attempts_left', '>', 0)
        .where('expires_at', '>', now)
        .update({ attempts_left: db.raw('attempts_left - 1') })
        .returning<OptInRow[]>('*');
      return rows[0];
    },

    /** Puts the wishes of a confirmed address into force; an address has one subscription. */
    async confirm({ id, channel, address, wishes }: OptInRow, at: Date): Promise<string> {
      const rows = await db('alert_subscriptions')
        .insert({ channel, address, ...wishColumns(wishes), consented_at: at, changed_at: at })
        .onConflict(db.raw('(channel, lower(address)) where ended_at is null'))
        .merge({ ...wishColumns(wishes), consented_at: at, changed_at: at })
        .returning<{ id: string }[]>('id');
      const subscription = rows[0]?.id as string;
      await writeInterests(subscription, wishes);
      await db('alert_opt_ins').where({ id }).delete();
      return subscription;
    },

    async read(
      id: string,
    ): Promise<(SubscriptionRow & { interests: { topic: string; province: string }[] }) | undefined> {
      const row = await db('alert_subscriptions')
        .where({ id })
        .whereNull('ended_at')
        .first<SubscriptionRow | undefined>();
      if (!row) return undefined;
      const interests = await db('alert_interests')
        .select('topic', 'province')
        .where({ subscription_id: id })
        .orderBy(['topic', 'province']);
      return { ...row, interests };
    },

    async change(id: string, wishes: AlertWishes, at: Date): Promise<boolean> {
      const changed = await db('alert_subscriptions')
        .where({ id })
        .whereNull('ended_at')
        .update({ ...wishColumns(wishes), changed_at: at });
      if (changed > 0) await writeInterests(id, wishes);
      return changed > 0;
    },

    /** Ends a subscription: its address and wishes are deleted, and nothing that waits is sent. A repeat
     *  changes nothing. */
    async end(id: string, at: Date): Promise<void> {
      const ended = await db('alert_subscriptions')
        .where({ id })
        .whereNull('ended_at')
        .update({ address: null, ended_at: at, changed_at: at });
      if (ended === 0) return;
      await db('alert_interests').where({ subscription_id: id }).delete();
      await db('alert_deliveries')
        .where({ subscription_id: id })
        .whereIn('state', ['waiting', 'queued'])
        .update({ state: 'skipped', reason: 'unsubscribed', not_before: null });
    },

    async forgetExpired(now: Date): Promise<void> {
      await db('alert_opt_ins').where('expires_at', '<', now).delete();
    },
  };
};

/** Returns the provinces among the interests; none for the whole country. */
export const provincesOf = (interests: readonly { province: string }[]): string[] =>
  [...new Set(interests.map(({ province }) => province))].filter((province) => province !== EVERYWHERE);
