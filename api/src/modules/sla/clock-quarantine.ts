import type { Log } from '#api/platform/log.ts';

/** A clock that no arithmetic helps: what it is promised by is absurd or missing. Others are not concerned. */
export class NotComputable extends Error {}

const QUARANTINE_MS = 10 * 60_000;

/** The tasks or requests whose clocks could not be computed, as this node remembers them: rounds pass them over for a while, so that
 *  they hold up no other, and look again. */
export function clockQuarantine(log: Log) {
  const until = new Map<string, number>();
  return {
    keys(now: Date): string[] {
      for (const [key, end] of until) if (end <= now.getTime()) until.delete(key);
      return [...until.keys()];
    },

    /** @returns undefined when the work found a clock that cannot be computed
     *  @throws whatever else goes wrong */
    async attempt<T>(of: { key: string; requestId: string }, now: Date, work: () => Promise<T>) {
      try {
        return await work();
      } catch (error) {
        if (!(error instanceof NotComputable)) throw error;
        until.set(of.key, now.getTime() + QUARANTINE_MS);
        log.error({ err: error, ...of }, 'an SLA clock cannot be computed; it is left for later');
        return undefined;
      }
    },
  };
}
