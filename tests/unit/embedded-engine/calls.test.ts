import { expect } from 'chai';
import { describe, it } from 'mocha';
import {
  aDiagram,
  boundary,
  callActivity,
  end,
  error,
  errorEnd,
  errorEvent,
  gateway,
  input,
  message,
  messageEvent,
  output,
  serviceTask,
  start,
  userTask,
} from '#tests/support/engine/diagram-builders.ts';
import { inMemoryEngine } from '#tests/support/engine/in-memory-engine.ts';

const CHILD = aDiagram('child', start() + serviceTask('Work', 'work') + end(), [
  'Start -> Work',
  'Work -> End',
]);

/** A call, a job after it, and a task behind a boundary event of the call. */
const calling = (
  call: { rest?: string; io?: string },
  event = errorEvent('Error_Bad'),
  cancel = true,
  child = CHILD,
) =>
  inMemoryEngine([
    child,
    aDiagram(
      'parent',
      start() +
        callActivity('Call', 'child', call) +
        boundary('Caught', 'Call', event, `cancelActivity="${cancel}"`) +
        userTask('Mend') +
        serviceTask('After', 'after') +
        end(),
      ['Start -> Call', 'Call -> After', 'After -> End', 'Caught -> Mend', 'Mend -> End'],
      error('Error_Bad', 'bad') + message('Message_Stop', 'stop', '=id'),
    ),
  ]);

describe('call activities of the embedded engine', () => {
  it('give the called process only what their input mappings name, where they are told so', async () => {
    // given
    const engine = await calling({
      rest: 'propagateAllParentVariables="false"',
      io: input('=a + 1', 'b'),
    });

    // when
    engine.create('parent', { a: 1 });

    // then
    expect(engine.jobs('work')[0]?.variables).to.deep.equal({ b: 2 });
  });

  it('bring back nothing, where they are told so', async () => {
    // given
    const engine = await calling({ rest: 'propagateAllChildVariables="false"' });
    engine.create('parent', { a: 1 });

    // when
    engine.doJob('work', { x: 1 });

    // then
    expect(engine.jobs('after')[0]?.variables).to.deep.equal({ a: 1 });
  });

  it('bring back what their output mappings name, and nothing else', async () => {
    // given
    const engine = await calling({
      rest: 'propagateAllChildVariables="false"',
      io: output('=x', 'result'),
    });
    engine.create('parent', { a: 1 });

    // when
    engine.doJob('work', { x: 1, y: 2 });

    // then
    expect(engine.jobs('after')[0]?.variables).to.deep.equal({ a: 1, result: 1 });
  });

  it('catch an error end event of the called process on their boundary', async () => {
    // given
    const failing = aDiagram(
      'child',
      start() + errorEnd('Bad', 'Error_Bad'),
      ['Start -> Bad'],
      error('Error_Bad', 'bad'),
    );
    const engine = await calling({}, errorEvent('Error_Bad'), true, failing);

    // when
    engine.create('parent');

    // then
    expect(engine.tasksAt('Mend')).to.have.length(1);
    expect(engine.elements('ELEMENT_TERMINATED').sort()).to.deep.equal(['Bad', 'Call', 'child']);
  });

  it('end the called process at an interrupting boundary event', async () => {
    // given
    const engine = await calling({}, messageEvent('Message_Stop'));
    engine.create('parent', { id: 'a' });

    // when
    engine.publish('stop', 'a');

    // then
    expect(engine.jobs('work')).to.deep.equal([]);
    expect(engine.tasksAt('Mend')).to.have.length(1);
  });

  it('let the called process go on beside a boundary event that does not interrupt', async () => {
    // given
    const engine = await calling({}, messageEvent('Message_Stop'), false);
    engine.create('parent', { id: 'a' });

    // when
    engine.publish('stop', 'a');
    engine.publish('stop', 'a');
    engine.doJob('work');

    // then
    expect(engine.tasksAt('Mend')).to.have.length(2);
    expect(engine.jobs('after')).to.have.length(1);
  });

  it('say in the records of the called process who called, and take its flows too', async () => {
    // given
    const engine = await calling({});

    // when
    const parent = engine.create('parent');
    engine.doJob('work');

    // then
    const child = engine
      .events('PROCESS_INSTANCE', 'ELEMENT_ACTIVATED')
      .find(({ value }) => value['elementId'] === 'child');
    expect(String(child?.value['parentProcessInstanceKey'])).to.include(parent);
    expect(engine.elements('SEQUENCE_FLOW_TAKEN')).to.deep.equal(['Flow_1', 'Flow_1', 'Flow_2', 'Flow_2']);
  });

  it('stop with an incident at a depth of 1,000, and all of it ends at once', async () => {
    // given
    const engine = await inMemoryEngine([
      aDiagram('self', start() + serviceTask('Work', 'work') + callActivity('Call', 'self') + end(), [
        'Start -> Work',
        'Work -> Call',
        'Call -> End',
      ]),
    ]);
    const instanceKey = engine.create('self');
    const activation = { type: 'work', worker: 'w', max: 1, timeoutMs: 1_000, fetch: ['none'] };
    for (let depth = 0; depth <= 1_000; depth += 1) {
      const [job] = engine.execute({ do: 'activate-jobs', ...activation });
      engine.completeJob(job?.key ?? '');
    }
    const incidents = engine.incidents();

    // when
    engine.execute({ do: 'cancel-instance', instanceKey });

    // then
    expect(incidents).to.deep.equal([['CALLED_ELEMENT_ERROR', 'Call']]);
    const roots = engine
      .events('PROCESS_INSTANCE', 'ELEMENT_TERMINATED')
      .filter(({ value }) => value['bpmnElementType'] === 'PROCESS');
    expect(roots).to.have.length(1_001);
    expect(roots.at(-1)?.key).to.equal(instanceKey);
  });

  it('come back from a depth of 1,000 at once', async () => {
    // given
    const engine = await inMemoryEngine([
      aDiagram(
        'self',
        start() +
          serviceTask('Work', 'work') +
          gateway('Deep', 'exclusive', 'default="Flow_3"') +
          callActivity('Call', 'self', { io: input('=n + 1', 'n') }) +
          end('Out'),
        ['Start -> Work', 'Work -> Deep', 'Deep -> Call', 'Deep -> Out: =n = 1000'],
      ),
    ]);
    engine.create('self', { n: 0 });

    // when
    for (let depth = 0; depth <= 1_000; depth += 1) engine.doJob('work');

    // then
    const over = engine
      .events('PROCESS_INSTANCE', 'ELEMENT_COMPLETED')
      .filter(({ value }) => value['bpmnElementType'] === 'PROCESS');
    expect(over).to.have.length(1_001);
    expect(engine.incidents()).to.deep.equal([]);
  });
});
