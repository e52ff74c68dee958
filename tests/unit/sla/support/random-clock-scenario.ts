import fc from 'fast-check';
import type { WorkingCalendar } from '#api/modules/sla/index.ts';
import { type ClockEvent, QUARTER_MS } from './reference-clock.ts';

const DAY_MS = 24 * 60 * 60_000;

const clockTime = (halfHours: number): string =>
  `${String(Math.floor(halfHours / 2)).padStart(2, '0')}:${halfHours % 2 ? '30' : '00'}`;

/** A working day: one shift or two with a break between. From four to ten in the evening: no zone changes its
 *  clocks then. */
const shifts = fc
  .uniqueArray(fc.integer({ min: 4, max: 22 }), { minLength: 2, maxLength: 4 })
  .map((hours) => hours.map((hour) => 2 * hour).sort((a, b) => a - b))
  .map((times) =>
    times.length === 4
      ? [times.slice(0, 2), times.slice(2)].map((pair) => pair.map(clockTime) as [string, string])
      : [[clockTime(times[0] as number), clockTime(times.at(-1) as number)] as [string, string]],
  );

const week = fc
  .array(fc.option(shifts, { nil: [], freq: 3 }), { minLength: 7, maxLength: 7 })
  .filter((days) => days.filter((day) => day.length > 0).length >= 2);

const dateAfter = (start: number, days: number): string =>
  new Date(start + days * DAY_MS).toISOString().slice(0, 10);

/** Calendars of a zone around a date: any week with two days of work, days off, and closures of a day or of
 *  hours. */
export const calendarOf = (zone: string, start: number): fc.Arbitrary<WorkingCalendar> =>
  fc.record({
    zone: fc.constant(zone),
    week,
    holidays: fc.array(
      fc.nat(30).map((days) => dateAfter(start, days)),
      { maxLength: 4 },
    ),
    closures: fc.array(
      fc
        .tuple(fc.nat(30), fc.integer({ min: 10, max: 40 }), fc.constantFrom('all', 'morning', 'evening'))
        .map(([days, time, what]) => ({
          date: dateAfter(start, days),
          ...(what === 'morning' ? { to: clockTime(time) } : {}),
          ...(what === 'evening' ? { from: clockTime(time) } : {}),
          reason: 'snow',
        })),
      { maxLength: 3 },
    ),
  });

const reason = fc.constantFrom('citizen' as const, 'outside-body' as const);
const VERSIONS = [
  { calendar: 'a', version: 1 },
  { calendar: 'a', version: 2 },
  { calendar: 'b', version: 1 },
];

export const target = fc.oneof(
  fc.record({ amount: fc.integer({ min: 1, max: 12 }), unit: fc.constant('hours' as const) }),
  fc.record({ amount: fc.integer({ min: 1, max: 6 }), unit: fc.constant('days' as const) }),
);

const change: fc.Arbitrary<ClockEvent> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('pause' as const),
      reason,
      until: fc.option(fc.integer({ min: 1, max: 900 }), { nil: null, freq: 2 }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('resume' as const), reason }) },
  fc.record({
    kind: fc.constant('takeover' as const),
    to: fc.constantFrom(...VERSIONS),
    back: fc.nat(3 * 96).map((quarters) => quarters * QUARTER_MS),
  }),
  target.map((aim) => ({ kind: 'retarget' as const, ...aim })),
  fc.constant({ kind: 'meet' as const }),
  fc.constant({ kind: 'reopen' as const }),
);

export type ClockScenario = {
  start: number;
  aim: { amount: number; unit: 'hours' | 'days' };
  cap: { onceDays: number; totalDays: number };
  calendars: Map<string, WorkingCalendar>;
  changes: { at: number; change: ClockEvent }[];
};

/** The life of a clock from one of the days on: what happens to it, at whole quarters of an hour. */
export const clockScenarioIn = (zone: string, days: readonly string[]): fc.Arbitrary<ClockScenario> =>
  fc
    .tuple(fc.constantFrom(...days), fc.nat(96))
    .map(([day, quarters]) => Date.parse(`${day}T00:00:00Z`) + quarters * QUARTER_MS)
    .chain((start) =>
      fc.record({
        start: fc.constant(start),
        aim: target,
        cap: fc.record({
          onceDays: fc.integer({ min: 1, max: 4 }),
          totalDays: fc.integer({ min: 1, max: 6 }),
        }),
        calendars: fc
          .tuple(...VERSIONS.map(() => calendarOf(zone, start)))
          .map(
            (all) => new Map(all.map((one, n) => [`${VERSIONS[n]?.calendar}/${VERSIONS[n]?.version}`, one])),
          ),
        changes: fc.array(fc.tuple(fc.nat(4 * 96), change), { maxLength: 8 }).map((list) => {
          let at = start;
          return list.map(([after, how]) => {
            at += Math.floor(after / 4) * QUARTER_MS;
            const until = how.kind === 'pause' && how.until !== null ? at + how.until * QUARTER_MS : null;
            return { at, change: how.kind === 'pause' ? { ...how, until } : how };
          });
        }),
      }),
    );
