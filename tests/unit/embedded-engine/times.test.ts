import { expect } from 'chai';
import { describe, it } from 'mocha';
import { cycleOf, dateTimeOf, dueAt } from '#engine/core/time.ts';
import {
  aDiagram,
  boundary,
  catchTimer,
  cycle,
  end,
  serviceTask,
  start,
} from '#tests/support/engine/diagram-builders.ts';
import { inMemoryEngine } from '#tests/support/engine/in-memory-engine.ts';

const catchDate = (id: string, date: string): string =>
  `<bpmn:intermediateCatchEvent id="${id}"><bpmn:timerEventDefinition><bpmn:timeDate>${date}</bpmn:timeDate></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>`;

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

  for (const [text, at, kept = text] of [
    ['2026-06-01T08:00:00Z', '2026-06-01T08:00:00.000Z'],
    ['2026-06-01T08:00Z', '2026-06-01T08:00:00.000Z'],
    ['2026-06-01T08:00:00.123456789+03:30', '2026-06-01T04:30:00.123Z'],
    ['2026-06-01T08:00:00+03:30[Asia/Tehran]', '2026-06-01T04:30:00.000Z', '2026-06-01T08:00:00+03:30'],
    ['2028-02-29T23:59:59-01:00', '2028-03-01T00:59:59.000Z'],
    ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00.000Z'],
    ['9999-12-31T23:59:59Z', '9999-12-31T23:59:59.000Z'],
  ] as const)
    it(`reads ${text} as a moment, and keeps what PostgreSQL reads`, () => {
      // when
      const read = dateTimeOf(text);

      // then
      expect(new Date(read?.at ?? NaN).toISOString()).to.equal(at);
      expect(read?.text).to.equal(kept);
    });

  for (const text of [
    '2026-02-30T00:00:00Z',
    '2027-02-29T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-06-01T24:00:00Z',
    '2026-06-01T10:60:00Z',
    '2026-06-01T10:00:60Z',
    '2026-06-01T10:00:00+15:00',
    '2026-06-01T10:00:00+03:60',
    '2026-06-01T10:00:00',
    '2026-06-01T10:00:00[Asia/Tehran]',
    '2026-06-01 10:00:00Z',
    '2026-06-01',
    'June 1 2026 Z',
    'March 7',
    '1',
    '',
    '0000-01-01T00:00:00Z',
    '0001-01-01T00:00:00+01:00',
    '9999-12-31T23:59:59-01:00',
    '+010000-01-01T00:00:00Z',
  ])
    it(`knows no moment '${text}'`, () => {
      // then
      expect(dateTimeOf(text)).to.equal(undefined);
      expect(dueAt('date', text, NOON)).to.equal(undefined);
    });

  it('knows no duration that leads beyond the year 9999', () => {
    // then
    expect(dueAt('duration', 'P7973Y', NOON)).to.equal(Date.UTC(9999, 0, 31, 12));
    expect(dueAt('duration', 'P7974Y', NOON)).to.equal(undefined);
    expect(cycleOf('R/P7974Y', NOON)).to.equal(undefined);
  });

  it('repeats what the function cycle gives', async () => {
    for (const [expression, repetitions] of [
      ['=cycle(3, duration(&#34;PT1H&#34;))', 3],
      ['=cycle(duration(&#34;PT1H&#34;))', -1],
    ] as const) {
      // given
      const remind = boundary('Remind', 'Work', cycle(expression), 'cancelActivity="false"');
      const engine = await inMemoryEngine([
        aDiagram('p', start() + serviceTask('Work', 'work') + remind + end(), [
          'Start -> Work',
          'Work -> End',
        ]),
      ]);

      // when
      engine.create('p');

      // then
      const timers = engine
        .events('TIMER', 'CREATED')
        .map(({ value }) => [value['repetitions'], value['dueDate']]);
      expect(timers, expression).to.deep.equal([[repetitions, engine.now() + 3_600_000]]);
    }
  });

  for (const [what, elements] of [
    ['a date that no calendar has', start() + catchDate('Work', '2026-02-30T00:00:00Z') + end()],
    ['a date in words', start() + catchDate('Work', 'June 1 2026 Z') + end()],
    [
      'a date beyond the year 9999',
      start() + catchDate('Work', '=now() + duration(&#34;P9000Y&#34;)') + end(),
    ],
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
      const engine = await inMemoryEngine([aDiagram('p', elements, ['Start -> Work', 'Work -> End'])]);

      // when
      engine.create('p');

      // then
      expect(engine.incidents()).to.deep.equal([['EXTRACT_VALUE_ERROR', 'Work']]);
    });
});
