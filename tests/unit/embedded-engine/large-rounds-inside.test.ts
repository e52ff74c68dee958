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
  multiInstance,
  output,
  serviceTask,
  subprocess,
  timer,
  userTask,
} from '#tests/support/engine/diagram-builders.ts';
import {
  completeAllJobs,
  countReached,
  EXPECTED_RESULTS,
  INPUT_AND_OUTPUT_COLLECTION,
  INPUT_COLLECTION,
  inside,
  ITEM_COUNT,
  ITEMS,
  sizesOutsideDocument,
  startMultiInstance,
} from '#tests/support/engine/large-multi-instance.ts';

const HOUR_MS = 3_600_000;
const FEW_LARGE = 'inputCollection="=if loopCounter &lt;= 2 then bodies else [1]" inputElement="body"';

describe('what runs inside large multi-instance activities of the embedded engine', () => {
  it('end together at an interrupting boundary event', async () => {
    // given
    const { engine } = await startMultiInstance(multiInstance(userTask('Ask'), INPUT_AND_OUTPUT_COLLECTION), {
      more: boundary('Late', 'Ask', timer('PT1H')) + userTask('Decide'),
      flows: ['Late -> Decide'],
    });

    // when
    engine.completeTask(engine.tasksAt('Ask')[5] ?? '', { opinion: 'yes' });
    engine.advance({ ms: HOUR_MS });

    // then
    expect(engine.events('USER_TASK', 'CANCELED')).to.have.length(ITEM_COUNT - 1);
    expect(engine.tasksAt('Decide')).to.have.length(1);
    expect(countReached(engine, 'After')).to.equal(0);
    expect(sizesOutsideDocument(engine)).to.deep.equal({ parts: 0, values: 0 });
  });

  it('end together at an error that one of them throws', async () => {
    // given
    const { engine } = await startMultiInstance(multiInstance(serviceTask('Ask', 'ask'), INPUT_COLLECTION), {
      more: boundary('Refused', 'Ask', errorEvent('Error_Refused')) + userTask('Decide'),
      flows: ['Refused -> Decide'],
      roots: error('Error_Refused', 'refused'),
    });

    // when
    engine.throwError('ask', 'refused');

    // then
    expect(engine.tasksAt('Decide')).to.have.length(1);
    expect(engine.events('JOB', 'CANCELED')).to.have.length(ITEM_COUNT - 1);
    expect(sizesOutsideDocument(engine)).to.deep.equal({ parts: 0, values: 0 });
  });

  it('end together at an error that a called process throws', async () => {
    // given
    const { engine } = await startMultiInstance(
      multiInstance(callActivity('Ask', 'child'), INPUT_COLLECTION),
      {
        more: boundary('Refused', 'Ask', errorEvent('Error_Refused')) + userTask('Decide'),
        flows: ['Refused -> Decide'],
        roots: error('Error_Refused', 'refused'),
      },
    );

    // when
    engine.throwError('work', 'refused');

    // then
    expect(engine.tasksAt('Decide')).to.have.length(1);
    expect(countReached(engine, 'child', 'ELEMENT_TERMINATED')).to.equal(ITEM_COUNT);
    expect(sizesOutsideDocument(engine)).to.deep.equal({ parts: 0, values: 0 });
  });

  it('call a process for each item', async () => {
    // given
    const { engine } = await startMultiInstance(
      multiInstance(
        callActivity('Ask', 'child', { io: output('=opinion', 'opinion') }),
        INPUT_AND_OUTPUT_COLLECTION,
      ),
    );

    // when
    completeAllJobs(engine, 'work');

    // then
    expect(engine.jobs('after')[0]?.variables).to.deep.equal({ bodies: ITEMS, opinions: EXPECTED_RESULTS });
  });

  it('let each wait for its own message', async () => {
    // given
    const { engine } = await startMultiInstance(
      multiInstance(subprocess('Ask', inside(catchMessage('Wait', 'Message_Go'), 'Wait')), INPUT_COLLECTION),
      {
        roots: message('Message_Go', 'go', '=body'),
      },
    );

    // when
    engine.publish('go', 'body-77');
    const one = countReached(engine, 'InnerEnd');
    for (const body of ITEMS) engine.publish('go', body);

    // then
    expect([one, countReached(engine, 'InnerEnd'), countReached(engine, 'After')]).to.deep.equal([
      1,
      ITEM_COUNT,
      1,
    ]);
  });

  it('let each wait for its own time', async () => {
    // given
    const wait = catchTimer('Wait', '=duration(&#34;PT&#34; + string(loopCounter) + &#34;M&#34;)');
    const { engine } = await startMultiInstance(
      multiInstance(subprocess('Ask', inside(wait, 'Wait')), INPUT_COLLECTION),
    );

    // when
    engine.advance({ ms: HOUR_MS });
    const early = countReached(engine, 'InnerEnd');
    engine.advance({ ms: 2 * HOUR_MS });

    // then
    expect([early, countReached(engine, 'InnerEnd'), countReached(engine, 'After')]).to.deep.equal([
      60,
      ITEM_COUNT,
      1,
    ]);
  });

  for (const [what, activity, ended] of [
    ['tasks', userTask('Ask'), ['Ask', ITEM_COUNT + 1]],
    ['called processes', callActivity('Ask', 'child'), ['child', ITEM_COUNT]],
    [
      'a round in each, two of them large',
      subprocess('Ask', inside(multiInstance(serviceTask('Deep', 'deep'), FEW_LARGE), 'Deep')),
      ['Deep', 2 * (ITEM_COUNT + 1) + (ITEM_COUNT - 2) * 2],
    ],
  ] as const)
    it(`end with their instance: ${what}`, async () => {
      // given
      const { engine, key: instanceKey } = await startMultiInstance(
        multiInstance(activity, INPUT_AND_OUTPUT_COLLECTION),
      );

      // when
      engine.execute({ do: 'cancel-instance', instanceKey });

      // then
      const [id, count] = ended;
      expect(countReached(engine, id, 'ELEMENT_TERMINATED')).to.equal(count);
      expect(engine.instance(instanceKey)).to.equal(undefined);
      expect(sizesOutsideDocument(engine)).to.deep.equal({ parts: 0, values: 0 });
    });
});
