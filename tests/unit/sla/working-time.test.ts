import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import {
  CalendarWithoutWork,
  TimeOutOfReach,
  type WorkingCalendar,
  workingTime,
} from '#api/modules/sla/index.ts';

const MINUTE = 60_000;
const OFFICE: readonly [string, string][] = [['07:30', '14:30']];
const SPLIT: readonly [string, string][] = [
  ['08:00', '12:00'],
  ['13:00', '17:30'],
];

/** Tehran had daylight saving until 2022, Los Angeles has it: both with holidays and a split day. */
const CALENDARS: WorkingCalendar[] = [
  {
    zone: 'Asia/Tehran',
    week: [OFFICE, OFFICE, SPLIT, OFFICE, OFFICE, [], []],
    holidays: ['2021-03-21', '2021-03-22', '2021-03-23', '2021-03-24'],
  },
  {
    zone: 'America/Los_Angeles',
    week: [[], [['05:00', '08:00']], SPLIT, SPLIT, OFFICE, SPLIT, [['22:00', '23:30']]],
    holidays: ['2021-03-15', '2021-11-08'],
  },
];

/** Slow and obvious: asks the clock on the wall at every minute. */
function reference({ zone, week, holidays }: WorkingCalendar) {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    dateStyle: 'short',
    timeStyle: 'short',
    hourCycle: 'h23',
  });
  const SATURDAY = 6;
  const isWork = (moment: number): boolean => {
    const [date = '', time = ''] = format.format(moment).split(', ');
    if (holidays.includes(date)) return false;
    const weekday = (new Date(`${date}T00:00:00Z`).getUTCDay() - SATURDAY + 7) % 7;
    return (week[weekday] ?? []).some(([from, to]) => from <= time && time < to);
  };
  return {
    isWork,
    addMinutes(from: Date, minutes: number): Date {
      let moment = from.getTime();
      for (let left = minutes; left > 0; moment += MINUTE) if (isWork(moment)) left--;
      return new Date(moment);
    },
    minutesBetween(from: Date, to: Date): number {
      let worked = 0;
      for (let moment = from.getTime(); moment < to.getTime(); moment += MINUTE) if (isWork(moment)) worked++;
      return worked;
    },
  };
}

/** Whole minutes around both changes of the clock. */
const moment = fc
  .constantFrom('2021-03-10', '2021-03-19', '2021-09-18', '2021-11-04')
  .chain((day) =>
    fc.nat(8 * 24 * 60).map((minutes) => new Date(Date.parse(`${day}T00:00:00Z`) + minutes * MINUTE)),
  );

for (const calendar of CALENDARS) {
  const time = workingTime(calendar);
  const slow = reference(calendar);

  describe(`working time in ${calendar.zone}`, () => {
    it('passes as the clock on the wall says', () => {
      fc.assert(
        fc.property(moment, fc.integer({ min: 1, max: 1200 }), (from, minutes) => {
          expect(time.addMinutes(from, minutes).toISOString()).to.equal(
            slow.addMinutes(from, minutes).toISOString(),
          );
        }),
        { numRuns: 60 },
      );
    });

    it('between two moments is what the clock on the wall counts', () => {
      fc.assert(
        fc.property(moment, fc.nat(9000), (from, minutes) => {
          const to = new Date(from.getTime() + minutes * MINUTE);
          expect(time.minutesBetween(from, to)).to.equal(slow.minutesBetween(from, to));
        }),
        { numRuns: 60 },
      );
    });

    it('ends a number of working days later at the end of work, with as many days of work after the first', () => {
      fc.assert(
        fc.property(moment, fc.integer({ min: 1, max: 8 }), (from, days) => {
          // when
          const due = time.addDays(from, days);
          // then
          expect(slow.isWork(due.getTime() - MINUTE)).to.equal(true);
          expect(slow.isWork(due.getTime())).to.equal(false);
          const worked = new Set<string>();
          const date = new Intl.DateTimeFormat('en-CA', { timeZone: calendar.zone });
          for (let at = from.getTime(); at < due.getTime(); at += 30 * MINUTE) {
            if (slow.isWork(at)) worked.add(date.format(at));
          }
          worked.delete(date.format(from));
          expect(worked.size).to.equal(days);
        }),
        { numRuns: 60 },
      );
    });
  });
}

describe('working time that nobody can mean', () => {
  const time = workingTime({ zone: 'Asia/Tehran', week: Array(7).fill(OFFICE), holidays: [] });
  const now = new Date('2026-11-21T06:00:00Z');

  it('is an error, not an endless count', () => {
    for (const minutes of [6e16, Infinity, Number.NaN])
      expect(() => time.addMinutes(now, minutes), String(minutes)).to.throw(TimeOutOfReach);
    for (const days of [1e12, Infinity])
      expect(() => time.addDays(now, days), String(days)).to.throw(TimeOutOfReach);
    expect(() => time.minutesBetween(new Date('0001-01-01T00:00:00Z'), now)).to.throw(TimeOutOfReach);
  });

  it('is an error too where shifts last no time', () => {
    const empty = workingTime({
      zone: 'Asia/Tehran',
      week: Array(7).fill([['08:00', '08:00']]),
      holidays: [],
    });
    expect(() => empty.addMinutes(now, 1)).to.throw(TimeOutOfReach);
  });

  it('counts a part of a day as a day', () => {
    expect(time.addDays(now, 1.5)).to.deep.equal(time.addDays(now, 2));
  });

  it('reaches as far as anybody may have waited', () => {
    expect(time.minutesBetween(new Date('1950-01-01T00:00:00Z'), now)).to.be.greaterThan(0);
  });
});

describe('a calendar without work', () => {
  it('is an error, not an endless search', () => {
    const never = workingTime({ zone: 'Asia/Tehran', week: [], holidays: [] });
    expect(() => never.addMinutes(new Date(), 1)).to.throw(CalendarWithoutWork);
    expect(() => never.addDays(new Date(), 1)).to.throw(CalendarWithoutWork);
  });
});
