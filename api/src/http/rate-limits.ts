import { isIPv6 } from 'node:net';
import type { Request, Response } from 'express';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { Clock } from '../platform/clock.ts';
import type { Count, Counters, Quota } from '../platform/counters.ts';
import { TooManyAttempts, TooManyRequests } from './http.errors.ts';

/** Limits on callers who are not signed in: `intake` counts filings, `citizen` counts calls of one
 *  operation. */
export type LimitName = 'intake' | 'citizen';

/** Quotas that count only valid calls: `opt-in` counts requests for a code. */
export type QuotaName = 'opt-in';

/** Purposes for which a secret is tried. Each has counters of its own, so that none locks out another. */
export type Purpose = 'look-up' | 'step' | 'follow-up' | 'opt-in-code';

export type Caller = {
  address: string;
  /** The id of the signed-in user. */
  person?: string | undefined;
};

export type Attempt = {
  purpose: Purpose;
  caller: Caller;
  /** The tracking code being tried; its quota covers all purposes together. */
  code: string | undefined;
};

export type RateLimits = {
  /** Counts one call, and writes the RateLimit headers.
   *  @throws TooManyRequests with Retry-After once the limit is used up */
  admit(name: LimitName, operation: string, caller: Caller, res: Response): Promise<void>;
  /** Counts one valid call, and writes the RateLimit headers.
   *  @throws TooManyRequests with Retry-After once the quota is used up */
  admitValid(name: QuotaName, caller: Caller, res: Response): Promise<void>;
  /** Counts one call of a signed-in user.
   *  @throws TooManyRequests */
  admitStaff(person: string, res: Response): Promise<void>;
  /** Runs a check of a guessable secret. A check that finds nothing stays counted; it is counted beforehand,
   *  so that simultaneous guesses do not slip through.
   *  @throws TooManyAttempts once too many failed; the check is then skipped, so that right and wrong are
   *  answered alike */
  prove<T>(attempt: Attempt, check: () => Promise<T | undefined>, res: Response): Promise<T | undefined>;
};

type Deps = {
  counters: Counters;
  clock: Clock;
  intakePerMinute: number;
  callsPerMinute: number;
  triesPerQuarter: number;
};

const MINUTE = 60;
const QUARTER = 15 * MINUTE;

/** A tracking code is protected by four digits. At ten tries an hour they would be found within the life of a
 *  case, hence the limit per day. */
const CODE_ATTEMPT_LIMITS = [
  { window: 'hour', most: 10, seconds: 60 * MINUTE },
  { window: 'day', most: 30, seconds: 24 * 60 * MINUTE },
] as const;

/** Creates the limits. Calls are limited per node, in memory: that protects the node and must cost nothing.
 *  Quotas and tries are limited in the database, across all nodes: that protects people from someone who
 *  floods or guesses. */
export function rateLimits({
  counters,
  clock,
  intakePerMinute,
  callsPerMinute,
  triesPerQuarter,
}: Deps): RateLimits {
  const perMinute = (points: number) => new RateLimiterMemory({ points, duration: MINUTE });
  const memory = {
    intake: perMinute(intakePerMinute),
    citizen: perMinute(callsPerMinute),
    staff: perMinute(callsPerMinute),
  };
  const triesOf = (what: string, { address, person }: Caller): Quota => ({
    key: `${what}:${person === undefined ? network(address) : `person:${person}`}`,
    most: triesPerQuarter,
    seconds: QUARTER,
  });

  async function admitInMemory(limiter: RateLimiterMemory, key: string, res: Response): Promise<void> {
    const state = await limiter.consume(key).catch((thrown: unknown) => {
      if (thrown instanceof RateLimiterRes) return thrown;
      throw thrown;
    });
    const { consumedPoints: points, msBeforeNext } = state;
    tell(res, { most: limiter.points, points, msLeft: msBeforeNext });
    if (points > limiter.points) refuse(res, msBeforeNext, new TooManyRequests());
  }

  const left = (until: Date) => until.getTime() - clock.now().getTime();

  return {
    admitStaff: (person, res) => admitInMemory(memory.staff, person, res),

    admit: (name, operation, { address }, res) =>
      admitInMemory(memory[name], `${operation}:${network(address)}`, res),

    async admitValid(name, caller, res) {
      const quota = triesOf(name, caller);
      const [{ points, until }] = (await counters.count([quota])) as [Count];
      tell(res, { most: quota.most, points, msLeft: left(until) });
      if (points > quota.most) refuse(res, left(until), new TooManyRequests());
    },

    async prove({ purpose, caller, code }, check, res) {
      const own = triesOf(purpose, caller);
      const ofCode =
        code === undefined
          ? []
          : CODE_ATTEMPT_LIMITS.map(({ window, ...quota }) => ({ key: `code:${window}:${code}`, ...quota }));
      const quotas = [own, ...ofCode];
      const counts = await counters.count(quotas);
      const [{ points, until }] = counts as [Count];
      tell(res, { most: own.most, points, msLeft: left(until) });
      counts.forEach((count, n) => {
        if (count.points > (quotas[n]?.most ?? 0)) refuse(res, left(count.until), new TooManyAttempts());
      });
      const found = await check();
      if (found === undefined) return undefined;
      await counters.takeBack(quotas);
      tell(res, { most: own.most, points: points - 1, msLeft: left(until) });
      return found;
    },
  };
}

const seconds = (ms: number): number => Math.max(1, Math.ceil(ms / 1000));

function tell(
  res: Response,
  { most, points, msLeft }: { most: number; points: number; msLeft: number },
): void {
  res.setHeader('RateLimit-Limit', most);
  res.setHeader('RateLimit-Remaining', Math.max(0, most - points));
  res.setHeader('RateLimit-Reset', seconds(msLeft));
}

function refuse(res: Response, msLeft: number, problem: Error): never {
  res.setHeader('Retry-After', seconds(msLeft));
  throw problem;
}

/** Returns the address a call comes from. */
export const addressOf = (req: Request): string => req.ip ?? req.socket.remoteAddress ?? 'unknown';

const GROUPS = 8;

/** Returns the network that a household or office gets: one IPv4 address, or an IPv6 /56. */
export function network(address: string): string {
  if (!isIPv6(address)) return address;
  if (address.startsWith('::ffff:')) return address.slice('::ffff:'.length);
  const [head = '', tail = ''] = address.split('%')[0]?.split('::') ?? [];
  const front = head === '' ? [] : head.split(':');
  const back = tail === '' ? [] : tail.split(':');
  const zeros = Array<string>(Math.max(0, GROUPS - front.length - back.length)).fill('0');
  const [a = 0, b = 0, c = 0, d = 0] = [...front, ...zeros, ...back].map((group) => parseInt(group, 16));
  return `${[a, b, c, d & 0xff00].map((group) => group.toString(16)).join(':')}::/56`;
}
