import type { Clock } from '#api/platform/clock.ts';
import { InvalidInput, VersionConflict } from '#api/platform/common.errors.ts';
import type { Db } from '#api/platform/db.ts';
import { utcOfLocal, zoneOffsets } from '#api/platform/zone-offsets.ts';
import type { AnnounceClosure, PublishCalendar } from '#common/contract/index.ts';
import { type AuditedCall, type AuditEntry, auditEntryOf, type AuditLog } from '../audit/index.ts';
import { earlier } from './arithmetic/sla-clock.ts';
import { CalendarWithoutWork, type Closure, requireWork } from './arithmetic/working-time.ts';
import {
  type CalendarOverrides,
  calendarsRepo,
  type CalendarVersion,
  COUNTRY_CALENDAR,
} from './calendars.repo.ts';
import { enqueueRecomputation } from './recompute-clocks.ts';
import { CalendarHasNoWork, UnknownCalendar } from './sla.errors.ts';

/** Publishes versions of working calendars. A version of the country's calendar creates one of every calendar
 *  based on it; the open clocks follow in the background. Each version is in the audit log. */
export function calendarsService({ db, clock, audit }: { db: Db; clock: Clock; audit: AuditLog }) {
  const publishing = (
    call: AuditedCall,
    what: Pick<AuditEntry, 'action' | 'details'>,
    publish: (calendars: Repo, now: Date) => Promise<CalendarVersion>,
  ): Promise<CalendarVersion> =>
    db.transaction(async (tx) => {
      const calendars = calendarsRepo(tx);
      await calendars.lockForPublication();
      const version = await publish(calendars, clock.now());
      await enqueueRecomputation(tx);
      const { id, note } = version;
      await audit.within(tx).write(
        auditEntryOf(call, {
          action: what.action,
          object: { kind: 'working-calendar', id },
          reason: note ?? undefined,
          details: { version: version.version, ...what.details },
        }),
      );
      return version;
    });

  return {
    /** @throws UnknownCalendar, VersionConflict, CalendarHasNoWork, InvalidInput */
    publish: (id: string, wanted: PublishCalendar, call: AuditedCall): Promise<CalendarVersion> =>
      publishing(call, { action: 'calendar.published' }, async (calendars, now) => {
        const current = await calendars.latest(id);
        if (!current && wanted.expectedVersion > 0) throw new UnknownCalendar();
        if (current && current.version !== wanted.expectedVersion)
          throw new VersionConflict(undefined, { version: current.version });
        const begun = current ?? (await begin(calendars, id, wanted));
        const { week, holidays } = wanted;
        const own = { ...begun.own, ...(week ? { week } : {}), ...(holidays ? { holidays } : {}) };
        const next = begun.base === null ? { ...begun, ...own, own: {} } : { ...begun, own };
        const validFrom = wanted.validFrom === undefined ? now : new Date(wanted.validFrom);
        if (validFrom > now)
          throw new InvalidInput(undefined, {
            errors: [
              { path: '/validFrom', rule: 'past', message: 'must not lie ahead: publish it when it begins' },
            ],
          });
        return add(calendars, next, { validFrom, now, by: call.user.username, note: wanted.note ?? null });
      }),

    /** Announces a day off, or hours of one, for everybody under the calendar. It also counts when the day
     *  has begun or is over.
     *  @throws UnknownCalendar, VersionConflict, CalendarHasNoWork, InvalidInput */
    announce: (
      id: string,
      { expectedVersion, closure }: AnnounceClosure,
      call: AuditedCall,
    ): Promise<CalendarVersion> =>
      publishing(call, { action: 'closure.announced', details: { closure } }, async (calendars, now) => {
        const current = await calendars.latest(id);
        if (!current) throw new UnknownCalendar();
        if (current.version !== expectedVersion)
          throw new VersionConflict(undefined, { version: current.version });
        if (closure.from !== undefined && closure.to !== undefined && closure.from >= closure.to)
          throw new InvalidInput(undefined, {
            errors: [{ path: '/closure/to', rule: 'order', message: 'must be after from' }],
          });
        const next =
          current.base === null
            ? { ...current, closures: [...current.closures, closure] }
            : { ...current, own: { ...current.own, closures: [...(current.own.closures ?? []), closure] } };
        const validFrom = earlier(now, beginOf(closure, current.zone));
        return add(calendars, next, { validFrom, now, by: call.user.username, note: closure.reason });
      }),
  };
}

export type CalendarsService = ReturnType<typeof calendarsService>;

type Repo = ReturnType<typeof calendarsRepo>;
type Publication = { validFrom: Date; now: Date; by: string; note: string | null };

/** Begins the calendar of a province that has none yet, with the content of the country's. */
async function begin(calendars: Repo, id: string, { province }: PublishCalendar): Promise<CalendarVersion> {
  const country = await calendars.latest(COUNTRY_CALENDAR);
  if (!country) throw new Error(`The working calendar ${COUNTRY_CALENDAR} is missing`);
  const taken = (await calendars.current()).some((one) => one.province === province);
  if (province === undefined || taken || !(await calendars.isProvince(province)))
    throw new InvalidInput(undefined, {
      errors: [{ path: '/province', rule: 'province', message: 'must be a province without a calendar' }],
    });
  return { ...country, id, version: 0, province, base: COUNTRY_CALENDAR, own: {} };
}

async function add(
  calendars: Repo,
  next: CalendarVersion,
  publication: Publication,
): Promise<CalendarVersion> {
  const { validFrom, now, by, note } = publication;
  const base = next.base === null ? undefined : await calendars.latest(next.base);
  const full = base ? following(base, next) : next;
  const version = { ...full, version: next.version + 1, validFrom, createdAt: now, createdBy: by, note };
  mustWork(version, now);
  await calendars.add(version);
  for (const follower of await calendars.basedOn(version.id)) {
    const its = { ...following(version, follower), version: follower.version + 1 };
    mustWork(its, now);
    await calendars.add({ ...its, validFrom, createdAt: now, createdBy: by, note });
  }
  return version;
}

/** Full calendar of a province: the base with the province's overrides. */
function following(base: CalendarVersion, own: CalendarVersion): CalendarVersion {
  const part: CalendarOverrides = own.own;
  return {
    ...own,
    zone: base.zone,
    week: part.week ?? base.week,
    holidays: [...new Set([...base.holidays, ...(part.holidays ?? [])])].sort(),
    closures: [...base.closures, ...(part.closures ?? [])],
  };
}

function mustWork(version: CalendarVersion, now: Date): void {
  for (const shifts of version.week)
    for (const [from, to] of shifts)
      if (from >= to)
        throw new InvalidInput(undefined, {
          errors: [{ path: '/week', rule: 'order', message: 'a shift must end after it begins' }],
        });
  try {
    requireWork(version, now);
  } catch (error) {
    if (error instanceof CalendarWithoutWork) throw new CalendarHasNoWork(undefined, {}, { cause: error });
    throw error;
  }
}

const beginOf = ({ date, from }: Closure, zone: string): Date =>
  new Date(
    utcOfLocal(
      Date.parse(`${date}T${from === undefined || from === '24:00' ? '00:00' : from}:00Z`),
      zoneOffsets(zone),
    ),
  );
