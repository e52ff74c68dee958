import { expect } from 'chai';
import { describe, it } from 'mocha';
import {
  aDiagram,
  boundary,
  catchMessage,
  catchTimer,
  cycle,
  end,
  gateway,
  message,
  serviceTask,
  start,
  timer,
  userTask,
} from '#tests/support/engine/diagram-builders.ts';
import { inMemoryEngine } from '#tests/support/engine/in-memory-engine.ts';

const HOUR_MS = 3_600_000;

const running = (...given: Parameters<typeof aDiagram>) => inMemoryEngine([aDiagram(...given)]);

describe('timers and boundary events of the embedded engine', () => {
  const awaiting = () =>
    running(
      'awaiting',
      start() +
        gateway('Await', 'eventBased') +
        catchMessage('Replied', 'Message_Reply') +
        catchTimer('TooLate', '=window') +
        userTask('Reply') +
        userTask('Late') +
        end(),
      ['Start -> Await', 'Await -> Replied', 'Await -> TooLate', 'Replied -> Reply', 'TooLate -> Late'],
      message('Message_Reply', 'reply', '=id'),
    );

  it('goes on from an event-based gateway with the first event, and only with that', async () => {
    // given
    const engine = await awaiting();
    engine.create('awaiting', { id: 'a', window: 'PT1H' });

    // when
    engine.publish('reply', 'a', { variables: { text: 'yes' } });
    engine.advance({ ms: 2 * HOUR_MS });

    // then
    expect(engine.elements()).to.include('Reply').and.not.to.include('Late');
    expect(engine.events('TIMER', 'CANCELED')).to.have.length(1);
  });

  it('fires a timer when its time has come', async () => {
    // given
    const engine = await awaiting();
    engine.create('awaiting', { id: 'a', window: 'PT1H' });

    // when
    engine.advance({ ms: HOUR_MS - 1 });
    const early = engine.elements().includes('Late');
    engine.advance({ ms: 1 });
    engine.publish('reply', 'a');

    // then
    expect(early).to.equal(false);
    expect(engine.elements()).to.include('Late').and.not.to.include('Reply');
  });

  it('raises an incident for a duration that is none, and opens nothing', async () => {
    // given
    const engine = await awaiting();

    // when
    engine.create('awaiting', { id: 'a', window: 'soon' });
    engine.publish('reply', 'a');

    // then
    expect(engine.incidents()).to.deep.equal([['EXTRACT_VALUE_ERROR', 'Await']]);
    expect(engine.elements()).not.to.include('Reply');
  });

  const guarded = (cancel: boolean) =>
    running(
      'guarded',
      start() +
        userTask('Work') +
        boundary('Late', 'Work', timer('PT1H'), `cancelActivity="${cancel}"`) +
        userTask('Escalate') +
        end(),
      ['Start -> Work', 'Work -> End', 'Late -> Escalate', 'Escalate -> End'],
    );

  it('ends the work at an interrupting boundary event', async () => {
    // given
    const engine = await guarded(true);
    engine.create('guarded');

    // when
    engine.advance({ ms: HOUR_MS });

    // then
    expect(engine.elements('ELEMENT_TERMINATED')).to.deep.equal(['Work']);
    expect(engine.events('USER_TASK', 'CANCELED')).to.have.length(1);
    engine.completeTask(engine.taskAt('Escalate'));
    expect(engine.isOver('guarded')).to.equal(true);
  });

  it('lets the work go on beside a boundary event that does not interrupt', async () => {
    // given
    const engine = await guarded(false);
    engine.create('guarded');

    // when
    engine.advance({ ms: HOUR_MS });
    engine.completeTask(engine.taskAt('Work'));
    const early = engine.isOver('guarded');
    engine.completeTask(engine.taskAt('Escalate'));

    // then
    expect(early).to.equal(false);
    expect(engine.isOver('guarded')).to.equal(true);
  });

  it('fires a boundary timer in a cycle, one interval after the other, until its host is left', async () => {
    // given
    const engine = await running(
      'reminded',
      start() +
        userTask('Work') +
        boundary('Remind', 'Work', cycle('R/P1D'), 'cancelActivity="false"') +
        serviceTask('Tell', 'tell') +
        end(),
      ['Start -> Work', 'Work -> End', 'Remind -> Tell', 'Tell -> End'],
    );
    engine.create('reminded');

    // when
    engine.advance({ ms: 24 * HOUR_MS });
    engine.advance({ ms: 48 * HOUR_MS });
    engine.completeTask(engine.taskAt('Work'));
    engine.advance({ ms: 48 * HOUR_MS });

    // then
    expect(engine.jobs('tell')).to.have.length(3);
    expect(engine.events('TIMER', 'CANCELED')).to.have.length(1);
  });

  it('starts a cycle at its date', async () => {
    // given
    const engine = await running(
      'reminded',
      start() +
        userTask('Work') +
        boundary('Remind', 'Work', cycle('R2/2026-01-02T00:00:00Z/P1D'), 'cancelActivity="false"') +
        serviceTask('Tell', 'tell') +
        end(),
      ['Start -> Work', 'Work -> End', 'Remind -> Tell', 'Tell -> End'],
    );

    // when
    engine.create('reminded');
    engine.advance({ ms: 240 * HOUR_MS });

    // then
    expect(engine.events('TIMER', 'TRIGGERED').map(({ value }) => value['dueDate'])).to.deep.equal([
      Date.UTC(2026, 0, 2),
      Date.UTC(2026, 0, 3),
    ]);
  });

  it('makes a job of a message that is thrown', async () => {
    // given
    const job = '<bpmn:extensionElements><zeebe:taskDefinition type="send" /></bpmn:extensionElements>';
    const engine = await running(
      'throwing',
      start() +
        `<bpmn:intermediateThrowEvent id="Tell">${job}<bpmn:messageEventDefinition /></bpmn:intermediateThrowEvent>` +
        `<bpmn:endEvent id="End">${job}<bpmn:messageEventDefinition /></bpmn:endEvent>`,
      ['Start -> Tell', 'Tell -> End'],
    );
    engine.create('throwing');

    // when
    engine.doJob('send');
    const early = engine.isOver('throwing');
    engine.doJob('send');

    // then
    expect(early).to.equal(false);
    expect(engine.isOver('throwing')).to.equal(true);
  });
});
