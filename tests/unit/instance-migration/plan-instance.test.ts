import { expect } from 'chai';
import { describe, it } from 'mocha';
import { readModel } from '#api/modules/process-instances/migration/diagram-model.ts';
import {
  type InstancePosition,
  planInstanceMigration,
} from '#api/modules/process-instances/migration/index.ts';
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
  multiInstance,
  sequence,
  serviceTask,
  start,
  subprocess,
  timer,
  userTask,
} from '#tests/support/engine/diagram-builders.ts';

const MESSAGES = message('M', 'm', '=id') + message('N', 'n', '=id');
const ON_EVENT = eventSubprocess(messageEvent('M'), userTask('In'), { interrupting: false });
const A = ['Start -> A', 'A -> End'];

const modelOf = (elements: string, flows: string[] = A) => {
  const { content } = aDiagram('p', start() + elements + end(), flows, MESSAGES);
  return readModel(Buffer.from(content, 'base64').toString());
};

type Standing = { id: string; type: string; key?: string };
const position = (standing: Standing[], more: Partial<InstancePosition> = {}): InstancePosition => ({
  active: standing.map(({ id, type, key = id }) => ({ elementKey: key, elementId: id, type })),
  lastKey: '1',
  called: false,
  openJobs: new Set(),
  stopped: new Set(),
  timed: new Set(),
  scopesWithVariables: new Set(),
  taken: new Map(),
  entered: new Map(),
  completed: new Map(),
  cutVariable: false,
  ...more,
});
const AT_A = [{ id: 'A', type: 'USER_TASK' }];
const NONE = new Map<string, string>();

describe('the plan for a running case', () => {
  it('is native where the engine migrates it', async () => {
    // given
    const model = await modelOf(userTask('A'));
    // then
    expect(planInstanceMigration(model, model, NONE, position(AT_A)).strategy).to.equal('native');
  });

  for (const [what, source, target, mapping] of [
    ['the source has an event subprocess', userTask('A') + ON_EVENT, userTask('A'), NONE],
    ['the target has an event subprocess', userTask('A'), userTask('A') + ON_EVENT, NONE],
    [
      'both have a boundary event of the same message',
      userTask('A') + boundary('B', 'A', messageEvent('M')),
      userTask('A') + boundary('B', 'A', messageEvent('M')),
      NONE,
    ],
    [
      'the target has a timer on the boundary',
      userTask('A'),
      userTask('A') + boundary('B', 'A', timer('PT1H')),
      NONE,
    ],
  ] as const)
    it(`is a continuation where ${what}`, async () => {
      // when
      const plan = planInstanceMigration(
        await modelOf(source),
        await modelOf(target),
        mapping,
        position(AT_A),
      );
      // then
      expect(plan).to.deep.equal({ strategy: 'continuation', reasons: [], at: ['A'], startBefore: ['A'] });
    });

  it('begins before the elements to which those of the case are mapped, one for each token', async () => {
    // given
    const source = await modelOf(userTask('A') + userTask('B') + ON_EVENT);
    const target = await modelOf(userTask('A2') + userTask('B') + ON_EVENT, ['Start -> A2', 'A2 -> End']);
    const standing = [
      ...AT_A,
      { id: 'B', type: 'USER_TASK', key: '1' },
      { id: 'B', type: 'USER_TASK', key: '2' },
    ];
    // when
    const plan = planInstanceMigration(source, target, new Map([['A', 'A2']]), position(standing));
    // then
    expect(plan.startBefore).to.deep.equal(['A2', 'B', 'B']);
  });

  it('leads no token of a hidden case elsewhere, whichever way it would go', async () => {
    // given
    const [source, target] = [await modelOf(userTask('A')), await modelOf(userTask('A') + userTask('A2'))];
    const plan = (from: string, hidden: boolean) =>
      planInstanceMigration(source, target, new Map([[from, 'A2']]), position(AT_A), { hidden });
    // then
    expect(plan('A', true)).to.deep.include({ strategy: 'none', reasons: ['confidential'] });
    expect(plan('A', false).strategy).to.equal('native');
    expect(plan('B', true).strategy).to.equal('native');
  });

  it('lets a job be tried anew that nobody does any more', async () => {
    // given
    const model = await modelOf(serviceTask('A', 'a') + ON_EVENT);
    const standing = [{ id: 'A', type: 'SERVICE_TASK' }];
    // then
    const stopped = position(standing, { stopped: new Set(['A']) });
    expect(planInstanceMigration(model, model, NONE, stopped).strategy).to.equal('continuation');
    const worked = position(standing, { openJobs: new Set(['A']) });
    expect(planInstanceMigration(model, model, NONE, worked).reasons).to.deep.equal(['job-running']);
  });

  it('is none where a join has some of its tokens, and a continuation once it has had all', async () => {
    // given
    const elements =
      gateway('Fork', 'parallel') + userTask('L') + userTask('A') + gateway('Join', 'parallel') + ON_EVENT;
    const model = await modelOf(elements, [
      'Start -> Fork',
      'Fork -> L',
      'Fork -> A',
      'L -> Join',
      'A -> Join',
      'Join -> End',
    ]);
    const at = (joined: number) =>
      position(AT_A, { taken: new Map([['Flow_4', 1]]), entered: new Map([['Join', joined]]) });
    // then
    expect(planInstanceMigration(model, model, NONE, at(0)).reasons).to.deep.equal(['join-waiting']);
    expect(planInstanceMigration(model, model, NONE, at(1)).strategy).to.equal('continuation');
  });

  const inner = start('S') + userTask('A') + end('E') + sequence('I1', 'S', 'A') + sequence('I2', 'A', 'E');
  const throughSub = ['Start -> Sub', 'Sub -> End'];
  for (const [reason, elements, standing, more, flows = A] of [
    ['is-called', userTask('A'), AT_A, { called: true }],
    ['nothing-active', userTask('A'), [], {}],
    ['calls-process', callActivity('A', 'child'), [{ id: 'A', type: 'CALL_ACTIVITY' }], {}],
    [
      'multi-instance',
      multiInstance(userTask('A'), 'inputCollection="=list"'),
      [
        { id: 'A', type: 'MULTI_INSTANCE_BODY', key: '1' },
        { id: 'A', type: 'USER_TASK', key: '2' },
      ],
      {},
    ],
    [
      'inside-event-subprocess',
      userTask('A') + ON_EVENT,
      [...AT_A, { id: 'On', type: 'EVENT_SUB_PROCESS' }, { id: 'In', type: 'USER_TASK' }],
      {},
    ],
    ['timer-running', userTask('A') + ON_EVENT, AT_A, { timed: new Set(['A']) }],
    ['variable-too-long', userTask('A') + ON_EVENT, AT_A, { cutVariable: true }],
    [
      'scope-variables',
      subprocess('Sub', inner) + ON_EVENT,
      [...AT_A, { id: 'Sub', type: 'SUB_PROCESS' }],
      { scopesWithVariables: new Set(['Sub']) },
      throughSub,
    ],
    [
      'compensation-lost',
      serviceTask('B', 'b') +
        compensationBoundary('B', 'Undo') +
        compensationHandler(serviceTask('Undo', 'undo')) +
        userTask('A') +
        compensate('Throw') +
        ON_EVENT,
      AT_A,
      { completed: new Map([['B', 1]]) },
    ],
  ] as [string, string, Standing[], Partial<InstancePosition>, string[]?][])
    it(`is none with ${reason}`, async () => {
      // given
      const model = await modelOf(elements, flows);
      // when
      const plan = planInstanceMigration(model, model, NONE, position(standing, more));
      // then
      expect(plan).to.deep.include({ strategy: 'none', reasons: [reason], startBefore: [] });
    });

  for (const [reason, target, flows = ['Start -> B', 'B -> End']] of [
    ['element-missing', userTask('B')],
    ['type-changed', serviceTask('A', 'a'), A],
    ['not-startable', multiInstance(subprocess('Sub', inner), 'inputCollection="=list"'), throughSub],
  ] as [string, string, string[]?][])
    it(`is none with ${reason} in the target`, async () => {
      // given
      const [source, other] = [await modelOf(userTask('A') + ON_EVENT), await modelOf(target, flows)];
      // then
      expect(planInstanceMigration(source, other, NONE, position(AT_A)).reasons).to.deep.equal([reason]);
    });

  it('is a continuation for who waits for a message at a gateway', async () => {
    // given
    const model = await modelOf(
      gateway('A', 'eventBased') + catchMessage('C', 'M') + catchMessage('D', 'N') + ON_EVENT,
      ['Start -> A', 'A -> C', 'A -> D', 'C -> End', 'D -> End'],
    );
    // then
    const plan = planInstanceMigration(
      model,
      model,
      NONE,
      position([{ id: 'A', type: 'EVENT_BASED_GATEWAY' }]),
    );
    expect(plan.startBefore).to.deep.equal(['A']);
  });
});
