import { expect } from 'chai';
import { describe, it } from 'mocha';
import {
  aDiagram,
  callActivity,
  end,
  gateway,
  multiple,
  sequence,
  serviceTask,
  start,
  subprocess,
  userTask,
} from '../../support/engine-double/diagram-builders.ts';
import { inMemory, type InMemory } from '../../support/engine-double/in-memory.ts';

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

const elementKey = (double: InMemory, elementId: string): string =>
  double
    .events('PROCESS_INSTANCE', 'ELEMENT_ACTIVATED')
    .findLast(({ value }) => value['elementId'] === elementId)?.key ?? '';

type Activation = { elementId: string; ancestorKey?: string; variables?: Record<string, unknown> };
const modify = (double: InMemory, instanceKey: string, activate: Activation[], terminate: string[] = []) =>
  double.execute({
    do: 'modify-instance',
    instanceKey,
    activate: activate.map(({ variables, ...one }) => ({
      ...one,
      variables: variables ? [{ scopeId: '', variables }] : [],
    })),
    terminate,
  });

describe('modification in the engine double', () => {
  it('moves a token: what is activated comes first, so that the instance goes on', async () => {
    // given
    const double = await inMemory([TWO_STEPS]);
    const key = double.create('p');

    // when
    modify(double, key, [{ elementId: 'Two', variables: { a: 1 } }], [elementKey(double, 'One')]);

    // then
    expect(double.elements('ELEMENT_TERMINATED')).to.deep.equal(['One']);
    expect(double.events('PROCESS_INSTANCE_MODIFICATION', 'MODIFIED')).to.have.length(1);
    double.completeTask(double.taskAt('Two'));
    expect(double.isOver('p')).to.equal(true);
  });

  it('ends a scope with its last element, up to the instance', async () => {
    // given
    const double = await inMemory([NESTED]);
    const key = double.create('p');

    // when
    modify(double, key, [], [elementKey(double, 'A')]);

    // then
    expect(double.elements('ELEMENT_TERMINATED')).to.deep.equal(['A', 'Inner', 'p']);
  });

  it('activates in the one running scope, or in new ones below the ancestor that is named', async () => {
    // given
    const double = await inMemory([NESTED]);
    const key = double.create('p');

    // when
    modify(double, key, [{ elementId: 'B' }]);
    modify(double, key, [{ elementId: 'B', ancestorKey: key }]);

    // then
    expect(double.elements().filter((id) => id === 'Inner')).to.have.length(2);
    expect(double.tasksAt('B')).to.have.length(2);
  });

  it('refuses an element with two running scopes, and changes nothing then', async () => {
    // given
    const double = await inMemory([NESTED]);
    const key = double.create('p');
    modify(double, key, [{ elementId: 'B', ancestorKey: key }]);
    const before = double.written.length;

    // when
    const modifying = () => modify(double, key, [{ elementId: 'Outside' }, { elementId: 'A' }]);

    // then
    expect(modifying).to.throw('more than one active instance');
    expect(double.written.length).to.equal(before);
  });

  it('refuses to end all of a called process, but ends the call', async () => {
    // given
    const double = await inMemory([
      TWO_STEPS,
      aDiagram('parent', start() + callActivity('Call', 'p') + userTask('Mend') + end(), [
        'Start -> Call',
        'Call -> Mend',
        'Mend -> End',
      ]),
    ]);
    const key = double.create('parent');
    const child = elementKey(double, 'p');

    // then
    expect(() => modify(double, child, [], [elementKey(double, 'One')])).to.throw('call activity');
    modify(double, key, [{ elementId: 'Mend' }], [elementKey(double, 'Call')]);
    expect(double.elements('ELEMENT_TERMINATED')).to.include.members(['One', 'p', 'Call']);
  });

  it('keeps the tokens that wait at a join', async () => {
    // given
    const double = await inMemory([
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
    const key = double.create('p');
    double.completeTask(double.taskAt('L'));

    // when
    modify(double, key, [{ elementId: 'R' }], [elementKey(double, 'R')]);
    double.completeTask(double.taskAt('R'));

    // then
    expect(double.isOver('p')).to.equal(true);
  });

  for (const [what, key, activate, terminate] of [
    ['an instance that is not there', '1', [], []],
    ['an element that is not there', '', [{ elementId: 'Nowhere' }], []],
    ['an ancestor that is no scope of the element', '', [{ elementId: 'B', ancestorKey: '1' }], []],
    ['the end of an element that is not there', '', [], ['1']],
  ] as const)
    it(`refuses ${what}`, async () => {
      // given
      const double = await inMemory([NESTED]);
      const instance = double.create('p');

      // then
      expect(() => modify(double, key || instance, [...activate], [...terminate])).to.throw();
    });

  it('says which variables it sets, and where', async () => {
    // given
    const double = await inMemory([
      aDiagram(
        'p',
        start() + multiple(serviceTask('Each', 'each'), 'inputCollection="=list" inputElement="one"') + end(),
        ['Start -> Each', 'Each -> End'],
      ),
    ]);

    // when
    const key = double.create('p', { list: [1, 2] });
    double.execute({ do: 'set-variables', elementKey: key, variables: { list: [1, 2], a: 1 }, local: true });
    double.execute({ do: 'set-variables', elementKey: key, variables: { a: 2 }, local: true });

    // then
    const seen = double
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
