import { expect } from 'chai';
import { describe, it } from 'mocha';
import {
  aDiagram,
  compensate,
  end,
  error,
  errorEvent,
  eventSubprocess,
  handler,
  sequence,
  serviceTask,
  start,
  subprocess,
  undoneBy,
  userTask,
} from '../../support/engine-double/diagram-builders.ts';
import { inMemory } from '../../support/engine-double/in-memory.ts';

/** Two decisions that can be undone, then a throw event. */
const decided = (activity = '') =>
  inMemory([
    aDiagram(
      'decided',
      start() +
        userTask('A') +
        undoneBy('A', 'UndoA') +
        handler(serviceTask('UndoA', 'undo-a')) +
        userTask('B') +
        undoneBy('B', 'UndoB') +
        handler(serviceTask('UndoB', 'undo-b')) +
        compensate('Back', activity) +
        userTask('After') +
        end(),
      ['Start -> A', 'A -> B', 'B -> Back', 'Back -> After', 'After -> End'],
    ),
  ]);

describe('compensation of the engine double', () => {
  it('invokes all handlers of what has completed, and goes on after the last', async () => {
    // given
    const double = await decided();
    double.create('decided');

    // when
    double.completeTask(double.taskAt('A'));
    double.completeTask(double.taskAt('B'));
    double.doJob('undo-b');
    const early = double.tasksAt('After').length;
    double.doJob('undo-a');

    // then
    expect(early).to.equal(0);
    expect(double.tasksAt('After')).to.have.length(1);
  });

  it('invokes the handler of one activity where it is named', async () => {
    // given
    const double = await decided('A');
    double.create('decided');

    // when
    double.completeTask(double.taskAt('A'));
    double.completeTask(double.taskAt('B'));
    double.doJob('undo-a');

    // then
    expect(double.elements()).not.to.include('UndoB');
    expect(double.tasksAt('After')).to.have.length(1);
  });

  it('undoes nothing that is still active, and nothing twice', async () => {
    // given
    const double = await inMemory([
      aDiagram(
        'twice',
        start() +
          userTask('A') +
          undoneBy('A', 'UndoA') +
          handler(serviceTask('UndoA', 'undo-a')) +
          compensate('Back') +
          compensate('Again') +
          compensate('Last', '', 'endEvent'),
        ['Start -> Back', 'Back -> A', 'A -> Again', 'Again -> Last'],
      ),
    ]);
    double.create('twice');

    // when
    const first = double.elements().includes('UndoA');
    double.completeTask(double.taskAt('A'));
    double.doJob('undo-a');

    // then
    expect(first).to.equal(false);
    expect(double.elements().filter((id) => id === 'UndoA')).to.have.length(1);
    expect(double.isOver('twice')).to.equal(true);
  });

  it('reaches into completed subprocesses, with the variables they had', async () => {
    // given
    const inside =
      start('InnerStart') +
      userTask('A') +
      undoneBy('A', 'UndoA') +
      handler(serviceTask('UndoA', 'undo-a')) +
      sequence('Inner_1', 'InnerStart', 'A');
    const double = await inMemory([
      aDiagram(
        'nested',
        start() +
          subprocess('Inside', inside, { io: '<zeebe:input source="=1" target="own" />' }) +
          compensate('Back') +
          end(),
        ['Start -> Inside', 'Inside -> Back', 'Back -> End'],
      ),
    ]);
    double.create('nested');

    // when
    double.completeTask(double.taskAt('A'));

    // then
    expect(double.jobs('undo-a')[0]?.variables).to.deep.equal({ own: 1 });
  });

  it('undoes the scope around an event subprocess that throws', async () => {
    // given
    const double = await inMemory([
      aDiagram(
        'failing',
        start() +
          userTask('A') +
          undoneBy('A', 'UndoA') +
          handler(serviceTask('UndoA', 'undo-a')) +
          serviceTask('B', 'work') +
          eventSubprocess(errorEvent('Error_Bad'), compensate('Back')) +
          end(),
        ['Start -> A', 'A -> B', 'B -> End'],
        error('Error_Bad', 'bad'),
      ),
    ]);
    double.create('failing');

    // when
    double.completeTask(double.taskAt('A'));
    double.throwError('work', 'bad');
    double.doJob('undo-a');

    // then
    expect(double.isOver('failing')).to.equal(true);
  });
});
