import { cached } from '#api/platform/cached.ts';
import type { Db } from '#api/platform/db.ts';
import { DAY_MS } from '#api/platform/time.ts';

/** Limits of a citizen's rights. Periods are ISO 8601, in whole days of 24 hours. */
export type ClosingRules = {
  replyWithin: string;
  /** Counted from the answer of this round; also the time for feedback. */
  reopenWithin: string;
  maxReopenings: number;
  /** Counted from the close. */
  appealWithin: string;
};

export type ClosingRulesProvider = {
  /** Returns the rules of a service: its own, or those for all. */
  of(service: string): Promise<ClosingRules>;
};

type Row = {
  service: string | null;
  reply_within: string;
  reopen_within: string;
  most_reopenings: number;
  appeal_within: string;
};

/** Every node sees a change of the rules within this time. */
const RULES_CACHE_MS = 15_000;

/** Rules of the table `closing_rules`, cached in memory because intake reads them for every request. */
export function closingRulesProvider({ db }: { db: Db }): ClosingRulesProvider {
  const all = cached(
    async () =>
      new Map(((await db('closing_rules')) as Row[]).map((row) => [row.service, rulesOf(row)] as const)),
    { forMs: RULES_CACHE_MS },
  );
  return {
    async of(service) {
      const rules = await all();
      const found = rules.get(service) ?? rules.get(null);
      if (!found) throw new Error('The table closing_rules has no row for all services');
      return found;
    },
  };
}

const rulesOf = (row: Row): ClosingRules => ({
  replyWithin: row.reply_within,
  reopenWithin: row.reopen_within,
  maxReopenings: row.most_reopenings,
  appealWithin: row.appeal_within,
});

/** Returns the end of a period that began at a moment.
 *  @param period e.g. `P15D` */
export function endOfPeriod(period: string, begin: Date): Date {
  const days = /^P(\d+)D$/.exec(period)?.[1];
  if (days === undefined) throw new Error(`${period} is not a period of days`);
  return new Date(begin.getTime() + Number(days) * DAY_MS);
}
