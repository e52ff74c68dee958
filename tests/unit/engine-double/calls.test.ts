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
  input,
  message,
  messageEvent,
  output,
  serviceTask,
  start,
  userTask,
} from '../../support/engine-double/diagram-builders.ts';
import { inMemory } from '../../support/engine-double/in-memory.ts';

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
  inMemory([
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

describe('call activities of the engine double', () => {
  it('give the called process only what their input mappings name, where they are told so', async () => {
    // given
    const double = await calling({
      rest: 'propagateAllParentVariables="false"',
      io: input('=a + 1', 'b'),
    });

    // when
    double.create('parent', { a: 1 });

    // then
    expect(double.jobs('work')[0]?.variables).to.deep.equal({ b: 2 });
  });

  it('bring back nothing, where they are told so', async () => {
    // given
    const double = await calling({ rest: 'propagateAllChildVariables="false"' });
    double.create('parent', { a: 1 });

    // when
    double.doJob('work', { x: 1 });

    // then
    expect(double.jobs('after')[0]?.variables).to.deep.equal({ a: 1 });
  });

  it('bring back what their output mappings name, and nothing else', async () => {
    // given
    const double = await calling({
      rest: 'propagateAllChildVariables="false"',
      io: output('=x', 'result'),
    });
    double.create('parent', { a: 1 });

    // when
    double.doJob('work', { x: 1, y: 2 });

    // then
    expect(double.jobs('after')[0]?.variables).to.deep.equal({ a: 1, result: 1 });
  });

  it('catch an error end event of the called process on their boundary', async () => {
    // given
    const failing = aDiagram(
      'child',
      start() + errorEnd('Bad', 'Error_Bad'),
      ['Start -> Bad'],
      error('Error_Bad', 'bad'),
    );
    const double = await calling({}, errorEvent('Error_Bad'), true, failing);

    // when
    double.create('parent');

    // then
    expect(double.tasksAt('Mend')).to.have.length(1);
    expect(double.elements('ELEMENT_TERMINATED').sort()).to.deep.equal(['Bad', 'Call', 'child']);
  });

  it('end the called process at an interrupting boundary event', async () => {
    // given
    const double = await calling({}, messageEvent('Message_Stop'));
    double.create('parent', { id: 'a' });

    // when
    double.publish('stop', 'a');

    // then
    expect(double.jobs('work')).to.deep.equal([]);
    expect(double.tasksAt('Mend')).to.have.length(1);
  });

  it('let the called process go on beside a boundary event that does not interrupt', async () => {
    // given
    const double = await calling({}, messageEvent('Message_Stop'), false);
    double.create('parent', { id: 'a' });

    // when
    double.publish('stop', 'a');
    double.publish('stop', 'a');
    double.doJob('work');

    // then
    expect(double.tasksAt('Mend')).to.have.length(2);
    expect(double.jobs('after')).to.have.length(1);
  });

  it('say in the records of the called process who called, and take its flows too', async () => {
    // given
    const double = await calling({});

    // when
    const parent = double.create('parent');
    double.doJob('work');

    // then
    const child = double
      .events('PROCESS_INSTANCE', 'ELEMENT_ACTIVATED')
      .find(({ value }) => value['elementId'] === 'child');
    expect(String(child?.value['parentProcessInstanceKey'])).to.include(parent);
    expect(double.elements('SEQUENCE_FLOW_TAKEN')).to.deep.equal(['Flow_1', 'Flow_1', 'Flow_2', 'Flow_2']);
  });
});
