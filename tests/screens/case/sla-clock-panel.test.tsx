import '#tests/support/screens/dom.ts';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { SlaClockPanel } from '#case-ui/desk/case/sla-clock-panel.tsx';
import type { Locale } from '#common/contract/common.ts';
import type { SlaClockView } from '#common/contract/sla.ts';
import { render } from '#tests/support/screens/render.tsx';

const aClock = (more: Partial<SlaClockView> = {}): SlaClockView => ({
  id: '1',
  target: 'resolve',
  taskKey: null,
  round: 1,
  state: 'running',
  overdue: false,
  amount: 10,
  unit: 'days',
  targetMinutes: 4200,
  netMinutes: 485,
  pausedMinutes: 0,
  grossMinutes: 485,
  percent: 11.6,
  startedAt: '2026-11-21T04:00:00.000Z',
  dueAt: '2026-12-05T11:00:00.000Z',
  metAt: null,
  stopReason: null,
  runsAgainAt: null,
  policy: { id: 1, service: null, priority: 'normal', version: 1 },
  calendar: 'iran',
  calendarVersion: 1,
  ladder: [],
  nextStep: null,
  segments: [],
  changes: [],
  ...more,
});
const A_PAUSE: SlaClockView['segments'][number] = {
  from: '2026-11-22T04:00:00.000Z',
  to: '2026-11-23T04:00:00.000Z',
  state: 'paused',
  reason: 'outside-body',
  body: 'police',
  calendar: 'iran',
  calendarVersion: 1,
  minutes: 61,
};

function textOf(clock: Partial<SlaClockView>, locale: Locale = 'en'): string {
  const { getByRole } = render(
    <ul aria-label="clocks">
      <SlaClockPanel clock={aClock(clock)} />
    </ul>,
    { locale },
  );
  return getByRole('list', { name: 'clocks' }).textContent ?? '';
}

describe('a clock of a request', () => {
  for (const { clock, en } of [
    { clock: { state: 'running' }, en: 'Running' },
    { clock: { state: 'running', overdue: true }, en: 'Late' },
    { clock: { state: 'paused', overdue: true }, en: 'The clock stands still' },
    { clock: { state: 'met' }, en: 'Done in time' },
    { clock: { state: 'met', overdue: true }, en: 'Done late' },
    { clock: { state: 'stopped', overdue: true }, en: 'No longer needed' },
  ] as const)
    it(`says “${en}” of ${JSON.stringify(clock)}`, () => {
      expect(textOf(clock)).to.include(`Resolution${en}by 5 December 2026, 14:30`);
    });

  it('tells the time spent in hours and minutes', () => {
    expect(textOf({})).to.include('Time spent: 8 hours 5 minutes of 10 working days (12%)');
  });

  it('tells a single hour in the singular', () => {
    expect(textOf({ netMinutes: 60, amount: 1, unit: 'hours', percent: 100 })).to.include(
      'Time spent: 1 hour of 1 working hour (100%)',
    );
  });

  it('tells it with Persian digits and the Jalali calendar', () => {
    // when
    const text = textOf({}, 'fa');
    // then
    expect(text).to.include('۱۴ آذر ۱۴۰۵');
    expect(text).not.to.match(/\d/);
  });

  it('tells for whom it waited and how long, and that this did not count', () => {
    // when
    const text = textOf({ pausedMinutes: 61, grossMinutes: 546, segments: [A_PAUSE] });
    // then
    expect(text).to.include('With pauses: 9 hours 6 minutes');
    expect(text).to.match(
      /Waiting for: Police command: 22 November 2026.* to 23 November 2026.* \(1 hour 1 minute\)/,
    );
  });

  it('tells of a pause that goes on, and when it ends at the latest', () => {
    // when
    const text = textOf({
      state: 'paused',
      pausedMinutes: 10,
      runsAgainAt: '2026-12-01T04:00:00.000Z',
      segments: [{ ...A_PAUSE, to: null, reason: 'citizen', body: null }],
    });
    // then
    expect(text).to.match(/Waiting for the citizen: .* to now/);
    expect(text).to.include('Runs again 1 December 2026, 07:30 at the latest');
  });

  it('names the round of a stage and the next step', () => {
    // when
    const text = textOf({
      target: 'stage',
      round: 2,
      nextStep: { step: 'level-1', at: '2026-12-01T04:00:00.000Z' },
    });
    // then
    expect(text).to.match(/^The present step \(round 2\)/);
    expect(text).to.include('Next step: handed up to level 1, 1 December 2026, 07:30');
  });

  it('tells what moved the deadline, and from when to when', () => {
    // when
    const text = textOf({
      changes: [
        {
          at: '2026-11-22T04:00:00.000Z',
          cause: 'priority',
          state: null,
          dueBefore: '2026-12-05T11:00:00.000Z',
          dueAfter: '2026-11-28T11:00:00.000Z',
          amountBefore: null,
          amountAfter: null,
          calendarVersion: null,
        },
      ],
    });
    // then
    expect(text).to.match(
      /Changes of the deadline.*The priority changed\. Moved from 5 December 2026, 14:30 to 28 November 2026, 14:30$/,
    );
  });
});
