import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { changeCalendar, meet, reopen, retarget } from '#api/modules/sla/arithmetic/clock-transitions.ts';
import {
  momentAfterMinutes,
  netMinutes,
  pausedMinutes,
  targetMinutes,
} from '#api/modules/sla/arithmetic/elapsed-time.ts';
import { endCappedPauses, pause, resume } from '#api/modules/sla/arithmetic/pause.ts';
import { isOpen, type SlaClock } from '#api/modules/sla/arithmetic/sla-clock.ts';
import type { WorkingTime } from '#api/modules/sla/arithmetic/working-time.ts';
import { aClockFixture } from './support/clocks.ts';
import { type ClockScenario, clockScenarioIn } from './support/random-clock-scenario.ts';
import { type ClockEvent, localTimeIn, QUARTER_MS, ReferenceClock } from './support/reference-clock.ts';

const RUNS = 60;
const HORIZON = 100 * 96;
const BEGINNING = { calendar: 'a', version: 1 };

/** Tehran put its clocks forward at the new year and back in September until 2022, and then no more; Berlin
 *  still does. */
const ZONES: [string, string[]][] = [
  [
    'Asia/Tehran',
    ['2019-03-18', '2020-09-17', '2021-03-19', '2021-09-19', '2022-03-17', '2022-09-18', '2023-03-17'],
  ],
  ['Europe/Berlin', ['2021-03-22', '2021-10-25', '2022-03-23', '2023-10-26']],
];

const applied = (
  clock: SlaClock,
  at: Date,
  change: ClockEvent,
  cap: ClockScenario['cap'],
  time: WorkingTime,
): SlaClock => {
  switch (change.kind) {
    case 'pause':
      return pause(
        clock,
        { at, reason: change.reason, ...(change.until === null ? {} : { until: new Date(change.until) }) },
        cap,
        time,
      );
    case 'resume':
      return resume(clock, { at, reason: change.reason });
    case 'takeover':
      return isOpen(clock)
        ? changeCalendar(clock, [{ ...change.to, from: new Date(+at - change.back) }])
        : clock;
    case 'retarget':
      return isOpen(clock) ? retarget(clock, 1, change, 0) : clock;
    case 'meet':
      return meet(clock, at);
    case 'reopen':
      return reopen(clock, at);
  }
};

for (const [zone, days] of ZONES) {
  const wall = localTimeIn(zone);

  function live({ start, aim, cap, calendars, changes }: ClockScenario) {
    const harness = aClockFixture(calendars);
    let clock = harness.start(new Date(start), aim, 'resolve', BEGINNING);
    for (const { at, change } of changes)
      clock = harness.step(clock, new Date(at), (held, time) =>
        applied(held, new Date(at), change, cap, time),
      );
    const now = new Date((changes.at(-1)?.at ?? start) + 2 * 96 * QUARTER_MS);
    return { clock: harness.step(clock, now, (held) => held), time: harness.time(clock), now };
  }

  /** The reference after the same life. */
  function reference({ start, aim, cap, calendars, changes }: ClockScenario): ReferenceClock {
    const slow = new ReferenceClock(start, aim, BEGINNING, cap, calendars, wall, HORIZON);
    for (const { at, change } of changes) slow.change(at, change);
    return slow;
  }

  describe(`a clock in ${zone}, whatever happens to it,`, () => {
    it('has run and stood still as long as the wall says', () => {
      fc.assert(
        fc.property(clockScenarioIn(zone, days), (life) => {
          // when
          const { clock, time, now } = live(life);
          const slow = reference(life);
          // then
          expect(netMinutes(clock, time, now)).to.equal(slow.net(+now));
          expect(pausedMinutes(clock, time, now)).to.equal(slow.paused(+now));
        }),
        { numRuns: RUNS },
      );
    });

    it('is due, and reaches every step of its ladder, when the wall says', () => {
      fc.assert(
        fc.property(clockScenarioIn(zone, days), (life) => {
          // given
          const { clock, time, now } = live(life);
          fc.pre(isOpen(clock));
          const slow = reference(life);
          // when
          const moments = [50, 80, 100, 150].map((percent) =>
            momentAfterMinutes(clock, (targetMinutes(clock, time) * percent) / 100, time),
          );
          // then
          expect(targetMinutes(clock, time)).to.equal(slow.targetMinutes());
          expect(+clock.dueAt).to.equal(+(moments[2] ?? 0));
          expect(moments.map(Number)).to.deep.equal(
            [50, 80, 100, 150].map((percent) =>
              slow.momentAfterMinutes((slow.targetMinutes() * percent) / 100, +now),
            ),
          );
        }),
        { numRuns: RUNS },
      );
    });

    it('stays the same when the same happens to it again', () => {
      fc.assert(
        fc.property(clockScenarioIn(zone, days), (life) => {
          // when
          const doubled = live({ ...life, changes: life.changes.flatMap((one) => [one, one]) });
          // then
          expect(doubled.clock).to.deep.equal(live(life).clock);
        }),
        { numRuns: RUNS },
      );
    });

    it('runs again at the moment of its cap, however late that is noticed', () => {
      fc.assert(
        fc.property(clockScenarioIn(zone, days), fc.nat(5 * 96), (life, late) => {
          // given
          const { clock } = live(life);
          fc.pre(clock.capAt !== null);
          const cap = clock.capAt as Date;
          // when
          const onTime = endCappedPauses(clock, cap);
          const later = endCappedPauses(clock, new Date(+cap + late * QUARTER_MS));
          // then
          fc.pre(clock.openPauses.length === 1);
          expect(later).to.deep.equal(onTime);
          expect(later.segments.at(-1)).to.include({ from: cap, state: 'running' });
        }),
        { numRuns: RUNS },
      );
    });
  });
}
