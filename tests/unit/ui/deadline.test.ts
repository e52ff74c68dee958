import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { WorkingCalendar } from '#common/contract/index.ts';
import { formatBothCalendars, formatDay } from '#ui/format/dates.ts';
import { describeDeadline } from '#ui/format/deadline.ts';
import { workingMinutes } from '#ui/format/working-time.ts';

/** Saturday to Wednesday, 7:30 to 14:30: seven hours a day. Sunday 29 November 2026 is a day off. */
const calendar: WorkingCalendar = {
  zone: 'Asia/Tehran',
  week: [...Array<[string, string][]>(5).fill([['07:30', '14:30']]), [], []],
  holidays: ['2026-11-29'],
};
const holidays = new Set(calendar.holidays);

/** A moment on the wall in Tehran. */
const tehran = (text: string): Date => new Date(`${text}:00+03:30`);

describe('deadlines in words', () => {
  it('count working time only: nights, the weekend and days off are not in it', () => {
    // given
    const wednesday = tehran('2026-11-25T13:30');
    const monday = tehran('2026-11-30T08:30');
    // when
    const minutes = workingMinutes(wednesday, monday, calendar, holidays);
    // then: an hour on Wednesday, all of Saturday, an hour on Monday
    expect(minutes).to.equal(60 + 7 * 60 + 60);
  });

  it('say whole working days, then hours, then less than an hour', () => {
    // given
    const dueAt = tehran('2026-11-25T14:30');
    // when
    const said = ['2026-11-23T14:00', '2026-11-25T09:00', '2026-11-25T14:10'].map((now) => {
      const { key, count } = describeDeadline({ dueAt, now: tehran(now), calendar });
      return [key, count];
    });
    // then
    expect(said).to.deep.equal([
      ['daysLeft', 2],
      ['hoursLeft', 5],
      ['underAnHour', 0],
    ]);
  });

  it('ask for attention under a fifth of the whole time', () => {
    // given
    const facts = { startedAt: tehran('2026-11-14T07:30'), dueAt: tehran('2026-11-25T14:30'), calendar };
    // when
    const early = describeDeadline({ ...facts, now: tehran('2026-11-21T08:00') });
    const tight = describeDeadline({ ...facts, now: tehran('2026-11-24T08:00') });
    // then
    expect(early.tone).to.equal('calm');
    expect(tight.tone).to.equal('attention');
  });

  it('say how late, and why a clock stands', () => {
    // given
    const dueAt = tehran('2026-11-25T14:30');
    // when
    const late = describeDeadline({ dueAt, now: tehran('2026-12-01T10:00'), calendar });
    const justLate = describeDeadline({ dueAt, now: tehran('2026-11-26T10:00'), calendar });
    const paused = describeDeadline({ dueAt, now: tehran('2026-12-01T10:00'), paused: true, calendar });
    // then
    expect([late.tone, late.key, late.count]).to.deep.equal(['late', 'daysLate', 2]);
    expect(justLate.key).to.equal('justLate');
    expect(paused.tone).to.equal('paused');
  });
});

describe('dates', () => {
  const at = tehran('2026-11-23T18:30');

  it('are Jalali in Persian and Gregorian in English', () => {
    expect(formatDay(at, 'fa')).to.equal('دوشنبه ۲ آذر ۱۴۰۵');
    expect(formatDay(at, 'en')).to.equal('Monday 23 November 2026');
  });

  it('show the exact moment in both calendars, the language’s own first', () => {
    expect(formatBothCalendars(at, 'fa')).to.equal('۲ آذر ۱۴۰۵ · ۲۳ نوامبر ۲۰۲۶ · ۱۸:۳۰');
    expect(formatBothCalendars(at, 'en')).to.equal('23 November 2026 · 2 Azar 1405 · 18:30');
  });
});
