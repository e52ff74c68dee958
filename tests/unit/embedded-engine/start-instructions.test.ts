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
  multiInstance,
  sequence,
  serviceTask,
  start,
  subprocess,
  timer,
  userTask,
} from '#tests/support/engine/diagram-builders.ts';
import { inMemoryEngine } from '#tests/support/engine/in-memory-engine.ts';

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
  engine: Awaited<ReturnType<typeof inMemoryEngine>>,
  startBefore: string[],
  variables = {},
  version?: number,
) =>
  engine.execute({
    do: 'create-instance',
    processId: 'p',
    variables,
    startBefore,
    ...(version ? { version } : {}),
  }).key;

describe('start instructions of the embedded engine', () => {
  it('begin before an element with its input mappings, also where the process starts by message', async () => {
    // given
    const engine = await inMemoryEngine([CASE]);

    // when
    create(engine, ['Second'], { a: 1 });

    // then
    expect(engine.elements()).to.deep.equal(['p', 'Second']);
    const b = engine.events('VARIABLE').find(({ value }) => value['name'] === 'b');
    expect(b?.value['value']).to.equal('2');
    engine.completeTask(engine.taskAt('Second'));
    expect(engine.isOver('p')).to.equal(true);
  });

  it('let event subprocesses listen with the variables that were given', async () => {
    // given
    const engine = await inMemoryEngine([CASE]);
    create(engine, ['Second'], { id: 'x' });

    // when
    engine.publish('step', 'x');

    // then
    expect(engine.jobs('notify')).to.have.length(1);
    expect(engine.events('USER_TASK', 'CANCELED')).to.deep.equal([]);
  });

  it('begin at several elements at once', async () => {
    // given
    const engine = await inMemoryEngine([CASE]);

    // when
    create(engine, ['First', 'Second'], { a: 1 });

    // then
    expect(engine.elements()).to.deep.equal(['p', 'First', 'Second']);
  });

  it('open the subprocess around an element once, without its start event and input mappings', async () => {
    // given
    const engine = await inMemoryEngine([NESTED]);

    // when
    create(engine, ['A', 'B']);

    // then
    expect(engine.elements()).to.deep.equal(['p', 'Inner', 'A', 'B']);
    expect(engine.events('VARIABLE')).to.deep.equal([]);
    expect(engine.events('TIMER', 'CREATED')).to.have.length(1);
    engine.completeTask(engine.taskAt('A'));
    for (const task of engine.tasksAt('B')) engine.completeTask(task);
    expect(engine.elements()).to.include('After');
  });

  it('tell in a record what was created, with its variables, before anything else is told of it', async () => {
    // given
    const engine = await inMemoryEngine([CASE]);

    // when
    const key = create(engine, ['First'], { a: 1 });

    // then
    const [created] = engine.events('PROCESS_INSTANCE_CREATION', 'CREATED');
    expect(engine.written.find(({ value }) => `${value.processInstanceKey}` === key)).to.equal(created);
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
    const engine = await inMemoryEngine([NESTED]);
    await engine.deploy([CASE]);

    // when
    create(engine, ['A'], {}, 1);

    // then
    expect(engine.elements()).to.include('A');
  });

  for (const [what, elementId] of [
    ['a start event', 'Start'],
    ['a boundary event', 'Late'],
    ['an element that is not there', 'Nowhere'],
    ['a sequence flow', 'Flow_1'],
  ] as const)
    it(`refuse ${what}`, async () => {
      // given
      const engine = await inMemoryEngine([NESTED]);

      // when
      const creating = () => create(engine, [elementId]);

      // then
      expect(creating).to.throw(`at element '${elementId}'`);
      expect(engine.elements()).to.deep.equal([]);
    });

  it('refuse an event behind an event-based gateway and an element inside a multi-instance', async () => {
    // given
    const inner = start('S') + userTask('T') + end('E') + sequence('I1', 'S', 'T') + sequence('I2', 'T', 'E');
    const engine = await inMemoryEngine([
      aDiagram(
        'p',
        start() +
          gateway('G', 'eventBased') +
          catchMessage('C1', 'M') +
          catchMessage('C2', 'N') +
          multiInstance(subprocess('Each', inner), 'inputCollection="=list"') +
          end(),
        ['Start -> G', 'G -> C1', 'G -> C2', 'C1 -> Each', 'C2 -> Each', 'Each -> End'],
        message('M', 'm', '=id') + message('N', 'n', '=id'),
      ),
    ]);

    // then
    expect(() => create(engine, ['C1'], { id: 'x' })).to.throw('event-based gateway');
    expect(() => create(engine, ['T'])).to.throw('multi-instance');
  });

  it('are needed where the process has no plain start event', async () => {
    // given
    const engine = await inMemoryEngine([CASE]);

    // then
    expect(() => create(engine, [])).to.throw('no such event');
  });
});
