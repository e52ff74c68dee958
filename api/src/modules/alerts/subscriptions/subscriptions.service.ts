import { type AvailableChannels, confirmMailbox, mailboxOf } from '#api/modules/notifications/index.ts';
import { readEmail, readMobile } from '#api/modules/people/index.ts';
import type { Clock } from '#api/platform/clock.ts';
import type { Counters } from '#api/platform/counters.ts';
import type { Db } from '#api/platform/db.ts';
import { addJob } from '#api/platform/jobs.ts';
import type { SignedTokens } from '#api/platform/signed-token.ts';
import { type VerifySecondFactor } from '#api/platform/verify-second-factor.ts';
import type {
  AlertKind,
  AlertOptions,
  AlertWishes,
  ConfirmOptIn,
  OptIn,
  OptInStarted,
  Subscription,
} from '#common/contract/index.ts';
import {
  AddressNotValid,
  ChannelNotAvailable,
  CodeNotValid,
  SubscriptionNotFound,
  TooManyCodes,
  UnknownProvince,
} from '../alerts.errors.ts';
import { alertsRepo } from '../alerts.repo.ts';
import type { OneTimeCodes } from './one-time-codes.ts';
import { SEND_CODE } from './send-code.ts';
import { provincesOf, subscriptionsRepo } from './subscriptions.repo.ts';

const CODE_VALID_MS = 15 * 60_000;
const MAX_CODE_ATTEMPTS = 5;
const CODE_RATE_LIMIT = { most: 5, seconds: 3_600 };
/** Attempts to send a code; it has expired by the time of a later one. */
const MAX_SEND_ATTEMPTS = 4;

type Deps = {
  db: Db;
  counters: Counters;
  clock: Clock;
  availableChannels: AvailableChannels;
  codes: OneTimeCodes;
  tokens: SignedTokens;
  /** Tokens of links that can only end a subscription. */
  endTokens: SignedTokens;
};

/** Subscriptions of citizens to alerts. An address counts once the code sent to it has come back; afterwards
 *  the signed link in every message is the key. */
export function subscriptionsService({
  db,
  counters,
  clock,
  availableChannels,
  codes,
  tokens,
  endTokens,
}: Deps) {
  /** Channels that can send today. There is no SMS gateway yet. */
  const channels = (): AlertOptions['channels'] => (availableChannels.mail ? ['email'] : []);

  async function checkProvinces({ provinces }: AlertWishes): Promise<void> {
    if (await alertsRepo(db).unknownProvinces(provinces)) throw new UnknownProvince();
  }

  function idOf(token: string): string {
    const id = tokens.read(token);
    if (id === undefined) throw new SubscriptionNotFound();
    return id;
  }

  async function read(id: string): Promise<Subscription> {
    const row = await subscriptionsRepo(db).read(id);
    if (!row) throw new SubscriptionNotFound();
    const { channel, address, locale, quiet_from: from, quiet_to: to, consented_at, interests } = row;
    return {
      token: tokens.tokenFor(id),
      endToken: endTokens.tokenFor(id),
      channel,
      maskedAddress: mask(address),
      wishes: {
        topics: [...new Set(interests.map(({ topic }) => topic as AlertKind))],
        provinces: provincesOf(interests),
        quietHours: from && to ? { from: from.slice(0, 5), to: to.slice(0, 5) } : null,
        locale,
      },
      consentedAt: consented_at.toISOString(),
    };
  }

  return {
    async options(): Promise<AlertOptions> {
      return { channels: channels(), dailyQuota: (await alertsRepo(db).limits()).daily_quota };
    },

    /** Sends a code to the address. The answer does not tell whether the address is known. */
    async optIn({ channel, address: typed, wishes }: OptIn): Promise<OptInStarted> {
      if (!channels().includes(channel)) throw new ChannelNotAvailable();
      const address = channel === 'email' ? readEmail(typed) : readMobile(typed);
      if (address === undefined) throw new AddressNotValid();
      await checkProvinces(wishes);
      const codesSent = { key: `alert-code:${mailboxOf(address)}`, ...CODE_RATE_LIMIT };
      const [sent] = await counters.count([codesSent]);
      if (sent && sent.points > codesSent.most) throw new TooManyCodes();
      const at = clock.now();
      const expiresAt = new Date(at.getTime() + CODE_VALID_MS);
      return db.transaction(async (trx) => {
        const repo = subscriptionsRepo(trx);
        const id = await repo.addOptIn({ channel, address }, wishes, {
          attempts: MAX_CODE_ATTEMPTS,
          at,
          expiresAt,
        });
        await addJob(trx, SEND_CODE, { optInId: id }, { maxAttempts: MAX_SEND_ATTEMPTS });
        return { id, expiresAt: expiresAt.toISOString() };
      });
    },

    /** @throws CodeNotValid alike for a wrong code, an expired one, and after too many attempts */
    async confirm({ id, code }: ConfirmOptIn, prove: VerifySecondFactor): Promise<Subscription> {
      const at = clock.now();
      const optIn = await prove(undefined, async () => {
        const tried = await subscriptionsRepo(db).tryOptIn(id, at);
        return codes.isValid(id, code) ? tried : undefined;
      });
      if (!optIn) throw new CodeNotValid();
      const subscription = await db.transaction(async (trx) => {
        if (optIn.channel === 'email') await confirmMailbox(trx, optIn.address, at);
        return subscriptionsRepo(trx).confirm(optIn, at);
      });
      return read(subscription);
    },

    read: (token: string): Promise<Subscription> => read(idOf(token)),

    async change(token: string, wishes: AlertWishes): Promise<Subscription> {
      const id = idOf(token);
      await checkProvinces(wishes);
      const known = await db.transaction((trx) => subscriptionsRepo(trx).change(id, wishes, clock.now()));
      if (!known) throw new SubscriptionNotFound();
      return read(id);
    },

    /** Accepts the token of a link that only ends a subscription, and that of a link that also changes it,
     *  which earlier messages had. A repeat, and a subscription that has ended, get the same answer as the
     *  first time. */
    async unsubscribe(token: string): Promise<void> {
      const id = endTokens.read(token) ?? idOf(token);
      await db.transaction((trx) => subscriptionsRepo(trx).end(id, clock.now()));
    },
  };
}

export type SubscriptionsService = ReturnType<typeof subscriptionsService>;

/** Masks an address: enough to recognize one's own, too little to learn another's. */
export function mask(address: string): string {
  const [name = '', domain] = address.split('@');
  return domain === undefined ? `…${address.slice(-4)}` : `${name.slice(0, 2)}…@${domain}`;
}
