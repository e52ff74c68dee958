import { cached } from '#api/platform/cached.ts';
import type { Db } from '#api/platform/db.ts';
import type { Priority } from '#common/contract/index.ts';
import { policyAt, type ServiceTimes, type SlaPolicy } from './arithmetic/sla-policy.ts';
import { type Shifts, shiftsOf } from './arithmetic/working-time.ts';
import { calendarFor, type CalendarRef, calendarsRepo } from './calendars.repo.ts';
import { NotComputable } from './clock-quarantine.ts';
import { policiesRepo } from './policies.repo.ts';

/** Every node sees a new version within this time; clocks started meanwhile are recomputed. */
const CURRENT_CACHE_MS = 15_000;

/** Versions of calendars and policies by which clocks are computed. They never change, so they are cached for
 *  good. A missing one is NotComputable. */
export type SlaCatalogue = {
  /** Returns the current calendar of a province, as far as this node has heard. */
  calendarOf(province: string | null): Promise<CalendarRef>;
  policyOf(service: string, priority: Priority, at: Date): Promise<SlaPolicy>;
  policy(id: number): Promise<SlaPolicy>;
  serviceTimesOf(service: string): Promise<ServiceTimes>;
  /** Loads the versions that clocks refer to. */
  shiftsFor(refs: Iterable<CalendarRef>): Promise<(calendar: string, version: number) => Shifts>;
};

/** Opens the catalogue; one per process, over its pool. */
export function openSlaCatalogue(db: Db): SlaCatalogue {
  const calendars = calendarsRepo(db);
  const policies = policiesRepo(db);
  const kept = new Map<string, Promise<Shifts>>();
  const current = cached(() => calendars.current(), { forMs: CURRENT_CACHE_MS });
  const allPolicies = cached(() => policies.all(), { forMs: CURRENT_CACHE_MS });
  const services = cached(() => policies.serviceTimes(), { forMs: CURRENT_CACHE_MS });

  const keyOf = ({ calendar, version }: CalendarRef): string => `${calendar}/${version}`;

  function find(ref: CalendarRef): Promise<Shifts> {
    const key = keyOf(ref);
    const found = kept.get(key);
    if (found) return found;
    const read = calendars.version(ref.calendar, ref.version).then((version) => {
      if (!version)
        throw new NotComputable(`Version ${ref.version} of the working calendar ${ref.calendar} is missing`);
      return shiftsOf(version);
    });
    kept.set(key, read);
    read.catch(() => kept.delete(key));
    return read;
  }

  return {
    calendarOf: async (province) => calendarFor(province, await current()),
    async policyOf(service, priority, at) {
      const found = policyAt(await allPolicies(), { service, priority, at });
      if (!found) throw new NotComputable(`No SLA policy holds for ${service} with priority ${priority}`);
      return found;
    },
    async policy(id) {
      const found = (await allPolicies()).find((one) => one.id === id) ?? (await policies.one(id));
      if (!found) throw new NotComputable(`The SLA policy ${id} is missing`);
      return found;
    },
    async serviceTimesOf(service) {
      const found = (await services()).get(service) ?? (await policies.serviceTimes()).get(service);
      if (!found) throw new NotComputable(`The service ${service} is missing`);
      return found;
    },
    async shiftsFor(refs) {
      const wanted = new Map([...refs].map((ref) => [keyOf(ref), ref]));
      const found = new Map(
        await Promise.all([...wanted].map(async ([key, ref]) => [key, await find(ref)] as const)),
      );
      return (calendar, version) => {
        const shifts = found.get(keyOf({ calendar, version }));
        if (!shifts)
          throw new NotComputable(`Version ${version} of the working calendar ${calendar} was not asked for`);
        return shifts;
      };
    },
  };
}
