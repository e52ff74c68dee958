import { expect } from 'chai';
import { describe, it } from 'mocha';
import {
  aDiagram,
  boundary,
  callActivity,
  end,
  input,
  multiInstance,
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
const ASK = 'inputCollection="=bodies" inputElement="body"';
const COLLECT = `${ASK} outputCollection="opinions" outputElement="=opinion"`;

/** A process with one activity of several instances, and a job after it. */
const asking = (activity: string, more = '', flows: string[] = []) =>
  inMemoryEngine([
    aDiagram('asking', start() + activity + serviceTask('After', 'after') + more + end(), [
      'Start -> Ask',
      'Ask -> After',
      'After -> End',
      ...flows,
    ]),
  ]);

describe('multi-instance activities of the embedded engine', () => {
  it('run for all items at once, and go on after the last', async () => {
    // given
    const engine = await asking(multiInstance(userTask('Ask', '=[body]'), ASK));
    engine.create('asking', { bodies: ['roads', 'rail'] });
    const groups = engine
      .events('USER_TASK', 'CREATED')
      .map(({ value }) => (value['candidateGroupsList'] as string[])[0]);

    // when
    engine.completeTask(engine.tasksAt('Ask')[1] ?? '');
    const early = engine.elements().includes('After');
    engine.completeTask(engine.tasksAt('Ask')[0] ?? '');

    // then
    expect(groups).to.deep.equal(['roads', 'rail']);
    expect(early).to.equal(false);
    expect(engine.elements().filter((id) => id === 'After')).to.have.length(1);
  });

  it('run one after the other when they are sequential', async () => {
    // given
    const engine = await asking(multiInstance(userTask('Ask', '=[body]'), ASK, { sequential: true }));
    engine.create('asking', { bodies: ['roads', 'rail'] });

    // when
    const first = engine.tasksAt('Ask').length;
    engine.completeTask(engine.taskAt('Ask'));
    const second = engine.tasksAt('Ask').length;
    engine.completeTask(engine.taskAt('Ask'));

    // then
    expect([first, second]).to.deep.equal([1, 2]);
    expect(engine.elements()).to.include('After');
  });

  it('have a body around them in the records', async () => {
    // given
    const engine = await asking(multiInstance(serviceTask('Ask', 'ask'), ASK));

    // when
    engine.create('asking', { bodies: ['roads', 'rail'] });

    // then
    const [body, ...inner] = engine
      .events('PROCESS_INSTANCE', 'ELEMENT_ACTIVATED')
      .filter(({ value }) => value['elementId'] === 'Ask');
    expect(body?.value['bpmnElementType']).to.equal('MULTI_INSTANCE_BODY');
    expect(inner.map(({ value }) => value['bpmnElementType'])).to.deep.equal([
      'SERVICE_TASK',
      'SERVICE_TASK',
    ]);
    for (const { value } of inner) expect(String(value['flowScopeKey'])).to.include(body?.key);
  });

  it('count from 1, and keep item and number to themselves', async () => {
    // given
    const engine = await asking(
      multiInstance(serviceTask('Ask', 'ask', { io: input('=body + string(loopCounter)', 'label') }), ASK),
    );
    engine.create('asking', { bodies: ['roads', 'rail'] });

    // when
    const jobs = engine.jobs('ask');
    for (const { key } of jobs) engine.completeJob(key);

    // then
    expect(jobs.map(({ variables }) => variables['label'])).to.deep.equal(['roads1', 'rail2']);
    expect(engine.jobs('after')[0]?.variables).to.deep.equal({ bodies: ['roads', 'rail'] });
  });

  it('collect what they give back in the order of the items', async () => {
    // given
    const engine = await asking(multiInstance(serviceTask('Ask', 'ask'), COLLECT));
    engine.create('asking', { bodies: ['roads', 'rail', 'ports'] });

    // when
    const [roads, rail, ports] = engine.jobs('ask').map(({ key }) => key);
    engine.completeJob(ports ?? '', { opinion: 'late' });
    engine.completeJob(roads ?? '', { opinion: 'yes' });
    engine.completeJob(rail ?? '');

    // then
    const { variables } = engine.jobs('after')[0] ?? {};
    expect(variables?.['opinions']).to.deep.equal(['yes', null, 'late']);
    expect(variables).not.to.have.property('opinion');
  });

  it('are skipped when there is no item', async () => {
    // given
    const engine = await asking(multiInstance(serviceTask('Ask', 'ask'), COLLECT));

    // when
    engine.create('asking', { bodies: [] });

    // then
    expect(engine.jobs('after')[0]?.variables).to.deep.equal({ bodies: [], opinions: [] });
  });

  it('raise an incident when the items are no list', async () => {
    // given
    const engine = await asking(multiInstance(serviceTask('Ask', 'ask'), ASK));

    // when
    engine.create('asking', { bodies: 'roads' });

    // then
    expect(engine.incidents()).to.deep.equal([['EXTRACT_VALUE_ERROR', 'Ask']]);
  });

  it('end the rest as soon as the completion condition is true', async () => {
    // given
    const until = '=numberOfCompletedInstances / numberOfInstances &gt;= 0.5';
    const engine = await asking(multiInstance(userTask('Ask'), ASK, { until }));
    engine.create('asking', { bodies: [1, 2, 3, 4] });

    // when
    engine.completeTask(engine.tasksAt('Ask')[0] ?? '');
    const early = engine.elements().includes('After');
    engine.completeTask(engine.tasksAt('Ask')[3] ?? '');

    // then
    expect(early).to.equal(false);
    expect(engine.elements()).to.include('After');
    expect(engine.events('USER_TASK', 'CANCELED')).to.have.length(2);
  });

  it('end together at an interrupting boundary event', async () => {
    // given
    const engine = await asking(
      multiInstance(userTask('Ask'), COLLECT),
      boundary('Late', 'Ask', timer('PT1H')) + userTask('Decide'),
      ['Late -> Decide'],
    );
    engine.create('asking', { bodies: [1, 2] });

    // when
    engine.completeTask(engine.tasksAt('Ask')[0] ?? '', { opinion: 'yes' });
    engine.advance({ ms: HOUR_MS });

    // then
    expect(engine.events('USER_TASK', 'CANCELED')).to.have.length(1);
    expect(engine.tasksAt('Decide')).to.have.length(1);
    expect(engine.elements()).not.to.include('After');
  });

  it('call a process for each item, and take what its output mapping names', async () => {
    // given
    const child = aDiagram('child', start() + serviceTask('Work', 'work') + end(), [
      'Start -> Work',
      'Work -> End',
    ]);
    const call = multiInstance(callActivity('Ask', 'child', { io: output('=x', 'opinion') }), COLLECT);
    const engine = await asking(call);
    await engine.deploy([child]);
    engine.create('asking', { bodies: ['roads', 'rail'] });

    // when
    const jobs = engine.jobs('work');
    for (const { key, variables } of jobs) engine.completeJob(key, { x: `${String(variables['body'])}!` });

    // then
    expect(engine.jobs('after')[0]?.variables).to.deep.equal({
      bodies: ['roads', 'rail'],
      opinions: ['roads!', 'rail!'],
    });
  });

  it('run a subprocess for each item', async () => {
    // given
    const inside =
      start('InnerStart') +
      userTask('First') +
      userTask('Second') +
      end('InnerEnd') +
      sequence('Inner_1', 'InnerStart', 'First') +
      sequence('Inner_2', 'First', 'Second') +
      sequence('Inner_3', 'Second', 'InnerEnd');
    const engine = await asking(multiInstance(subprocess('Ask', inside), ASK));
    engine.create('asking', { bodies: [1, 2] });

    // when
    for (const task of engine.tasksAt('First')) engine.completeTask(task);
    for (const task of engine.tasksAt('Second')) engine.completeTask(task);

    // then
    expect(engine.elements()).to.include('After');
    expect(engine.elements('SEQUENCE_FLOW_TAKEN').filter((id) => id === 'Inner_2')).to.have.length(2);
  });

  for (const [what, opinions] of [
    ['is no list any more', 'x'],
    ['has become too short', []],
  ] as const)
    it(`wait with an incident where the output collection ${what}, and go on when it is mended`, async () => {
      // given
      const engine = await asking(multiInstance(serviceTask('Ask', 'ask'), COLLECT));
      engine.create('asking', { bodies: ['roads', 'rail'] });
      const body =
        engine
          .events('PROCESS_INSTANCE', 'ELEMENT_ACTIVATED')
          .find(({ value }) => value['bpmnElementType'] === 'MULTI_INSTANCE_BODY')?.key ?? '';

      // when
      engine.doJob('ask', { opinions, opinion: 'yes' });
      const incidents = engine.incidents();
      const mended = { opinions: [null, null] };
      engine.execute({ do: 'set-variables', elementKey: body, variables: mended, local: true });
      const incidentKey = engine.events('INCIDENT', 'CREATED')[0]?.key ?? '';
      engine.execute({ do: 'resolve-incident', incidentKey });
      engine.doJob('ask', { opinion: 'no' });

      // then
      expect(incidents).to.deep.equal([['EXTRACT_VALUE_ERROR', 'Ask']]);
      expect(engine.jobs('after')[0]?.variables['opinions']).to.deep.equal(['yes', 'no']);
    });
});
