import { expect } from 'chai';
import { describe, it } from 'mocha';
import {
  aDiagram,
  catchMessage,
  catchTimer,
  end,
  inMemory,
  message,
  output,
  serviceTask,
  start,
  timer,
  userTask,
  type InMemory,
} from '../../support/engine-double/in-memory.ts';

const HOUR_MS = 3_600_000;

const gateway = (id: string, kind: string, rest = ''): string => `<bpmn:${kind}Gateway id="${id}" ${rest} />`;
const boundary = (id: string, host: string, inside: string, rest = ''): string =>
  `<bpmn:boundaryEvent id="${id}" attachedToRef="${host}" ${rest}>${inside}</bpmn:boundaryEvent>`;
const sequence = (id: string, source: string, target: string): string =>
  `<bpmn:sequenceFlow id="${id}" sourceRef="${source}" targetRef="${target}" />`;

const running = async (...given: Parameters<typeof aDiagram>): Promise<InMemory> =>
  inMemory([aDiagram(...given)]);

const incidentsOf = (double: InMemory) =>
  double.events('INCIDENT', 'CREATED').map(({ value }) => [value['errorType'], value['elementId']]);

const taskAt = (double: InMemory, elementId: string): string =>
  double.events('USER_TASK', 'CREATED').findLast(({ value }) => value['elementId'] === elementId)?.key ?? '';

const isOver = (double: InMemory, processId: string): boolean =>
  double.elements('ELEMENT_COMPLETED').includes(processId);

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
    const incidents = incidentsOf(double);

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
    expect(incidentsOf(double)).to.deep.equal([['CONDITION_ERROR', 'Choose']]);
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
    expect(incidentsOf(double)).to.deep.equal([['EXTRACT_VALUE_ERROR', 'A']]);
    expect(double.events('USER_TASK')).to.deep.equal([]);
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
    double.completeTask(taskAt(double, 'A'));
    const early = isOver(double, 'both');
    double.completeTask(taskAt(double, 'B'));

    // then
    expect(early).to.equal(false);
    expect(isOver(double, 'both')).to.equal(true);
    expect(double.elements('ELEMENT_COMPLETED').filter((id) => id === 'Join')).to.have.length(1);
  });

  const awaiting = () =>
    running(
      'awaiting',
      start() +
        gateway('Await', 'eventBased') +
        catchMessage('Replied', 'Message_Reply') +
        catchTimer('TooLate', '=window') +
        userTask('Reply') +
        userTask('Late') +
        end(),
      ['Start -> Await', 'Await -> Replied', 'Await -> TooLate', 'Replied -> Reply', 'TooLate -> Late'],
      message('Message_Reply', 'reply', '=id'),
    );

  it('goes on from an event-based gateway with the first event, and only with that', async () => {
    // given
    const double = await awaiting();
    double.create('awaiting', { id: 'a', window: 'PT1H' });

    // when
    double.publish('reply', 'a', { variables: { text: 'yes' } });
    double.advance({ ms: 2 * HOUR_MS });

    // then
    expect(double.elements()).to.include('Reply').and.not.to.include('Late');
    expect(double.events('TIMER', 'CANCELED')).to.have.length(1);
  });

  it('fires a timer when its time has come', async () => {
    // given
    const double = await awaiting();
    double.create('awaiting', { id: 'a', window: 'PT1H' });

    // when
    double.advance({ ms: HOUR_MS - 1 });
    const early = double.elements().includes('Late');
    double.advance({ ms: 1 });
    double.publish('reply', 'a');

    // then
    expect(early).to.equal(false);
    expect(double.elements()).to.include('Late').and.not.to.include('Reply');
  });

  it('raises an incident for a duration that is none, and opens nothing', async () => {
    // given
    const double = await awaiting();

    // when
    double.create('awaiting', { id: 'a', window: 'soon' });
    double.publish('reply', 'a');

    // then
    expect(incidentsOf(double)).to.deep.equal([['EXTRACT_VALUE_ERROR', 'Await']]);
    expect(double.elements()).not.to.include('Reply');
  });

  const guarded = (cancel: boolean) =>
    running(
      'guarded',
      start() +
        userTask('Work') +
        boundary('Late', 'Work', timer('PT1H'), `cancelActivity="${cancel}"`) +
        userTask('Escalate') +
        end(),
      ['Start -> Work', 'Work -> End', 'Late -> Escalate', 'Escalate -> End'],
    );

  it('ends the work at an interrupting boundary event', async () => {
    // given
    const double = await guarded(true);
    double.create('guarded');

    // when
    double.advance({ ms: HOUR_MS });

    // then
    expect(double.elements('ELEMENT_TERMINATED')).to.deep.equal(['Work']);
    expect(double.events('USER_TASK', 'CANCELED')).to.have.length(1);
    double.completeTask(taskAt(double, 'Escalate'));
    expect(isOver(double, 'guarded')).to.equal(true);
  });

  it('lets the work go on beside a boundary event that does not interrupt', async () => {
    // given
    const double = await guarded(false);
    double.create('guarded');

    // when
    double.advance({ ms: HOUR_MS });
    double.completeTask(taskAt(double, 'Work'));
    const early = isOver(double, 'guarded');
    double.completeTask(taskAt(double, 'Escalate'));

    // then
    expect(early).to.equal(false);
    expect(isOver(double, 'guarded')).to.equal(true);
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

  it('refuses what it does not know, and names it', async () => {
    // given
    const diagrams = [
      aDiagram('p', start() + '<bpmn:inclusiveGateway id="Odd" />', ['Start -> Odd']),
      aDiagram('p', start() + '<bpmn:serviceTask id="Odd" />', ['Start -> Odd']),
      aDiagram('p', start() + userTask('Odd', '=[1 +'), ['Start -> Odd']),
      aDiagram('p', start() + catchMessage('Odd', 'Message_X'), ['Start -> Odd'], message('Message_X', 'x')),
      aDiagram(
        'p',
        start() +
          userTask('Odd').replace(
            '</bpmn:userTask>',
            '<bpmn:multiInstanceLoopCharacteristics /></bpmn:userTask>',
          ),
        ['Start -> Odd'],
      ),
    ];

    for (const diagram of diagrams) {
      // when
      const error = await inMemory([diagram]).then(
        () => undefined,
        (reason: Error & { code?: string }) => reason,
      );

      // then
      expect(error?.code).to.equal('INVALID_ARGUMENT');
      expect(error?.message).to.include('Odd');
    }
  });

  it('keeps the version of what is the same, and counts up what changed', async () => {
    // given
    const one = aDiagram('p', start() + end(), ['Start -> End']);
    const other = aDiagram('p', start() + userTask('New') + end(), ['Start -> New', 'New -> End']);
    const double = await inMemory([one]);
    const versions = async (diagram: typeof one) =>
      (await double.deploy([diagram])).deployed.map((made) => ('process' in made ? made.process.version : 0));

    // when
    const same = await versions(one);
    const changed = await versions(other);

    // then
    expect([same, changed]).to.deep.equal([[1], [2]]);
    expect(double.events('PROCESS', 'CREATED')).to.have.length(2);
  });
});
