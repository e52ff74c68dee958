import { expect } from 'chai';
import { describe, it } from 'mocha';
import { cycleOf, dueAt } from '../../../engine/core/time.ts';
import {
  aDiagram,
  boundary,
  catchTimer,
  cycle,
  end,
  serviceTask,
  start,
} from '../../support/engine/diagram-builders.ts';
import { inMemory } from '../../support/engine/in-memory.ts';

const NOON = Date.UTC(2026, 0, 31, 12);

describe('times of the embedded engine', () => {
  for (const [duration, then] of [
    ['PT0.25S', '2026-01-31T12:00:00.250Z'],
    ['PT1.0005S', '2026-01-31T12:00:01.000Z'],
    ['P1W1DT1H1M', '2026-02-08T13:01:00.000Z'],
    ['P1M', '2026-02-28T12:00:00.000Z'],
    ['P1M1D', '2026-03-01T12:00:00.000Z'],
    ['P2M', '2026-03-31T12:00:00.000Z'],
    ['P2Y1M', '2028-02-29T12:00:00.000Z'],
    ['P13M', '2027-02-28T12:00:00.000Z'],
  ] as const)
    it(`adds ${duration} as a calendar does, in whole milliseconds`, () => {
      // when
      const at = dueAt('duration', duration, NOON);

      // then
      expect(new Date(at ?? NaN).toISOString()).to.equal(then);
    });

  it('knows no duration that leads beyond the dates there are, and no text that is none', () => {
    for (const text of ['P300000Y', 'PT99999999999999999S', 'P', 'PT', '1D', '-P1D'])
      // then
      expect(dueAt('duration', text, NOON), text).to.equal(undefined);
  });

  it('knows no cycle of no length', () => {
    for (const text of ['R/PT0S', 'R3/P0D', 'R/PT0.0001S', 'R2/2026-01-01T00:00:00Z/PT0S'])
      // then
      expect(cycleOf(text, NOON), text).to.equal(undefined);
  });

  for (const [what, elements] of [
    ['a wait that is too long', start() + catchTimer('Work', 'P300000Y') + end()],
    [
      'a cycle of no length',
      start() +
        serviceTask('Work', 'work') +
        boundary('Remind', 'Work', cycle('R/PT0S'), 'cancelActivity="false"') +
        end(),
    ],
  ] as const)
    it(`stops ${what} with an incident`, async () => {
      // given
      const engine = await inMemory([aDiagram('p', elements, ['Start -> Work', 'Work -> End'])]);

      // when
      engine.create('p');

      // then
      expect(engine.incidents()).to.deep.equal([['EXTRACT_VALUE_ERROR', 'Work']]);
    });
});
