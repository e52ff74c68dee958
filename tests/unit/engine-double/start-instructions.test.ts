import { expect } from 'chai';
import { describe, it } from 'mocha';
import {
  aDiagram,
  boundary,
  catchMessage,
  end,
  eventSubprocess,
  gateway,
  input,
  message,
  messageEvent,
  messageStart,
  multiple,
  sequence,
  serviceTask,
  start,
  subprocess,
  timer,
  userTask,
} from '../../support/engine-double/diagram-builders.ts';
import { inMemory } from '../../support/engine-double/in-memory.ts';

/** Starts by message only, as our cases do, and listens for a message everywhere. */
const CASE = aDiagram(
  'p',
  messageStart('Start', 'Message_Begin') +
    userTask('First') +
    userTask('Second', 'clerks', input('=a + 1', 'b')) +
    end() +
    eventSubprocess(messageEvent('Message_Step'), serviceTask('Notify', 'notify'), { interrupting: false }),
  ['Start -> First', 'First -> Second', 'Second -> End'],
  message('Message_Begin', 'begin') + message('Message_Step', 'step', '=id'),
);

const NESTED = aDiagram(
  'p',
  start() +
    subprocess(
      'Inner',
      start('InnerStart') +
        userTask('A') +
        userTask('B') +
        end('InnerEnd') +
        sequence('I1', 'InnerStart', 'A') +
        sequence('I2', 'A', 'B') +
        sequence('I3', 'B', 'InnerEnd'),
      { io: input('=1', 'mapped') },
    ) +
    boundary('Late', 'Inner', timer('PT1H')) +
    userTask('After') +
    end(),
  ['Start -> Inner', 'Inner -> After', 'Late -> After', 'After -> End'],
);

const create = (
  double: Awaited<ReturnType<typeof inMemory>>,
  startBefore: string[],
  variables = {},
  version?: number,
) =>
  double.execute({
    do: 'create-instance',
    processId: 'p',
    variables,
    startBefore,
    ...(version ? { version } : {}),
  }).key;

describe('start instructions of the engine double', () => {
  it('begin before an element with its input mappings, also where the process starts by message', async () => {
    // given
    const double = await inMemory([CASE]);

    // when
    create(double, ['Second'], { a: 1 });

    // then
    expect(double.elements()).to.deep.equal(['p', 'Second']);
    const b = double.events('VARIABLE').find(({ value }) => value['name'] === 'b');
    expect(b?.value['value']).to.equal('2');
    double.completeTask(double.taskAt('Second'));
    expect(double.isOver('p')).to.equal(true);
  });

  it('let event subprocesses listen with the variables that were given', async () => {
    // given
    const double = await inMemory([CASE]);
    create(double, ['Second'], { id: 'x' });

    // when
    double.publish('step', 'x');

    // then
    expect(double.jobs('notify')).to.have.length(1);
    expect(double.events('USER_TASK', 'CANCELED')).to.deep.equal([]);
  });

  it('begin at several elements at once', async () => {
    // given
    const double = await inMemory([CASE]);

    // when
    create(double, ['First', 'Second'], { a: 1 });

    // then
    expect(double.elements()).to.deep.equal(['p', 'First', 'Second']);
  });

  it('open the subprocess around an element once, without its start event and input mappings', async () => {
    // given
    const double = await inMemory([NESTED]);

    // when
    create(double, ['A', 'B']);

    // then
    expect(double.elements()).to.deep.equal(['p', 'Inner', 'A', 'B']);
    expect(double.events('VARIABLE')).to.deep.equal([]);
    expect(double.events('TIMER', 'CREATED')).to.have.length(1);
    double.completeTask(double.taskAt('A'));
    for (const task of double.tasksAt('B')) double.completeTask(task);
    expect(double.elements()).to.include('After');
  });

  it('tell in a record what was created, with its variables', async () => {
    // given
    const double = await inMemory([CASE]);

    // when
    const key = create(double, ['First'], { a: 1 });

    // then
    const [created] = double.events('PROCESS_INSTANCE_CREATION', 'CREATED');
    expect(created?.value).to.deep.include({
      bpmnProcessId: 'p',
      version: 1,
      variables: { a: 1 },
      startInstructions: [{ elementId: 'First' }],
    });
    expect(String(created?.value['processInstanceKey'])).to.contain(key);
  });

  it('take the version that is named', async () => {
    // given
    const double = await inMemory([NESTED]);
    await double.deploy([CASE]);

    // when
    create(double, ['A'], {}, 1);

    // then
    expect(double.elements()).to.include('A');
  });

  for (const [what, elementId] of [
    ['a start event', 'Start'],
    ['a boundary event', 'Late'],
    ['an element that is not there', 'Nowhere'],
    ['a sequence flow', 'Flow_1'],
  ] as const)
    it(`refuse ${what}`, async () => {
      // given
      const double = await inMemory([NESTED]);

      // when
      const creating = () => create(double, [elementId]);

      // then
      expect(creating).to.throw(`at element '${elementId}'`);
      expect(double.elements()).to.deep.equal([]);
    });

  it('refuse an event behind an event-based gateway and an element inside a multi-instance', async () => {
    // given
    const inner = start('S') + userTask('T') + end('E') + sequence('I1', 'S', 'T') + sequence('I2', 'T', 'E');
    const double = await inMemory([
      aDiagram(
        'p',
        start() +
          gateway('G', 'eventBased') +
          catchMessage('C1', 'M') +
          catchMessage('C2', 'N') +
          multiple(subprocess('Each', inner), 'inputCollection="=list"') +
          end(),
        ['Start -> G', 'G -> C1', 'G -> C2', 'C1 -> Each', 'C2 -> Each', 'Each -> End'],
        message('M', 'm', '=id') + message('N', 'n', '=id'),
      ),
    ]);

    // then
    expect(() => create(double, ['C1'], { id: 'x' })).to.throw('event-based gateway');
    expect(() => create(double, ['T'])).to.throw('multi-instance');
  });

  it('are needed where the process has no plain start event', async () => {
    // given
    const double = await inMemory([CASE]);

    // then
    expect(() => create(double, [])).to.throw('no such event');
  });
});
