import { expect } from 'chai';
import { describe, it } from 'mocha';
import {
  aDiagram,
  boundary,
  callActivity,
  cycle,
  end,
  error,
  errorEnd,
  errorEvent,
  eventSubprocess,
  input,
  message,
  messageEvent,
  messageStart,
  output,
  sequence,
  serviceTask,
  start,
  subprocess,
  timer,
  userTask,
} from '#tests/support/engine/diagram-builders.ts';
import { inMemoryEngine } from '#tests/support/engine/in-memory-engine.ts';

const HOUR_MS = 3_600_000;
const STOP = message('Message_Stop', 'stop', '=id');

const running = (...given: Parameters<typeof aDiagram>) => inMemoryEngine([aDiagram(...given)]);

/** A process with a task and one event subprocess beside it. */
const guarded = (event: string, element: string, options = {}) =>
  running(
    'guarded',
    start() + userTask('Work') + eventSubprocess(event, element, options) + end(),
    ['Start -> Work', 'Work -> End'],
    STOP + error('Error_Bad', 'bad'),
  );

describe('event subprocesses of the embedded engine', () => {
  it('end everything else in their scope when they interrupt, and complete it', async () => {
    // given
    const engine = await guarded(messageEvent('Message_Stop'), serviceTask('Record', 'record'));
    engine.create('guarded', { id: 'a' });

    // when
    engine.publish('stop', 'a');
    const open = engine.events('USER_TASK', 'CANCELED').length;
    engine.doJob('record');

    // then
    expect(open).to.equal(1);
    expect(engine.elements('ELEMENT_TERMINATED')).to.deep.equal(['Work']);
    expect(engine.isOver('guarded')).to.equal(true);
    expect(engine.elements('SEQUENCE_FLOW_TAKEN')).to.deep.equal(['Flow_1', 'On_1', 'On_2']);
  });

  it('end the processes that their scope has called', async () => {
    // given
    const child = aDiagram('child', start() + userTask('Inner') + end(), ['Start -> Inner', 'Inner -> End']);
    const parent = aDiagram(
      'parent',
      start() +
        callActivity('Call', 'child') +
        eventSubprocess(messageEvent('Message_Stop'), userTask('Record')) +
        end(),
      ['Start -> Call', 'Call -> End'],
      STOP,
    );
    const engine = await inMemoryEngine([child, parent]);
    engine.create('parent', { id: 'a' });

    // when
    engine.publish('stop', 'a');

    // then
    expect(engine.elements('ELEMENT_TERMINATED').sort()).to.deep.equal(['Call', 'Inner', 'child']);
    expect(engine.tasksAt('Record')).to.have.length(1);
  });

  it('happen once when they interrupt, and keep later events from the others', async () => {
    // given
    const engine = await guarded(messageEvent('Message_Stop'), userTask('Record'));
    engine.create('guarded', { id: 'a' });

    // when
    engine.publish('stop', 'a');
    engine.publish('stop', 'a');

    // then
    expect(engine.tasksAt('Record')).to.have.length(1);
    expect(engine.elements().filter((id) => id === 'On')).to.have.length(1);
  });

  it('happen any number of times when they do not interrupt, and keep their scope alive', async () => {
    // given
    const engine = await guarded(messageEvent('Message_Stop'), userTask('Tell'), { interrupting: false });
    engine.create('guarded', { id: 'a' });

    // when
    engine.publish('stop', 'a');
    engine.publish('stop', 'a');
    engine.completeTask(engine.taskAt('Work'));
    const early = engine.isOver('guarded');
    for (const task of engine.tasksAt('Tell')) engine.completeTask(task);

    // then
    expect(engine.tasksAt('Tell')).to.have.length(2);
    expect(early).to.equal(false);
    expect(engine.isOver('guarded')).to.equal(true);
  });

  it('stop listening when their scope ends', async () => {
    // given
    const engine = await guarded(messageEvent('Message_Stop'), userTask('Tell'), { interrupting: false });
    engine.create('guarded', { id: 'a' });

    // when
    engine.completeTask(engine.taskAt('Work'));
    engine.publish('stop', 'a');

    // then
    expect(engine.isOver('guarded')).to.equal(true);
    expect(engine.tasksAt('Tell')).to.deep.equal([]);
    expect(engine.events('PROCESS_MESSAGE_SUBSCRIPTION', 'DELETED')).to.have.length(1);
  });

  it('read what the start event of their scope brought', async () => {
    // given
    const engine = await running(
      'begun',
      messageStart('Start', 'Message_Begin') +
        userTask('Work') +
        eventSubprocess(messageEvent('Message_Stop'), userTask('Record')) +
        end(),
      ['Start -> Work', 'Work -> End'],
      STOP + message('Message_Begin', 'begin'),
    );

    // when
    engine.publish('begin', 'a', { variables: { id: 'a' } });
    engine.publish('stop', 'a');

    // then
    expect(engine.incidents()).to.deep.equal([]);
    expect(engine.tasksAt('Record')).to.have.length(1);
  });

  it('raise an incident at the start event of their scope when the correlation key is missing', async () => {
    // given
    const engine = await guarded(messageEvent('Message_Stop'), userTask('Record'));

    // when
    engine.create('guarded', {});

    // then
    expect(engine.incidents()).to.deep.equal([['EXTRACT_VALUE_ERROR', 'Start']]);
    expect(engine.tasksAt('Work')).to.deep.equal([]);
  });

  it('take a message that was kept from before their scope began', async () => {
    // given
    const engine = await guarded(messageEvent('Message_Stop'), userTask('Record'));

    // when
    engine.publish('stop', 'a', { ttlMs: HOUR_MS });
    engine.create('guarded', { id: 'a' });

    // then
    expect(engine.tasksAt('Record')).to.have.length(1);
    engine.completeTask(engine.taskAt('Record'));
    expect(engine.isOver('guarded')).to.equal(true);
  });

  const listening = (options: object) =>
    guarded(messageEvent('Message_Stop'), serviceTask('Tell', 'tell'), { interrupting: false, ...options });

  it('give the variables of their message to the process', async () => {
    // given
    const engine = await listening({});
    engine.create('guarded', { id: 'a' });

    // when
    engine.publish('stop', 'a', { variables: { step: 1 } });
    engine.publish('stop', 'a', { variables: { step: 2 } });

    // then
    expect(engine.jobs('tell').map(({ variables }) => variables['step'])).to.deep.equal([2, 2]);
  });

  it('keep the variables of their message where an input mapping has made a place for them', async () => {
    // given
    const engine = await listening({ io: input('=null', 'step') });
    engine.create('guarded', { id: 'a' });

    // when
    engine.publish('stop', 'a', { variables: { step: 1 } });
    engine.publish('stop', 'a', { variables: { step: 2 } });

    // then
    expect(engine.jobs('tell').map(({ variables }) => variables['step'])).to.deep.equal([1, 2]);
  });

  it('give on what an output mapping of their start event names, and nothing else', async () => {
    // given
    const engine = await listening({ startIo: output('=step + 1', 'next') });
    engine.create('guarded', { id: 'a' });

    // when
    engine.publish('stop', 'a', { variables: { step: 1 } });

    // then
    expect(engine.jobs('tell')[0]?.variables).to.deep.equal({ id: 'a', next: 2 });
  });

  it('begin at their time', async () => {
    // given
    const engine = await guarded(timer('PT1H'), userTask('Late'));
    engine.create('guarded', { id: 'a' });

    // when
    engine.advance({ ms: HOUR_MS });

    // then
    expect(engine.tasksAt('Late')).to.have.length(1);
    expect(engine.events('USER_TASK', 'CANCELED')).to.have.length(1);
  });

  it('begin again and again in a cycle, as often as it says', async () => {
    // given
    const engine = await guarded(cycle('R2/PT1H'), userTask('Late'), { interrupting: false });
    engine.create('guarded', { id: 'a' });

    // when
    engine.advance({ ms: HOUR_MS });
    const once = engine.tasksAt('Late').length;
    engine.advance({ ms: 9 * HOUR_MS });

    // then
    expect(once).to.equal(1);
    expect(engine.tasksAt('Late')).to.have.length(2);
  });

  it('catch the error of their code from inside their scope', async () => {
    // given
    const engine = await running(
      'failing',
      start() +
        serviceTask('Work', 'work') +
        eventSubprocess(errorEvent('Error_Bad'), userTask('Mend')) +
        end(),
      ['Start -> Work', 'Work -> End'],
      error('Error_Bad', 'bad'),
    );
    engine.create('failing');
    engine.create('failing');

    // when
    engine.throwError('work', 'bad');
    engine.throwError('work', 'other');

    // then
    expect(engine.tasksAt('Mend')).to.have.length(1);
    expect(engine.incidents()).to.deep.equal([['UNHANDLED_ERROR_EVENT', 'Work']]);
  });

  it('let the boundary around the scope catch what they throw themselves', async () => {
    // given
    const inside =
      start('InnerStart') +
      serviceTask('Work', 'work') +
      eventSubprocess(errorEvent(), serviceTask('Mend', 'mend')) +
      errorEnd('Bad', 'Error_Bad') +
      sequence('Inner_1', 'InnerStart', 'Work') +
      sequence('Inner_2', 'Work', 'Bad');
    const engine = await running(
      'layers',
      start() +
        subprocess('Inside', inside) +
        boundary('Caught', 'Inside', errorEvent()) +
        userTask('After') +
        end(),
      ['Start -> Inside', 'Inside -> End', 'Caught -> After', 'After -> End'],
      error('Error_Bad', 'bad'),
    );
    engine.create('layers');

    // when
    engine.doJob('work');
    engine.throwError('mend', 'worse');

    // then
    expect(engine.elements()).to.include('Mend');
    expect(engine.tasksAt('After')).to.have.length(1);
    expect(engine.incidents()).to.deep.equal([]);
  });

  it('interrupt an embedded subprocess only', async () => {
    // given
    const inside =
      start('InnerStart') +
      userTask('Work') +
      eventSubprocess(messageEvent('Message_Stop'), serviceTask('Record', 'record')) +
      sequence('Inner_1', 'InnerStart', 'Work');
    const engine = await running(
      'nested',
      start() + subprocess('Inside', inside) + userTask('After') + end(),
      ['Start -> Inside', 'Inside -> After', 'After -> End'],
      STOP,
    );
    engine.create('nested', { id: 'a' });

    // when
    engine.publish('stop', 'a');
    engine.doJob('record');

    // then
    expect(engine.elements('ELEMENT_TERMINATED')).to.deep.equal(['Work']);
    expect(engine.tasksAt('After')).to.have.length(1);
  });
});
