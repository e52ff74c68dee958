import { expect } from 'chai';
import { describe, it } from 'mocha';
import {
  aDiagram,
  callActivity,
  end,
  gateway,
  multiInstance,
  sequence,
  serviceTask,
  start,
  subprocess,
  userTask,
} from '#tests/support/engine/diagram-builders.ts';
import { type InMemoryEngine, inMemoryEngine } from '#tests/support/engine/in-memory-engine.ts';

const inner =
  start('InnerStart') +
  userTask('A') +
  userTask('B') +
  end('InnerEnd') +
  sequence('I1', 'InnerStart', 'A') +
  sequence('I2', 'A', 'B') +
  sequence('I3', 'B', 'InnerEnd');

const TWO_STEPS = aDiagram('p', start() + userTask('One') + userTask('Two') + end(), [
  'Start -> One',
  'One -> Two',
  'Two -> End',
]);

const NESTED = aDiagram('p', start() + subprocess('Inner', inner) + userTask('Outside') + end(), [
  'Start -> Inner',
  'Inner -> Outside',
  'Outside -> End',
]);

const elementKey = (engine: InMemoryEngine, elementId: string): string =>
  engine
    .events('PROCESS_INSTANCE', 'ELEMENT_ACTIVATED')
    .findLast(({ value }) => value['elementId'] === elementId)?.key ?? '';

type Activation = { elementId: string; ancestorKey?: string; variables?: Record<string, unknown> };
const modify = (
  engine: InMemoryEngine,
  instanceKey: string,
  activate: Activation[],
  terminate: string[] = [],
) =>
  engine.execute({
    do: 'modify-instance',
    instanceKey,
    activate: activate.map(({ variables, ...one }) => ({
      ...one,
      variables: variables ? [{ scopeId: '', variables }] : [],
    })),
    terminate,
  });

describe('modification in the embedded engine', () => {
  it('moves a token: what is activated comes first, so that the instance goes on', async () => {
    // given
    const engine = await inMemoryEngine([TWO_STEPS]);
    const key = engine.create('p');

    // when
    modify(engine, key, [{ elementId: 'Two', variables: { a: 1 } }], [elementKey(engine, 'One')]);

    // then
    expect(engine.elements('ELEMENT_TERMINATED')).to.deep.equal(['One']);
    expect(engine.events('PROCESS_INSTANCE_MODIFICATION', 'MODIFIED')).to.have.length(1);
    engine.completeTask(engine.taskAt('Two'));
    expect(engine.isOver('p')).to.equal(true);
  });

  it('ends a scope with its last element, up to the instance', async () => {
    // given
    const engine = await inMemoryEngine([NESTED]);
    const key = engine.create('p');

    // when
    modify(engine, key, [], [elementKey(engine, 'A')]);

    // then
    expect(engine.elements('ELEMENT_TERMINATED')).to.deep.equal(['A', 'Inner', 'p']);
  });

  it('activates in the one running scope, or in new ones below the ancestor that is named', async () => {
    // given
    const engine = await inMemoryEngine([NESTED]);
    const key = engine.create('p');

    // when
    modify(engine, key, [{ elementId: 'B' }]);
    modify(engine, key, [{ elementId: 'B', ancestorKey: key }]);

    // then
    expect(engine.elements().filter((id) => id === 'Inner')).to.have.length(2);
    expect(engine.tasksAt('B')).to.have.length(2);
  });

  it('refuses an element with two running scopes, and changes nothing then', async () => {
    // given
    const engine = await inMemoryEngine([NESTED]);
    const key = engine.create('p');
    modify(engine, key, [{ elementId: 'B', ancestorKey: key }]);
    const before = engine.written.length;

    // when
    const modifying = () => modify(engine, key, [{ elementId: 'Outside' }, { elementId: 'A' }]);

    // then
    expect(modifying).to.throw('more than one active instance');
    expect(engine.written.length).to.equal(before);
  });

  it('refuses to end all of a called process, but ends the call', async () => {
    // given
    const engine = await inMemoryEngine([
      TWO_STEPS,
      aDiagram('parent', start() + callActivity('Call', 'p') + userTask('Mend') + end(), [
        'Start -> Call',
        'Call -> Mend',
        'Mend -> End',
      ]),
    ]);
    const key = engine.create('parent');
    const child = elementKey(engine, 'p');

    // then
    expect(() => modify(engine, child, [], [elementKey(engine, 'One')])).to.throw('call activity');
    modify(engine, key, [{ elementId: 'Mend' }], [elementKey(engine, 'Call')]);
    expect(engine.elements('ELEMENT_TERMINATED')).to.include.members(['One', 'p', 'Call']);
  });

  it('keeps the tokens that wait at a join', async () => {
    // given
    const engine = await inMemoryEngine([
      aDiagram(
        'p',
        start() +
          gateway('Fork', 'parallel') +
          userTask('L') +
          userTask('R') +
          gateway('Join', 'parallel') +
          end(),
        ['Start -> Fork', 'Fork -> L', 'Fork -> R', 'L -> Join', 'R -> Join', 'Join -> End'],
      ),
    ]);
    const key = engine.create('p');
    engine.completeTask(engine.taskAt('L'));

    // when
    modify(engine, key, [{ elementId: 'R' }], [elementKey(engine, 'R')]);
    engine.completeTask(engine.taskAt('R'));

    // then
    expect(engine.isOver('p')).to.equal(true);
  });

  for (const [what, key, activate, terminate] of [
    ['an instance that is not there', '1', [], []],
    ['an element that is not there', '', [{ elementId: 'Nowhere' }], []],
    ['an ancestor that is no scope of the element', '', [{ elementId: 'B', ancestorKey: '1' }], []],
    ['the end of an element that is not there', '', [], ['1']],
  ] as const)
    it(`refuses ${what}`, async () => {
      // given
      const engine = await inMemoryEngine([NESTED]);
      const instance = engine.create('p');

      // then
      expect(() => modify(engine, key || instance, [...activate], [...terminate])).to.throw();
    });

  it('says which variables it sets, and where', async () => {
    // given
    const engine = await inMemoryEngine([
      aDiagram(
        'p',
        start() +
          multiInstance(serviceTask('Each', 'each'), 'inputCollection="=list" inputElement="one"') +
          end(),
        ['Start -> Each', 'Each -> End'],
      ),
    ]);

    // when
    const key = engine.create('p', { list: [1, 2] });
    engine.execute({ do: 'set-variables', elementKey: key, variables: { list: [1, 2], a: 1 }, local: true });
    engine.execute({ do: 'set-variables', elementKey: key, variables: { a: 2 }, local: true });

    // then
    const seen = engine
      .events('VARIABLE')
      .map(({ intent, value }) => `${intent} ${value['name']}=${value['value']}`);
    expect(seen).to.deep.equal([
      'CREATED list=[1,2]',
      'CREATED loopCounter=1',
      'CREATED one=1',
      'CREATED loopCounter=2',
      'CREATED one=2',
      'CREATED a=1',
      'UPDATED a=2',
    ]);
  });
});
