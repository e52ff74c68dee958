import { expect } from 'chai';
import { describe, it } from 'mocha';
import { prepare, type Resource } from '#engine/core/prepare.ts';
import {
  aDiagram,
  boundary,
  callActivity,
  catchTimer,
  compensate,
  compensationBoundary,
  compensationHandler,
  end,
  gateway,
  message,
  messageStart,
  sequence,
  serviceTask,
  start,
  subprocess,
  timer,
  userTask,
} from '#tests/support/engine/diagram-builders.ts';
import { inMemoryEngine } from '#tests/support/engine/in-memory-engine.ts';

const task = (id: string, kind: string, extension: string): string =>
  `<bpmn:${kind} id="${id}"><bpmn:extensionElements>${extension}</bpmn:extensionElements></bpmn:${kind}>`;

const inside = (id: string, more = ''): string =>
  start(`${id}_Start`) + userTask(`${id}_Task`) + more + sequence(`${id}_1`, `${id}_Start`, `${id}_Task`);

const awaiting = (flows: string[], more = ''): Resource =>
  aDiagram(
    'p',
    start() + gateway('Await', 'eventBased') + catchTimer('Odd', 'PT1H') + catchTimer('B', 'PT2H') + more,
    flows,
  );

const waitTask = '<bpmn:receiveTask id="Odd" messageRef="M" />';

const undoing = (more: string, undo: string, flows: string[] = []): Resource =>
  aDiagram('p', start() + serviceTask('A', 'a') + more + undo + userTask('After') + compensate('Undo'), [
    'Start -> A',
    'A -> Undo',
    ...flows,
  ]);

/** Diagrams that Zeebe 8.5 takes no more than this engine; the wrong element is the one that is named. */
const DIAGRAMS: [why: string, diagram: Resource, named?: string][] = [
  [
    'a catch event behind an event-based gateway is reached by another way, too',
    awaiting(
      ['Start -> Fork', 'Fork -> Await', 'Fork -> Odd', 'Await -> Odd', 'Await -> B'],
      gateway('Fork', 'parallel'),
    ),
  ],
  ['an event-based gateway leads to one event only', awaiting(['Start -> Await', 'Await -> B']), 'Await'],
  [
    'an event-based gateway leads to a receive task',
    aDiagram(
      'p',
      start() + gateway('Await', 'eventBased') + catchTimer('B', 'PT2H') + waitTask,
      ['Start -> Await', 'Await -> B', 'Await -> Odd'],
      message('M', 'm', '=key'),
    ),
    'Await',
  ],
  [
    'a flow out of a task has a condition',
    aDiagram('p', start() + userTask('A') + end(), ['Start -> A', 'A -> End: =true']),
    'Flow_2',
  ],
  [
    'a flow out of a parallel gateway has a condition',
    aDiagram('p', start() + gateway('Fork', 'parallel') + userTask('A') + end(), [
      'Start -> Fork',
      'Fork -> A: =true',
      'Fork -> End',
    ]),
    'Flow_2',
  ],
  [
    'a default flow has a condition',
    aDiagram('p', start() + gateway('Odd', 'exclusive', 'default="Flow_2"') + userTask('A') + end(), [
      'Start -> Odd',
      'Odd -> A: =true',
      'Odd -> End: =true',
    ]),
    'Flow_2',
  ],
  [
    'a process has two plain start events',
    aDiagram('p', start() + start('Odd') + end(), ['Start -> End', 'Odd -> End']),
  ],
  [
    'a subprocess has two plain start events',
    aDiagram('p', start() + subprocess('Sub', inside('In', start('Odd'))), ['Start -> Sub']),
  ],
  [
    'a script keeps its result nowhere',
    aDiagram('p', start() + task('Odd', 'scriptTask', '<zeebe:script expression="=1" />'), ['Start -> Odd']),
  ],
  [
    'a script has no expression',
    aDiagram('p', start() + task('Odd', 'scriptTask', '<zeebe:script resultVariable="r" />'), [
      'Start -> Odd',
    ]),
  ],
  [
    'a decision keeps its result nowhere',
    aDiagram(
      'p',
      start() + task('Odd', 'businessRuleTask', '<zeebe:calledDecision decisionId="d" resultVariable="" />'),
      ['Start -> Odd'],
    ),
  ],
  [
    'a decision has no id',
    aDiagram('p', start() + task('Odd', 'businessRuleTask', '<zeebe:calledDecision resultVariable="r" />'), [
      'Start -> Odd',
    ]),
  ],
  [
    'a job has no type',
    aDiagram('p', start() + task('Odd', 'serviceTask', '<zeebe:taskDefinition />'), ['Start -> Odd']),
  ],
  ['a job has an empty type', aDiagram('p', start() + serviceTask('Odd', ''), ['Start -> Odd'])],
  ['a called process has no id', aDiagram('p', start() + callActivity('Odd', ''), ['Start -> Odd'])],
  [
    'a boundary event is on a gateway',
    aDiagram('p', start() + gateway('G', 'parallel') + boundary('Odd', 'G', timer('PT1H')), ['Start -> G']),
  ],
  [
    'a boundary event is on an event',
    aDiagram('p', start() + end() + boundary('Odd', 'End', timer('PT1H')), ['Start -> End']),
  ],
  [
    'a boundary event is on an event subprocess',
    aDiagram(
      'p',
      start() +
        `<bpmn:subProcess id="On" triggeredByEvent="true"><bpmn:startEvent id="OnStart">${timer('PT1H')}</bpmn:startEvent></bpmn:subProcess>` +
        boundary('Odd', 'On', timer('PT1H')),
    ),
  ],
  [
    'a boundary event is on nothing',
    aDiagram('p', `${start()}<bpmn:boundaryEvent id="Odd">${timer('PT1H')}</bpmn:boundaryEvent>`),
  ],
  [
    'a boundary event is on an activity of another scope',
    aDiagram('p', start() + subprocess('Sub', inside('In')) + boundary('Odd', 'In_Task', timer('PT1H')), [
      'Start -> Sub',
    ]),
  ],
  [
    'a flow leads out of an end event',
    aDiagram('p', start() + end('Odd') + userTask('A'), ['Start -> Odd', 'Odd -> A']),
  ],
  ['a flow leads to a start event', aDiagram('p', start('Odd') + userTask('A'), ['Odd -> A', 'A -> Odd'])],
  [
    'a flow leads to a start event with a message',
    aDiagram('p', messageStart('Odd', 'M') + userTask('A'), ['Odd -> A', 'A -> Odd'], message('M', 'm')),
  ],
  [
    'a flow leads to a boundary event',
    aDiagram('p', start() + userTask('A') + boundary('Odd', 'A', timer('PT1H')), ['Start -> A', 'A -> Odd']),
  ],
  [
    'a flow leads into a subprocess',
    aDiagram('p', start() + subprocess('Sub', inside('In')), ['Start -> Sub', 'Sub -> In_Task']),
    'Flow_2',
  ],
  [
    'a flow leads out of a subprocess',
    aDiagram('p', start() + subprocess('Sub', inside('In')) + userTask('A'), [
      'Start -> Sub',
      'In_Task -> A',
    ]),
    'Flow_2',
  ],
  ['an activity undoes itself', undoing('', compensationBoundary('A', 'A')), 'Undo_A'],
  ['an activity is undone by an event', undoing(end('E'), compensationBoundary('A', 'E')), 'Undo_A'],
  [
    'an activity is undone by one that others lead to',
    undoing(compensationHandler(serviceTask('H', 'h')), compensationBoundary('A', 'H'), ['A -> H']),
    'Undo_A',
  ],
  [
    'an activity is undone by one that leads on',
    undoing(compensationHandler(serviceTask('H', 'h')), compensationBoundary('A', 'H'), ['H -> After']),
    'Undo_A',
  ],
  [
    'an activity is undone by one of another scope',
    undoing(
      subprocess('Sub', inside('In') + compensationHandler(serviceTask('H', 'h'))),
      compensationBoundary('A', 'H'),
    ),
    'Undo_A',
  ],
  [
    'a compensation event leads on',
    undoing(compensationHandler(serviceTask('H', 'h')), compensationBoundary('A', 'H'), ['Undo_A -> After']),
    'Undo_A',
  ],
];

const refusal = (diagram: Resource): Promise<(Error & { code?: string }) | undefined> =>
  inMemoryEngine([diagram]).then(
    () => undefined,
    (reason: Error & { code?: string }) => reason,
  );

const executable = (value: string): Resource => {
  const { name, content } = aDiagram('p', start() + end(), ['Start -> End']);
  const xml = Buffer.from(content, 'base64').toString().replace(' isExecutable="true"', value);
  return { name, content: Buffer.from(xml).toString('base64') };
};

describe('diagrams that the embedded engine refuses', () => {
  for (const [why, diagram, named = 'Odd'] of DIAGRAMS)
    it(`because ${why}`, async () => {
      // when
      const error = await refusal(diagram);

      // then
      expect(error?.code).to.equal('INVALID_ARGUMENT');
      expect(error?.message).to.include(`Element: ${named}\n`);
    });

  for (const value of ['', ' isExecutable="false"'])
    it(`because its process is not executable:${value}`, async () => {
      // when
      const error = await refusal(executable(value));

      // then
      expect(error?.code).to.equal('INVALID_ARGUMENT');
      expect(error?.message).to.include('Element: p\n').and.to.include('executable');
    });

  it('but are read when they were deployed before: their cases go on', async () => {
    // given
    const [odd, two] = [executable(' isExecutable="false"'), awaiting(['Start -> Await', 'Await -> B'])];

    // when
    const read = await Promise.all([odd, two].map((one) => prepare({ ...one, again: true })));

    // then
    expect(read.map(({ kind }) => kind)).to.deep.equal(['process', 'process']);
  });
});
