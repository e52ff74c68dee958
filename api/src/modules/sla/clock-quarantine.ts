import type { Log } from '#api/platform/log.ts';

/** Thrown for a clock that cannot be computed: the data behind its promise is absurd or missing. Other clocks
 *  are not affected. */
export class NotComputable extends Error {}

const QUARANTINE_MS = 10 * 60_000;

/** Tasks or requests whose clocks could not be computed, as this node remembers them. Sweeps pass them over
 *  for a while, so that they hold up no other clock, and then try again. */
export function clockQuarantine(log: Log) {
  const until = new Map<string, number>();
  return {
    keys(now: Date): string[] {
      for (const [key, end] of until) if (end <= now.getTime()) until.delete(key);
      return [...until.keys()];
    },

    /** @returns undefined when the work met a clock that cannot be computed
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
