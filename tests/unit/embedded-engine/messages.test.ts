import { expect } from 'chai';
import { beforeEach, describe, it } from 'mocha';
import { Rejection } from '#engine/core/rejection.ts';
import {
  aDiagram,
  catchMessage,
  end,
  message,
  messageStart,
  userTask,
} from '#tests/support/engine/diagram-builders.ts';
import { type InMemoryEngine, inMemoryEngine } from '#tests/support/engine/in-memory-engine.ts';

const MINUTE_MS = 60_000;

const ORDER = aDiagram(
  'order',
  messageStart('Start', 'Message_Placed') + userTask('Task') + end(),
  ['Start -> Task', 'Task -> End'],
  message('Message_Placed', 'placed'),
);

const WAITING = aDiagram(
  'waiting',
  messageStart('Start', 'Message_Begin') + catchMessage('Wait', 'Message_Reply') + end(),
  ['Start -> Wait', 'Wait -> End'],
  message('Message_Begin', 'begin') + message('Message_Reply', 'reply', '=id'),
);

const LISTENING = aDiagram(
  'listening',
  messageStart('Start', 'Message_Placed') + end(),
  ['Start -> End'],
  message('Message_Placed', 'placed'),
);

describe('messages of the embedded engine', () => {
  let engine: InMemoryEngine;
  const started = (): number => engine.events('MESSAGE_START_EVENT_SUBSCRIPTION', 'CORRELATED').length;
  const tasks = (): string[] => engine.events('USER_TASK', 'CREATED').map(({ key }) => key);
  const rejection = (attempt: () => unknown): string => {
    try {
      attempt();
    } catch (error) {
      if (error instanceof Rejection) return error.code;
      throw error;
    }
    return 'none';
  };

  beforeEach(async () => {
    engine = await inMemoryEngine([ORDER, WAITING]);
  });

  it('knows the id of a message again while it is buffered, and no longer', () => {
    // given
    const publish = () => engine.publish('placed', 'a', { messageId: '1', ttlMs: MINUTE_MS });
    publish();

    // when
    const again = rejection(publish);
    engine.advance({ ms: MINUTE_MS });
    const afterwards = rejection(publish);

    // then
    expect(again).to.equal('ALREADY_EXISTS');
    expect(afterwards).to.equal('none');
  });

  it('does not know the id of a message without a time to live', () => {
    // given
    const publish = () => engine.publish('elsewhere', 'a', { messageId: '1' });
    publish();

    // when
    const again = rejection(publish);

    // then
    expect(again).to.equal('none');
  });

  it('takes the same id for another name or correlation key', () => {
    // given
    engine.publish('placed', 'a', { messageId: '1', ttlMs: MINUTE_MS });

    // when
    const otherKey = rejection(() => engine.publish('placed', 'b', { messageId: '1', ttlMs: MINUTE_MS }));
    const otherName = rejection(() => engine.publish('begin', 'a', { messageId: '1', ttlMs: MINUTE_MS }));

    // then
    expect([otherKey, otherName]).to.deep.equal(['none', 'none']);
  });

  it('starts no second instance of a correlation key while the first is active', () => {
    // when
    engine.publish('placed', 'a', { messageId: '1' });
    engine.publish('placed', 'a', { messageId: '2' });
    engine.publish('placed', 'b', { messageId: '3' });

    // then
    expect(started()).to.equal(2);
  });

  it('starts the next instance from a message that was buffered meanwhile, when the first ends', () => {
    // given
    engine.publish('placed', 'a', { messageId: '1', ttlMs: MINUTE_MS });
    engine.publish('placed', 'a', { messageId: '2', ttlMs: MINUTE_MS });
    const [task = ''] = tasks();

    // when
    engine.completeTask(task);

    // then
    expect(started()).to.equal(2);
    expect(tasks()).to.have.length(2);
  });

  it('starts nothing from a buffered message whose time is over', () => {
    // given
    engine.publish('placed', 'a', { messageId: '1', ttlMs: MINUTE_MS });
    engine.publish('placed', 'a', { messageId: '2', ttlMs: MINUTE_MS });
    engine.advance({ ms: MINUTE_MS });

    // when
    engine.completeTask(tasks()[0] ?? '');

    // then
    expect(started()).to.equal(1);
  });

  it('starts an instance from each message without a correlation key', () => {
    // when
    engine.publish('placed', '');
    engine.publish('placed', '');

    // then
    expect(started()).to.equal(2);
  });

  it('gives a message to each process once', async () => {
    // given
    await engine.deploy([LISTENING]);

    // when
    engine.publish('placed', 'a', { ttlMs: MINUTE_MS });

    // then
    const processes = engine
      .events('MESSAGE_START_EVENT_SUBSCRIPTION', 'CORRELATED')
      .map(({ value }) => value['bpmnProcessId']);
    expect(processes.sort()).to.deep.equal(['listening', 'order']);
  });

  it('gives a waiting instance its message, with the variables', () => {
    // given
    engine.publish('begin', 'a', { variables: { id: 'a' } });

    // when
    engine.publish('reply', 'b');
    const before = engine.elements('ELEMENT_COMPLETED').includes('waiting');
    engine.publish('reply', 'a', { variables: { text: 'yes' } });

    // then
    expect(before).to.equal(false);
    expect(engine.elements('ELEMENT_COMPLETED')).to.include('waiting');
    expect(engine.events('PROCESS_MESSAGE_SUBSCRIPTION', 'CORRELATED')[0]?.value['variables']).to.deep.equal({
      text: 'yes',
    });
  });

  it('keeps a message for an instance that comes to wait for it later, for its time to live', () => {
    // given
    engine.publish('reply', 'a', { ttlMs: MINUTE_MS });
    engine.publish('reply', 'b', { ttlMs: MINUTE_MS });

    // when
    engine.publish('begin', 'a', { variables: { id: 'a' } });
    engine.advance({ ms: MINUTE_MS });
    engine.publish('begin', 'b', { variables: { id: 'b' } });

    // then
    expect(engine.elements('ELEMENT_COMPLETED').filter((id) => id === 'waiting')).to.have.length(1);
  });

  it('loses a message that nobody waits for and that has no time to live', () => {
    // given
    engine.publish('reply', 'a');

    // when
    engine.publish('begin', 'a', { variables: { id: 'a' } });

    // then
    expect(engine.elements('ELEMENT_COMPLETED')).not.to.include('waiting');
  });

  it('starts the newest version of a process only', async () => {
    // given
    const changed = aDiagram(
      'order',
      messageStart('Start', 'Message_Placed') + userTask('Task') + userTask('Other') + end(),
      ['Start -> Other', 'Other -> Task', 'Task -> End'],
      message('Message_Placed', 'placed'),
    );
    await engine.deploy([changed]);

    // when
    engine.publish('placed', 'a');

    // then
    expect(started()).to.equal(1);
    expect(engine.elements()).to.include('Other');
  });

  it('writes the instance of a start message beside its correlation key', () => {
    // when
    engine.publish('placed', 'a', { variables: { requestId: 'a' } });

    // then
    const [correlated] = engine.events('MESSAGE_START_EVENT_SUBSCRIPTION', 'CORRELATED');
    const [instance] = engine.events('PROCESS_INSTANCE', 'ELEMENT_ACTIVATED');
    expect(correlated?.value).to.deep.include({
      correlationKey: 'a',
      bpmnProcessId: 'order',
      startEventId: 'Start',
      processInstanceKey: instance?.value['processInstanceKey'],
    });
  });

  it('start the next instance of a key oldest first, whatever they are called', async () => {
    // given
    const two = aDiagram(
      'two',
      messageStart('ByFirst', 'First') + messageStart('BySecond', 'Second') + userTask('U') + end(),
      ['ByFirst -> U', 'BySecond -> U', 'U -> End'],
      message('First', 'first') + message('Second', 'second'),
    );
    engine = await inMemoryEngine([two]);
    for (const name of ['first', 'second', 'first']) engine.publish(name, 'a', { ttlMs: MINUTE_MS });

    // when
    engine.completeTask(engine.taskAt('U'));
    engine.completeTask(engine.taskAt('U'));

    // then
    const starts = engine.elements().filter((id) => id.startsWith('By'));
    expect(starts).to.deep.equal(['ByFirst', 'BySecond', 'ByFirst']);
  });
});
