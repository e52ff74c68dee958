import { expect } from 'chai';
import { describe, it } from 'mocha';
import {
  aDiagram,
  compensate,
  compensationBoundary,
  compensationHandler,
  end,
  error,
  errorEvent,
  eventSubprocess,
  sequence,
  serviceTask,
  start,
  subprocess,
  userTask,
} from '#tests/support/engine/diagram-builders.ts';
import { inMemoryEngine } from '#tests/support/engine/in-memory-engine.ts';

/** Two decisions that can be undone, then a throw event. */
const decided = (activity = '') =>
  inMemoryEngine([
    aDiagram(
      'decided',
      start() +
        userTask('A') +
        compensationBoundary('A', 'UndoA') +
        compensationHandler(serviceTask('UndoA', 'undo-a')) +
        userTask('B') +
        compensationBoundary('B', 'UndoB') +
        compensationHandler(serviceTask('UndoB', 'undo-b')) +
        compensate('Back', activity) +
        userTask('After') +
        end(),
      ['Start -> A', 'A -> B', 'B -> Back', 'Back -> After', 'After -> End'],
    ),
  ]);

describe('compensation of the embedded engine', () => {
  it('invokes all handlers of what has completed, and goes on after the last', async () => {
    // given
    const engine = await decided();
    engine.create('decided');

    // when
    engine.completeTask(engine.taskAt('A'));
    engine.completeTask(engine.taskAt('B'));
    engine.doJob('undo-b');
    const early = engine.tasksAt('After').length;
    engine.doJob('undo-a');

    // then
    expect(early).to.equal(0);
    expect(engine.tasksAt('After')).to.have.length(1);
  });

  it('invokes the handler of one activity where it is named', async () => {
    // given
    const engine = await decided('A');
    engine.create('decided');

    // when
    engine.completeTask(engine.taskAt('A'));
    engine.completeTask(engine.taskAt('B'));
    engine.doJob('undo-a');

    // then
    expect(engine.elements()).not.to.include('UndoB');
    expect(engine.tasksAt('After')).to.have.length(1);
  });

  it('undoes nothing that is still active, and nothing twice', async () => {
    // given
    const engine = await inMemoryEngine([
      aDiagram(
        'twice',
        start() +
          userTask('A') +
          compensationBoundary('A', 'UndoA') +
          compensationHandler(serviceTask('UndoA', 'undo-a')) +
          compensate('Back') +
          compensate('Again') +
          compensate('Last', '', 'endEvent'),
        ['Start -> Back', 'Back -> A', 'A -> Again', 'Again -> Last'],
      ),
    ]);
    engine.create('twice');

    // when
    const first = engine.elements().includes('UndoA');
    engine.completeTask(engine.taskAt('A'));
    engine.doJob('undo-a');

    // then
    expect(first).to.equal(false);
    expect(engine.elements().filter((id) => id === 'UndoA')).to.have.length(1);
    expect(engine.isOver('twice')).to.equal(true);
  });

  it('reaches into completed subprocesses, with the variables they had', async () => {
    // given
    const inside =
      start('InnerStart') +
      userTask('A') +
      compensationBoundary('A', 'UndoA') +
      compensationHandler(serviceTask('UndoA', 'undo-a')) +
      sequence('Inner_1', 'InnerStart', 'A');
    const engine = await inMemoryEngine([
      aDiagram(
        'nested',
        start() +
          subprocess('Inside', inside, { io: '<zeebe:input source="=1" target="own" />' }) +
          compensate('Back') +
          end(),
        ['Start -> Inside', 'Inside -> Back', 'Back -> End'],
      ),
    ]);
    engine.create('nested');

    // when
    engine.completeTask(engine.taskAt('A'));

    // then
    expect(engine.jobs('undo-a')[0]?.variables).to.deep.equal({ own: 1 });
  });

  it('undoes the scope around an event subprocess that throws', async () => {
    // given
    const engine = await inMemoryEngine([
      aDiagram(
        'failing',
        start() +
          userTask('A') +
          compensationBoundary('A', 'UndoA') +
          compensationHandler(serviceTask('UndoA', 'undo-a')) +
          serviceTask('B', 'work') +
          eventSubprocess(errorEvent('Error_Bad'), compensate('Back')) +
          end(),
        ['Start -> A', 'A -> B', 'B -> End'],
        error('Error_Bad', 'bad'),
      ),
    ]);
    engine.create('failing');

    // when
    engine.completeTask(engine.taskAt('A'));
    engine.throwError('work', 'bad');
    engine.doJob('undo-a');

    // then
    expect(engine.isOver('failing')).to.equal(true);
  });
});
