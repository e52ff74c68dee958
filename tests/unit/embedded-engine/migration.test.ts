import { expect } from 'chai';
import { describe, it } from 'mocha';
import {
  aDiagram,
  boundary,
  callActivity,
  catchMessage,
  compensate,
  compensationBoundary,
  compensationHandler,
  end,
  eventSubprocess,
  gateway,
  message,
  messageEvent,
  sequence,
  serviceTask,
  start,
  subprocess,
  timer,
  userTask,
} from '#tests/support/engine/diagram-builders.ts';
import { type InMemoryEngine, inMemoryEngine } from '#tests/support/engine/in-memory-engine.ts';

const MESSAGES = message('M', 'm', '=id') + message('N', 'n', '=id');
const one = (elements: string, flows: string[] = []) =>
  aDiagram('p', start() + elements + end(), flows, MESSAGES);

const V1 = one(userTask('A') + serviceTask('S', 's'), ['Start -> A', 'A -> S', 'S -> End']);
const V2 = one(userTask('A') + userTask('New') + serviceTask('S', 's'), [
  'Start -> A',
  'A -> New',
  'New -> S',
  'S -> End',
]);

const versions = async (source: ReturnType<typeof one>, target: ReturnType<typeof one>) => {
  const engine = await inMemoryEngine([source]);
  const { deployed } = await engine.deploy([target]);
  const [first] = deployed;
  const targetKey = first && 'process' in first ? first.process.processDefinitionKey : '';
  const create = (variables = {}) =>
    engine.execute({ do: 'create-instance', processId: 'p', version: 1, variables }).key;
  return { engine, targetKey, create };
};

const migrate = (engine: InMemoryEngine, instanceKey: string, targetDefinitionKey: string, ids: string[]) =>
  engine.execute({
    do: 'migrate-instance',
    instanceKey,
    targetDefinitionKey,
    mapping: ids.map((id) => {
      const [from = '', to = from] = id.split('>');
      return { from, to };
    }),
  });

describe('migration in the embedded engine', () => {
  it('goes on in the target from the same task, which stays the same', async () => {
    // given
    const { engine, targetKey, create } = await versions(V1, V2);
    const key = create({ a: 1 });
    const task = engine.taskAt('A');

    // when
    migrate(engine, key, targetKey, ['A']);
    engine.completeTask(task);

    // then
    expect(engine.elements().at(-1)).to.equal('New');
    expect(
      engine.events('PROCESS_INSTANCE', 'ELEMENT_MIGRATED').map(({ value }) => value['version']),
    ).to.deep.equal([2, 2]);
    expect(engine.events('USER_TASK', 'MIGRATED').map(({ key: taskKey }) => taskKey)).to.deep.equal([task]);
    expect(engine.events('VARIABLE', 'MIGRATED')).to.have.length(1);
    expect(engine.events('PROCESS_INSTANCE_MIGRATION', 'MIGRATED')).to.have.length(1);
  });

  it('leaves a job as it was, with its type', async () => {
    // given
    const { engine, targetKey, create } = await versions(
      one(serviceTask('S', 'old'), ['Start -> S', 'S -> End']),
      one(serviceTask('T', 'new'), ['Start -> T', 'T -> End']),
    );
    const key = create();

    // when
    migrate(engine, key, targetKey, ['S>T']);

    // then
    expect(engine.events('JOB', 'MIGRATED').map(({ value }) => value['elementId'])).to.deep.equal(['T']);
    expect(engine.jobs('old')).to.have.length(1);
  });

  it('closes the message boundary of the source and opens that of the target', async () => {
    // given
    const withBoundary = (name: string) =>
      one(userTask('A') + boundary('B', 'A', messageEvent(name)) + userTask('Caught'), [
        'Start -> A',
        'A -> End',
        'B -> Caught',
        'Caught -> End',
      ]);
    const { engine, targetKey, create } = await versions(withBoundary('M'), withBoundary('N'));
    const key = create({ id: 'x' });

    // when
    migrate(engine, key, targetKey, ['A']);
    engine.publish('m', 'x');
    const stayed = engine.elements().at(-1);
    engine.publish('n', 'x');

    // then
    expect(stayed).to.equal('A');
    expect(engine.elements().at(-1)).to.equal('Caught');
  });

  it('moves an embedded subprocess with what is in it', async () => {
    // given
    const inside = (task: string) =>
      start('S') + userTask(task) + end('E') + sequence('I1', 'S', task) + sequence('I2', task, 'E');
    const flows = (id: string) => [`Start -> ${id}`, `${id} -> End`];
    const { engine, targetKey, create } = await versions(
      one(subprocess('Sub', inside('A')), flows('Sub')),
      one(subprocess('Sub2', inside('B')), flows('Sub2')),
    );
    const key = create();

    // when
    migrate(engine, key, targetKey, ['A>B', 'Sub>Sub2']);

    // then
    expect(engine.elements('ELEMENT_MIGRATED')).to.deep.equal(['p', 'Sub2', 'B']);
  });

  const flowsA = ['Start -> A', 'A -> End'];
  const sub = (id: string) =>
    subprocess(
      id,
      start('S') + userTask('A') + end('E') + sequence('I1', 'S', 'A') + sequence('I2', 'A', 'E'),
    );
  const plain = one(userTask('A'), flowsA);
  const guarded = one(userTask('A') + eventSubprocess(messageEvent('M'), userTask('In')), flowsA);
  const timed = one(userTask('A') + boundary('B', 'A', timer('PT1H')) + userTask('Late'), [
    ...flowsA,
    'B -> Late',
    'Late -> End',
  ]);
  const messaged = one(userTask('A') + boundary('B', 'A', messageEvent('M')) + userTask('Late'), [
    ...flowsA,
    'B -> Late',
    'Late -> End',
  ]);
  for (const [what, source, target, ids, why] of [
    ['an active element without mapping', V1, V2, [], 'no mapping'],
    ['an element mapped twice', V1, V2, ['A', 'A>New'], 'more than once'],
    ['an element that is not in the source', V1, V2, ['Nowhere>A'], 'does not exist in its process'],
    ['an element that is not in the target', V1, V2, ['A>Nowhere'], 'does not exist in the target'],
    ['another type', V1, V2, ['A>S'], 'would become'],
    ['an event subprocess in the source', guarded, plain, ['A'], 'its process contains'],
    ['an event subprocess in the target', plain, guarded, ['A'], 'the target process contains'],
    ['a timer on the boundary in the source', timed, plain, ['A'], 'boundary event'],
    ['a timer on the boundary in the target', plain, timed, ['A'], 'boundary event'],
    ['a mapped boundary event', messaged, messaged, ['A', 'B'], 'mapped boundary event'],
    ['the same message on both boundaries', messaged, messaged, ['A'], 'same message'],
    ['another scope', plain, one(sub('Sub'), ['Start -> Sub', 'Sub -> End']), ['A'], 'flow scope'],
    [
      'a catch event',
      one(catchMessage('C', 'M'), ['Start -> C', 'C -> End']),
      one(catchMessage('C', 'M'), ['Start -> C', 'C -> End']),
      ['C'],
      'unsupported type',
    ],
  ] as const)
    it(`refuses ${what}, and changes nothing`, async () => {
      // given
      const { engine, create } = await versions(source, target);
      const { deployed } = await engine.deploy([{ ...target, name: 'other.bpmn' }]);
      const first = deployed[0];
      const targetKey = first && 'process' in first ? first.process.processDefinitionKey : '';
      const key = create({ id: 'x' });
      const before = engine.written.length;

      // then
      expect(() => migrate(engine, key, targetKey, [...ids])).to.throw(why);
      expect(engine.written.length).to.equal(before);
    });

  it('refuses a called process, an unknown target and an ended instance', async () => {
    // given
    const { engine, targetKey, create } = await versions(V1, V2);
    await engine.deploy([
      aDiagram('parent', start() + callActivity('Call', 'p') + end(), ['Start -> Call', 'Call -> End']),
    ]);
    const key = create();
    const parent = engine.create('parent');
    const child = engine
      .events('PROCESS_INSTANCE', 'ELEMENT_ACTIVATED')
      .findLast(({ value }) => value['elementId'] === 'p')?.key;

    // then
    expect(() => migrate(engine, child ?? '', targetKey, ['A'])).to.throw('child');
    expect(() => migrate(engine, parent, targetKey, ['Call>A'])).to.throw('unsupported type');
    expect(() => migrate(engine, key, '1', ['A'])).to.throw('no definition');
    engine.execute({ do: 'cancel-instance', instanceKey: key });
    expect(() => migrate(engine, key, targetKey, ['A'])).to.throw('no process instance');
  });

  it('refuses a target without the handler of what may have to be undone, and changes nothing then', async () => {
    // given
    const undone = (withIt: boolean) =>
      one(
        serviceTask('S', 's') +
          (withIt ? compensationBoundary('S', 'H') + compensationHandler(serviceTask('H', 'h')) : '') +
          userTask('A') +
          compensate('Back'),
        ['Start -> S', 'S -> A', 'A -> Back', 'Back -> End'],
      );
    const { engine, targetKey, create } = await versions(undone(true), undone(false));
    const key = create();
    engine.doJob('s');

    // when
    const attempt = () => migrate(engine, key, targetKey, ['A']);

    // then
    expect(attempt).to.throw(`'Undo_S'`).with.property('code', 'INVALID_STATE');
    engine.completeTask(engine.taskAt('A'));
    expect(engine.jobs('h')).to.have.length(1);
  });

  it('takes along what may have to be undone where the target has its handler', async () => {
    // given
    const undone = (type: string) =>
      one(
        serviceTask('S', 's') +
          compensationBoundary('S', 'H') +
          compensationHandler(serviceTask('H', type)) +
          userTask('A') +
          compensate('Back'),
        ['Start -> S', 'S -> A', 'A -> Back', 'Back -> End'],
      );
    const { engine, targetKey, create } = await versions(undone('old'), undone('new'));
    const key = create();
    engine.doJob('s');

    // when
    migrate(engine, key, targetKey, ['A']);
    engine.completeTask(engine.taskAt('A'));

    // then
    expect(engine.jobs('new')).to.have.length(1);
  });

  it('refuses a target without the join at which a token waits', async () => {
    // given
    const joined = (join: string) =>
      one(gateway('Fork', 'parallel') + userTask('A') + gateway(join, 'parallel'), [
        'Start -> Fork',
        'Fork -> A',
        `Fork -> ${join}`,
        `A -> ${join}`,
        `${join} -> End`,
      ]);
    const { engine, targetKey, create } = await versions(joined('Join'), joined('Other'));
    const key = create();

    // when
    const attempt = () => migrate(engine, key, targetKey, ['A']);

    // then
    expect(attempt).to.throw(`'Join'`).with.property('code', 'INVALID_STATE');
    engine.completeTask(engine.taskAt('A'));
    expect(engine.isOver('p')).to.equal(true);
  });

  it('refuses a target whose message has no key in the instance, and changes nothing then', async () => {
    // given
    const { engine, targetKey, create } = await versions(
      V1,
      one(userTask('A') + boundary('B', 'A', messageEvent('M')), ['Start -> A', 'A -> End', 'B -> End']),
    );
    const key = create();

    // when
    const attempt = () => migrate(engine, key, targetKey, ['A']);

    // then
    expect(attempt).to.throw(`the expression 'id'`).with.property('code', 'INVALID_STATE');
    engine.completeTask(engine.taskAt('A'));
    expect(engine.elements().at(-1)).to.equal('S');
  });
});
