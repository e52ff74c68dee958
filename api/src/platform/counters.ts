import type { Clock } from './clock.ts';
import { type Db, prepared } from './db.ts';

/** At most `most` points within `seconds`, for the subject named by `key`. */
export type Quota = { key: string; most: number; seconds: number };

/** Points counted so far, and when the window restarts. */
export type Count = { points: number; until: Date };

export type Counters = {
  /** Counts one point against each quota in turn and stops after the first that is then exceeded. It is one
   *  statement, so that concurrent calls cannot exceed a quota together.
   *  @returns the counts of the quotas that were counted */
  count(quotas: readonly Quota[]): Promise<Count[]>;
  /** Takes back the point that `count` added to each. */
  takeBack(quotas: readonly Quota[]): Promise<void>;
  /** Deletes the windows that have ended. */
  forget(): Promise<void>;
};

const NO_END = 2 ** 31 - 1;

/** Each step locks one row, always in the order given, so that two callers cannot deadlock. */
const step = (n: number) => `
  c${n} as (
    insert into rate_limits as r (key, points, expire)
    select ?, greatest(?::integer, 0), ?::bigint ${n === 0 ? '' : `from c${n - 1} where c${n - 1}.points <= ?`}
    on conflict (key) do update set
      points = greatest(case when r.expire <= ? then 0 else r.points end + ?, 0),
      expire = case when r.expire <= ? then excluded.expire else r.expire end
    returning ${n} as n, points, expire)`;

const statement = (length: number): string => {
  const steps = Array.from({ length }, (_one, n) => n);
  return `with ${steps.map(step).join(',')}
    ${steps.map((n) => `select n, points, expire from c${n}`).join(' union all ')} order by n`;
};

/** Counters shared by all nodes; each window starts with its first count. A database crash resets them. */
export function sharedCounters({ db, clock }: { db: Db; clock: Clock }): Counters {
  async function add(by: 1 | -1, quotas: readonly Quota[]): Promise<Count[]> {
    const now = clock.now().getTime();
    const values = quotas.flatMap(({ key, seconds }, n) => [
      ...[key, by, now + seconds * 1000],
      ...(n === 0 ? [] : [by > 0 ? (quotas[n - 1]?.most ?? NO_END) : NO_END]),
      ...[now, by, now],
    ]);
    const { rows } = await db
      .raw<{ rows: { points: number; expire: string }[] }>(statement(quotas.length), values)
      .options(prepared(`count-${quotas.length}`));
    return rows.map(({ points, expire }) => ({ points, until: new Date(Number(expire)) }));
  }

  return {
    count: (quotas) => add(1, quotas),
    takeBack: async (quotas) => void (await add(-1, quotas)),
    forget: async () => void (await db('rate_limits').where('expire', '<', clock.now().getTime()).delete()),
  };
}
