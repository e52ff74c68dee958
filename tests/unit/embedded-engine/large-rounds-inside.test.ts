import { expect } from 'chai';
import { describe, it } from 'mocha';
import {
  boundary,
  callActivity,
  catchMessage,
  catchTimer,
  error,
  errorEvent,
  message,
  multiple,
  output,
  serviceTask,
  subprocess,
  timer,
  userTask,
} from '#tests/support/engine/diagram-builders.ts';
import {
  apart,
  ASK,
  asking,
  BODIES,
  COLLECT,
  doAll,
  EACH,
  inside,
  MANY,
  reached,
} from '#tests/support/engine/large-round.ts';

const HOUR_MS = 3_600_000;
const FEW_LARGE = 'inputCollection="=if loopCounter &lt;= 2 then bodies else [1]" inputElement="body"';

describe('what runs inside large multi-instance activities of the embedded engine', () => {
  it('end together at an interrupting boundary event', async () => {
    // given
    const { engine } = await asking(multiple(userTask('Ask'), COLLECT), {
      more: boundary('Late', 'Ask', timer('PT1H')) + userTask('Decide'),
      flows: ['Late -> Decide'],
    });

    // when
    engine.completeTask(engine.tasksAt('Ask')[5] ?? '', { opinion: 'yes' });
    engine.advance({ ms: HOUR_MS });

    // then
    expect(engine.events('USER_TASK', 'CANCELED')).to.have.length(MANY - 1);
    expect(engine.tasksAt('Decide')).to.have.length(1);
    expect(reached(engine, 'After')).to.equal(0);
    expect(apart(engine)).to.deep.equal({ parts: 0, values: 0 });
  });

  it('end together at an error that one of them throws', async () => {
    // given
    const { engine } = await asking(multiple(serviceTask('Ask', 'ask'), ASK), {
      more: boundary('Refused', 'Ask', errorEvent('Error_Refused')) + userTask('Decide'),
      flows: ['Refused -> Decide'],
      roots: error('Error_Refused', 'refused'),
    });

    // when
    engine.throwError('ask', 'refused');

    // then
    expect(engine.tasksAt('Decide')).to.have.length(1);
    expect(engine.events('JOB', 'CANCELED')).to.have.length(MANY - 1);
    expect(apart(engine)).to.deep.equal({ parts: 0, values: 0 });
  });

  it('end together at an error that a called process throws', async () => {
    // given
    const { engine } = await asking(multiple(callActivity('Ask', 'child'), ASK), {
      more: boundary('Refused', 'Ask', errorEvent('Error_Refused')) + userTask('Decide'),
      flows: ['Refused -> Decide'],
      roots: error('Error_Refused', 'refused'),
    });

    // when
    engine.throwError('work', 'refused');

    // then
    expect(engine.tasksAt('Decide')).to.have.length(1);
    expect(reached(engine, 'child', 'ELEMENT_TERMINATED')).to.equal(MANY);
    expect(apart(engine)).to.deep.equal({ parts: 0, values: 0 });
  });

  it('call a process for each item', async () => {
    // given
    const { engine } = await asking(
      multiple(callActivity('Ask', 'child', { io: output('=opinion', 'opinion') }), COLLECT),
    );

    // when
    doAll(engine, 'work');

    // then
    expect(engine.jobs('after')[0]?.variables).to.deep.equal({ bodies: BODIES, opinions: EACH });
  });

  it('let each wait for its own message', async () => {
    // given
    const { engine } = await asking(
      multiple(subprocess('Ask', inside(catchMessage('Wait', 'Message_Go'), 'Wait')), ASK),
      {
        roots: message('Message_Go', 'go', '=body'),
      },
    );

    // when
    engine.publish('go', 'body-77');
    const one = reached(engine, 'InnerEnd');
    for (const body of BODIES) engine.publish('go', body);

    // then
    expect([one, reached(engine, 'InnerEnd'), reached(engine, 'After')]).to.deep.equal([1, MANY, 1]);
  });

  it('let each wait for its own time', async () => {
    // given
    const wait = catchTimer('Wait', '=duration(&#34;PT&#34; + string(loopCounter) + &#34;M&#34;)');
    const { engine } = await asking(multiple(subprocess('Ask', inside(wait, 'Wait')), ASK));

    // when
    engine.advance({ ms: HOUR_MS });
    const early = reached(engine, 'InnerEnd');
    engine.advance({ ms: 2 * HOUR_MS });

    // then
    expect([early, reached(engine, 'InnerEnd'), reached(engine, 'After')]).to.deep.equal([60, MANY, 1]);
  });

  for (const [what, activity, ended] of [
    ['tasks', userTask('Ask'), ['Ask', MANY + 1]],
    ['called processes', callActivity('Ask', 'child'), ['child', MANY]],
    [
      'a round in each, two of them large',
      subprocess('Ask', inside(multiple(serviceTask('Deep', 'deep'), FEW_LARGE), 'Deep')),
      ['Deep', 2 * (MANY + 1) + (MANY - 2) * 2],
    ],
  ] as const)
    it(`end with their instance: ${what}`, async () => {
      // given
      const { engine, key: instanceKey } = await asking(multiple(activity, COLLECT));

      // when
      engine.execute({ do: 'cancel-instance', instanceKey });

      // then
      const [id, count] = ended;
      expect(reached(engine, id, 'ELEMENT_TERMINATED')).to.equal(count);
      expect(engine.instance(instanceKey)).to.equal(undefined);
      expect(apart(engine)).to.deep.equal({ parts: 0, values: 0 });
    });
});
