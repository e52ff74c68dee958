import { expect } from 'chai';
import { describe, it } from 'mocha';
import { changeCalendar, meet, reopen, retarget } from '#api/modules/sla/arithmetic/clock-transitions.ts';
import { netMinutes, pausedMinutes } from '#api/modules/sla/arithmetic/elapsed-time.ts';
import { pause, resume } from '#api/modules/sla/arithmetic/pause.ts';
import type { WorkingCalendar } from '#api/modules/sla/arithmetic/working-time.ts';
import { aClockFixture, OFFICE_CALENDAR } from './support/clocks.ts';

/* Worked out by hand. The office works Saturday to Wednesday from 7:30 to 14:30 in Tehran, 7 hours a day;
 * Tehran was three and a
 * half hours ahead of UTC in February 2022 and four and a half from 22 March on. Times are Tehran's.
 *
 *   Sat 12 March 2022, 10:30   filed; 5 working days: Sunday to Wednesday are four, Saturday the 19th is the
 *   fifth.
 *                              In hours: 4 on Saturday, 28 until Wednesday, 7 on the 19th: 39 hours. Due on
 *                              the 19th, 14:30.
 *                              Half of that, 19.5 hours: 4 + 7 + 7 = 18 by Monday evening, so Tuesday 9:00.
 *   Mon 14 March, 9:30         the citizen is asked: 4 + 7 + 2 = 13 hours have elapsed.
 *   Wed 16 March, 11:00        the citizen replies: 5 + 7 + 3.5 = 15.5 hours stood still. Due 15.5 working
 *   hours after the 19th,
 *                              14:30. Sunday the 20th is a day off, and so are Monday the 21st to Thursday
 *                              the 24th (new year), so
 *                              the next working days are the 26th and 27th (14 hours) and the 28th, 9:00 (1.5
 *                              hours).
 *   Sat 19 March, 8:30         3.5 + 1 hours more: 17.5 hours have elapsed. Snow is announced for the 26th:
 *   due on the 29th, 9:00.
 *   Sat 19 March, 9:30         the answer is given: 18.5 hours. It is reopened on Sunday the 27th at 9:30
 *   (daylight time).
 *                              20.5 hours are left: 5 on the 27th, 7 on the 28th and the 29th: 19, so the
 *                              30th at 9:00. */

const at = (text: string): Date => new Date(`${text}${text < '2022-03-22' ? '+03:30' : '+04:30'}`);

const NEW_YEAR: WorkingCalendar = {
  ...OFFICE_CALENDAR,
  holidays: ['2022-03-20', '2022-03-21', '2022-03-22', '2022-03-23', '2022-03-24'],
};
const SNOW: WorkingCalendar = { ...NEW_YEAR, closures: [{ date: '2022-03-26', reason: 'snow' }] };
const CAP = { onceDays: 10, totalDays: 20 };

describe('a case worked out by hand', () => {
  const harness = aClockFixture(
    new Map([
      ['office/1', NEW_YEAR],
      ['office/2', SNOW],
    ]),
  );
  const filed = harness.start(at('2022-03-12T10:30'), { amount: 5, unit: 'days' });
  const asked = harness.step(filed, at('2022-03-14T09:30'), (clock, time) =>
    pause(clock, { at: at('2022-03-14T09:30'), reason: 'citizen' }, CAP, time),
  );
  const replied = harness.step(asked, at('2022-03-16T11:00'), (clock) =>
    resume(clock, { at: at('2022-03-16T11:00'), reason: 'citizen' }),
  );
  const snow = harness.step(replied, at('2022-03-19T08:30'), (clock) =>
    changeCalendar(clock, [{ calendar: 'office', version: 2, from: at('2022-03-19T08:30') }]),
  );
  const answered = harness.step(snow, at('2022-03-19T09:30'), (clock) => meet(clock, at('2022-03-19T09:30')));
  const reopened = harness.step(answered, at('2022-03-27T09:30'), (clock) =>
    reopen(clock, at('2022-03-27T09:30')),
  );

  it('is due at the end of the fifth working day, and half over on Tuesday', () => {
    expect(filed.dueAt).to.deep.equal(at('2022-03-19T14:30'));
    expect([filed.nextStep, filed.nextStepAt]).to.deep.equal(['remind', at('2022-03-15T09:00')]);
  });

  it('stands still while the citizen is asked', () => {
    expect(asked).to.include({ state: 'paused', nextStepAt: null, netMinutes: 13 * 60 });
    expect(asked.dueAt).to.deep.equal(filed.dueAt);
  });

  it('is due as many working hours later as it stood still, beyond the new year', () => {
    expect(replied).to.include({ state: 'running', pausedMinutes: 15.5 * 60 });
    expect(replied.dueAt).to.deep.equal(at('2022-03-28T09:00'));
  });

  it('is due a working day later for a day of snow, with the pause and the hours that had elapsed', () => {
    expect(snow.dueAt).to.deep.equal(at('2022-03-29T09:00'));
    expect(netMinutes(snow, harness.time(snow), at('2022-03-19T08:30'))).to.equal(17.5 * 60);
    expect(pausedMinutes(snow, harness.time(snow), at('2022-03-19T08:30'))).to.equal(15.5 * 60);
  });

  it('has used what it had used when it is reopened, and runs on', () => {
    expect(answered).to.include({
      state: 'met',
      netMinutes: 18.5 * 60,
      pausedMinutes: 15.5 * 60,
      nextStep: null,
    });
    expect(reopened).to.include({ state: 'running', netMinutes: 18.5 * 60, pausedMinutes: 15.5 * 60 });
    expect(reopened.dueAt).to.deep.equal(at('2022-03-30T09:00'));
  });

  it('is overdue at once when it must be done in less time than has elapsed', () => {
    const shorter = harness.step(snow, at('2022-03-19T08:30'), (clock) =>
      retarget(clock, 2, { amount: 14, unit: 'hours' }, clock.fired),
    );
    expect(shorter.dueAt).to.deep.equal(at('2022-03-16T12:00'));
  });
});
