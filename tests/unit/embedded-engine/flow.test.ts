import { expect } from 'chai';
import { describe, it } from 'mocha';
import {
  aDiagram,
  end,
  gateway,
  output,
  sequence,
  serviceTask,
  start,
  userTask,
} from '#tests/support/engine/diagram-builders.ts';
import { inMemoryEngine } from '#tests/support/engine/in-memory-engine.ts';

const HOUR_MS = 3_600_000;

const running = (...given: Parameters<typeof aDiagram>) => inMemoryEngine([aDiagram(...given)]);

describe('the flow of the embedded engine', () => {
  const choice = () =>
    running(
      'choice',
      start() + gateway('Choose', 'exclusive', 'default="Flow_3"') + userTask('A') + userTask('B') + end(),
      ['Start -> Choose', 'Choose -> A: =x = 1', 'Choose -> B', 'A -> End', 'B -> End'],
    );

  it('takes the flow whose condition is true, else the default flow', async () => {
    // given
    const engine = await choice();

    // when
    engine.create('choice', { x: 1 });
    engine.create('choice', { x: 2 });

    // then
    expect(engine.elements().filter((id) => id === 'A' || id === 'B')).to.deep.equal(['A', 'B']);
  });

  it('raises an incident for a condition that is neither true nor false, and tries again when it is resolved', async () => {
    // given
    const engine = await running(
      'choice',
      start() + gateway('Choose', 'exclusive', 'default="Flow_3"') + userTask('A') + userTask('B') + end(),
      ['Start -> Choose', 'Choose -> A: =x', 'Choose -> B', 'A -> End', 'B -> End'],
    );
    const instance = engine.create('choice', { x: 'yes' });
    const incidents = engine.incidents();

    // when
    engine.execute({ do: 'set-variables', elementKey: instance, variables: { x: true }, local: false });
    engine.execute({
      do: 'resolve-incident',
      incidentKey: engine.events('INCIDENT', 'CREATED')[0]?.key ?? '',
    });

    // then
    expect(incidents).to.deep.equal([['EXTRACT_VALUE_ERROR', 'Choose']]);
    expect(engine.elements()).to.include('A');
  });

  it('raises an incident when no condition is true and there is no default flow', async () => {
    // given
    const engine = await running(
      'choice',
      start() + gateway('Choose', 'exclusive') + userTask('A') + userTask('B'),
      ['Start -> Choose', 'Choose -> A: =x = 1', 'Choose -> B: =x = 2'],
    );

    // when
    engine.create('choice', { x: 3 });

    // then
    expect(engine.incidents()).to.deep.equal([['CONDITION_ERROR', 'Choose']]);
  });

  it('raises an incident for candidate groups that are no list of texts', async () => {
    // given
    const engine = await running('groups', start() + userTask('A', '=groups') + end(), [
      'Start -> A',
      'A -> End',
    ]);

    // when
    engine.create('groups', { groups: [null] });

    // then
    expect(engine.incidents()).to.deep.equal([['EXTRACT_VALUE_ERROR', 'A']]);
    expect(engine.events('USER_TASK')).to.deep.equal([]);
  });

  it('takes every flow of an inclusive gateway whose condition is true, else the default flow', async () => {
    // given
    const engine = await running(
      'several',
      start() +
        gateway('Choose', 'inclusive', 'default="Flow_4"') +
        userTask('A') +
        userTask('B') +
        userTask('C') +
        end(),
      ['Start -> Choose', 'Choose -> A: =x &gt; 1', 'Choose -> B: =x &gt; 2', 'Choose -> C', 'A -> End'],
    );

    // when
    engine.create('several', { x: 3 });
    engine.create('several', { x: 1 });

    // then
    expect(engine.elements().filter((id) => 'ABC'.includes(id))).to.deep.equal(['A', 'B', 'C']);
  });

  it('waits at a parallel join for all that was forked', async () => {
    // given
    const engine = await running(
      'both',
      start() +
        gateway('Fork', 'parallel') +
        userTask('A') +
        userTask('B') +
        gateway('Join', 'parallel') +
        end(),
      ['Start -> Fork', 'Fork -> A', 'Fork -> B', 'A -> Join', 'B -> Join', 'Join -> End'],
    );
    engine.create('both');

    // when
    engine.completeTask(engine.taskAt('A'));
    const early = engine.isOver('both');
    engine.completeTask(engine.taskAt('B'));

    // then
    expect(early).to.equal(false);
    expect(engine.isOver('both')).to.equal(true);
    expect(engine.elements('ELEMENT_COMPLETED').filter((id) => id === 'Join')).to.have.length(1);
  });

  it('runs a called process, and brings its variables back', async () => {
    // given
    const called = aDiagram('child', start() + serviceTask('Work', 'child-work') + end(), [
      'Start -> Work',
      'Work -> End',
    ]);
    const calling = aDiagram(
      'parent',
      start() +
        `<bpmn:callActivity id="Call"><bpmn:extensionElements><zeebe:calledElement processId="child" /></bpmn:extensionElements></bpmn:callActivity>` +
        userTask('After', '=[group]') +
        end(),
      ['Start -> Call', 'Call -> After', 'After -> End'],
    );
    const engine = await inMemoryEngine([called, calling]);
    const parent = engine.create('parent', { a: 1 });

    // when
    const [job] = engine.jobs('child-work');
    engine.completeJob(job?.key ?? '', { group: 'railways' });

    // then
    const child = engine
      .events('PROCESS_INSTANCE', 'ELEMENT_ACTIVATED')
      .find(({ value }) => value['elementId'] === 'child');
    expect(String(child?.value['parentProcessInstanceKey'])).to.include(parent);
    expect(job?.variables).to.deep.equal({ a: 1 });
    expect(engine.events('USER_TASK', 'CREATED')[0]?.value['candidateGroupsList']).to.deep.equal([
      'railways',
    ]);
  });

  it('ends a called process with its caller', async () => {
    // given
    const called = aDiagram('child', start() + userTask('Work') + end(), ['Start -> Work', 'Work -> End']);
    const calling = aDiagram(
      'parent',
      start() +
        `<bpmn:callActivity id="Call"><bpmn:extensionElements><zeebe:calledElement processId="child" /></bpmn:extensionElements></bpmn:callActivity>` +
        end(),
      ['Start -> Call', 'Call -> End'],
    );
    const engine = await inMemoryEngine([called, calling]);

    // when
    engine.execute({ do: 'cancel-instance', instanceKey: engine.create('parent') });

    // then
    expect(engine.elements('ELEMENT_TERMINATED').sort()).to.deep.equal(['Call', 'Work', 'child', 'parent']);
  });

  it('completes a subprocess with its last token, and ends all of it at a terminate event', async () => {
    // given
    const inner =
      start('InnerStart') +
      gateway('Fork', 'parallel') +
      userTask('A') +
      userTask('B') +
      '<bpmn:endEvent id="Stop"><bpmn:terminateEventDefinition /></bpmn:endEvent>' +
      end('InnerEnd') +
      sequence('Inner_1', 'InnerStart', 'Fork') +
      sequence('Inner_2', 'Fork', 'A') +
      sequence('Inner_3', 'Fork', 'B') +
      sequence('Inner_4', 'A', 'Stop') +
      sequence('Inner_5', 'B', 'InnerEnd');
    const engine = await running(
      'nested',
      start() + `<bpmn:subProcess id="Inside">${inner}</bpmn:subProcess>` + userTask('After') + end(),
      ['Start -> Inside', 'Inside -> After', 'After -> End'],
    );
    engine.create('nested');
    engine.create('nested');
    const tasks = engine.events('USER_TASK', 'CREATED');
    const [firstB, secondA] = [
      tasks.find(({ value }) => value['elementId'] === 'B'),
      tasks.findLast(({ value }) => value['elementId'] === 'A'),
    ];

    // when
    engine.completeTask(firstB?.key ?? '');
    const afterOne = engine.elements().includes('After');
    engine.completeTask(secondA?.key ?? '');

    // then
    expect(afterOne).to.equal(false);
    expect(engine.elements('ELEMENT_TERMINATED')).to.deep.equal(['B']);
    expect(engine.elements().filter((id) => id === 'After')).to.have.length(1);
  });

  it('keeps what an input mapping made inside the element', async () => {
    // given
    const engine = await running(
      'scopes',
      start() +
        serviceTask('First', 'first', { io: '<zeebe:input source="=1" target="local" />' }) +
        serviceTask('Second', 'second', { io: output('=given', 'kept') }) +
        serviceTask('Third', 'third') +
        end(),
      ['Start -> First', 'First -> Second', 'Second -> Third', 'Third -> End'],
    );
    engine.create('scopes');

    // when
    engine.completeJob(engine.jobs('first')[0]?.key ?? '', { local: 2, free: 3 });
    engine.completeJob(engine.jobs('second')[0]?.key ?? '', { given: 4, lost: 5 });

    // then
    expect(engine.jobs('third')[0]?.variables).to.deep.equal({ free: 3, kept: 4 });
  });

  it('reads the time of the engine in an expression', async () => {
    // given
    const due = '<zeebe:taskSchedule dueDate="=now() + duration(&#34;P3D&#34;)" />';
    const task = userTask('Task').replace('<zeebe:userTask />', `<zeebe:userTask />${due}`);
    const engine = await running('due', start() + task + end(), ['Start -> Task', 'Task -> End']);
    engine.advance({ ms: HOUR_MS });

    // when
    engine.create('due');

    // then
    const dueDate = String(engine.events('USER_TASK', 'CREATED')[0]?.value['dueDate']);
    expect(Date.parse(dueDate)).to.equal(engine.now() + 72 * HOUR_MS);
  });
});
