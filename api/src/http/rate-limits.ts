import { isIPv6 } from 'node:net';
import type { Response } from 'express';
import {
  RateLimiterMemory,
  RateLimiterPostgres,
  RateLimiterRes,
  type RateLimiterAbstract,
} from 'rate-limiter-flexible';
import type { Db } from '../platform/db.ts';
import { TooManyRequests } from './http.errors.ts';

export type LimitName = 'intake' | 'track';

export type RateLimits = {
  /** Counts one call of an address and writes the RateLimit headers.
   *  @throws TooManyRequests with Retry-After once the limit is used up */
  consume(name: LimitName, address: string, res: Response): Promise<void>;
};

type Deps = { db: Db; intakePerMinute: number; trackPerQuarter: number };

/** Filing is limited per node, in memory: it protects the node and must cost nothing. Looking up codes is limited in the
 *  database, for all nodes together: it protects people from someone who tries codes. */
export function rateLimits({ db, intakePerMinute, trackPerQuarter }: Deps): RateLimits {
  const limiters: Record<LimitName, RateLimiterAbstract> = {
    intake: new RateLimiterMemory({ keyPrefix: 'intake', points: intakePerMinute, duration: 60 }),
    track: new RateLimiterPostgres({
      keyPrefix: 'track',
      points: trackPerQuarter,
      duration: 15 * 60,
      storeClient: db,
      storeType: 'knex',
      tableName: 'rate_limits',
      tableCreated: true,
    }),
  };

  return {
    async consume(name, address, res) {
      const limiter = limiters[name];
      try {
        tell(res, limiter, await limiter.consume(network(address)));
      } catch (thrown) {
        if (!(thrown instanceof RateLimiterRes)) throw thrown;
        tell(res, limiter, thrown);
        res.setHeader('Retry-After', seconds(thrown));
        throw new TooManyRequests();
      }
    },
  };
}

const seconds = ({ msBeforeNext }: RateLimiterRes): number => Math.max(1, Math.ceil(msBeforeNext / 1000));

function tell(res: Response, limiter: RateLimiterAbstract, state: RateLimiterRes): void {
  res.setHeader('RateLimit-Limit', limiter.points);
  res.setHeader('RateLimit-Remaining', state.remainingPoints);
  res.setHeader('RateLimit-Reset', seconds(state));
}

/** One household or office has one IPv4 address, but 2^64 addresses of IPv6: there the network counts. */
export function network(address: string): string {
  if (!isIPv6(address)) return address;
  if (address.startsWith('::ffff:')) return address.slice('::ffff:'.length);
  const [head = '', tail = ''] = address.split('%')[0]?.split('::') ?? [];
  const front = head === '' ? [] : head.split(':');
  const back = tail === '' ? [] : tail.split(':');
  const zeros = Array<string>(Math.max(0, 8 - front.length - back.length)).fill('0');
  return `${[...front, ...zeros, ...back].slice(0, 4).join(':')}::/64`;
}
