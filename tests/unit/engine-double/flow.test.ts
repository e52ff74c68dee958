import { expect } from 'chai';
import { describe, it } from 'mocha';
import {
  aDiagram,
  start,
  end,
  serviceTask,
  userTask,
  output,
  gateway,
  sequence,
} from '../../support/engine-double/diagram-builders.ts';
import { inMemory } from '../../support/engine-double/in-memory.ts';

const HOUR_MS = 3_600_000;

const running = (...given: Parameters<typeof aDiagram>) => inMemory([aDiagram(...given)]);

describe('the flow of the engine double', () => {
  const choice = () =>
    running(
      'choice',
      start() + gateway('Choose', 'exclusive', 'default="Flow_3"') + userTask('A') + userTask('B') + end(),
      ['Start -> Choose', 'Choose -> A: =x = 1', 'Choose -> B', 'A -> End', 'B -> End'],
    );

  it('takes the flow whose condition is true, else the default flow', async () => {
    // given
    const double = await choice();

    // when
    double.create('choice', { x: 1 });
    double.create('choice', { x: 2 });

    // then
    expect(double.elements().filter((id) => id === 'A' || id === 'B')).to.deep.equal(['A', 'B']);
  });

  it('raises an incident for a condition that is neither true nor false, and tries again when it is resolved', async () => {
    // given
    const double = await running(
      'choice',
      start() + gateway('Choose', 'exclusive', 'default="Flow_3"') + userTask('A') + userTask('B') + end(),
      ['Start -> Choose', 'Choose -> A: =x', 'Choose -> B', 'A -> End', 'B -> End'],
    );
    const instance = double.create('choice', { x: 'yes' });
    const incidents = double.incidents();

    // when
    double.execute({ do: 'set-variables', elementKey: instance, variables: { x: true }, local: false });
    double.execute({
      do: 'resolve-incident',
      incidentKey: double.events('INCIDENT', 'CREATED')[0]?.key ?? '',
    });

    // then
    expect(incidents).to.deep.equal([['EXTRACT_VALUE_ERROR', 'Choose']]);
    expect(double.elements()).to.include('A');
  });

  it('raises an incident when no condition is true and there is no default flow', async () => {
    // given
    const double = await running(
      'choice',
      start() + gateway('Choose', 'exclusive') + userTask('A') + userTask('B'),
      ['Start -> Choose', 'Choose -> A: =x = 1', 'Choose -> B: =x = 2'],
    );

    // when
    double.create('choice', { x: 3 });

    // then
    expect(double.incidents()).to.deep.equal([['CONDITION_ERROR', 'Choose']]);
  });

  it('raises an incident for candidate groups that are no list of texts', async () => {
    // given
    const double = await running('groups', start() + userTask('A', '=groups') + end(), [
      'Start -> A',
      'A -> End',
    ]);

    // when
    double.create('groups', { groups: [null] });

    // then
    expect(double.incidents()).to.deep.equal([['EXTRACT_VALUE_ERROR', 'A']]);
    expect(double.events('USER_TASK')).to.deep.equal([]);
  });

  it('takes every flow of an inclusive gateway whose condition is true, else the default flow', async () => {
    // given
    const double = await running(
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
    double.create('several', { x: 3 });
    double.create('several', { x: 1 });

    // then
    expect(double.elements().filter((id) => 'ABC'.includes(id))).to.deep.equal(['A', 'B', 'C']);
  });

  it('waits at a parallel join for all that was forked', async () => {
    // given
    const double = await running(
      'both',
      start() +
        gateway('Fork', 'parallel') +
        userTask('A') +
        userTask('B') +
        gateway('Join', 'parallel') +
        end(),
      ['Start -> Fork', 'Fork -> A', 'Fork -> B', 'A -> Join', 'B -> Join', 'Join -> End'],
    );
    double.create('both');

    // when
    double.completeTask(double.taskAt('A'));
    const early = double.isOver('both');
    double.completeTask(double.taskAt('B'));

    // then
    expect(early).to.equal(false);
    expect(double.isOver('both')).to.equal(true);
    expect(double.elements('ELEMENT_COMPLETED').filter((id) => id === 'Join')).to.have.length(1);
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
    const double = await inMemory([called, calling]);
    const parent = double.create('parent', { a: 1 });

    // when
    const [job] = double.jobs('child-work');
    double.completeJob(job?.job.key ?? '', { group: 'railways' });

    // then
    const child = double
      .events('PROCESS_INSTANCE', 'ELEMENT_ACTIVATED')
      .find(({ value }) => value['elementId'] === 'child');
    expect(String(child?.value['parentProcessInstanceKey'])).to.include(parent);
    expect(job?.variables).to.deep.equal({ a: 1 });
    expect(double.events('USER_TASK', 'CREATED')[0]?.value['candidateGroupsList']).to.deep.equal([
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
    const double = await inMemory([called, calling]);

    // when
    double.execute({ do: 'cancel-instance', instanceKey: double.create('parent') });

    // then
    expect(double.elements('ELEMENT_TERMINATED').sort()).to.deep.equal(['Call', 'Work', 'child', 'parent']);
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
    const double = await running(
      'nested',
      start() + `<bpmn:subProcess id="Inside">${inner}</bpmn:subProcess>` + userTask('After') + end(),
      ['Start -> Inside', 'Inside -> After', 'After -> End'],
    );
    double.create('nested');
    double.create('nested');
    const tasks = double.events('USER_TASK', 'CREATED');
    const [firstB, secondA] = [
      tasks.find(({ value }) => value['elementId'] === 'B'),
      tasks.findLast(({ value }) => value['elementId'] === 'A'),
    ];

    // when
    double.completeTask(firstB?.key ?? '');
    const afterOne = double.elements().includes('After');
    double.completeTask(secondA?.key ?? '');

    // then
    expect(afterOne).to.equal(false);
    expect(double.elements('ELEMENT_TERMINATED')).to.deep.equal(['B']);
    expect(double.elements().filter((id) => id === 'After')).to.have.length(1);
  });

  it('keeps what an input mapping made inside the element', async () => {
    // given
    const double = await running(
      'scopes',
      start() +
        serviceTask('First', 'first', { io: '<zeebe:input source="=1" target="local" />' }) +
        serviceTask('Second', 'second', { io: output('=given', 'kept') }) +
        serviceTask('Third', 'third') +
        end(),
      ['Start -> First', 'First -> Second', 'Second -> Third', 'Third -> End'],
    );
    double.create('scopes');

    // when
    double.completeJob(double.jobs('first')[0]?.job.key ?? '', { local: 2, free: 3 });
    double.completeJob(double.jobs('second')[0]?.job.key ?? '', { given: 4, lost: 5 });

    // then
    expect(double.jobs('third')[0]?.variables).to.deep.equal({ free: 3, kept: 4 });
  });

  it('reads the time of the engine in an expression', async () => {
    // given
    const due = '<zeebe:taskSchedule dueDate="=now() + duration(&#34;P3D&#34;)" />';
    const task = userTask('Task').replace('<zeebe:userTask />', `<zeebe:userTask />${due}`);
    const double = await running('due', start() + task + end(), ['Start -> Task', 'Task -> End']);
    double.advance({ ms: HOUR_MS });

    // when
    double.create('due');

    // then
    const dueDate = String(double.events('USER_TASK', 'CREATED')[0]?.value['dueDate']);
    expect(Date.parse(dueDate)).to.equal(double.now() + 72 * HOUR_MS);
  });
});
