import { extension, extensions, type Diagram, type Element } from '../../diagrams/diagrams.ts';
import { problemOf } from '../../diagrams/feel.ts';
import type { Mapping, MessageStart, Node, NodeKind, Wait } from './model.ts';
import { Rejection } from './rejection.ts';

type Shape = { kind: NodeKind; elementType: string };

/** Elements whose type alone says what they do. */
const SHAPES: Record<string, Shape> = {
  'bpmn:Process': { kind: 'process', elementType: 'PROCESS' },
  'bpmn:SubProcess': { kind: 'subProcess', elementType: 'SUB_PROCESS' },
  'bpmn:CallActivity': { kind: 'callActivity', elementType: 'CALL_ACTIVITY' },
  'bpmn:ServiceTask': { kind: 'job', elementType: 'SERVICE_TASK' },
  'bpmn:SendTask': { kind: 'job', elementType: 'SEND_TASK' },
  'bpmn:BusinessRuleTask': { kind: 'decision', elementType: 'BUSINESS_RULE_TASK' },
  'bpmn:ScriptTask': { kind: 'script', elementType: 'SCRIPT_TASK' },
  'bpmn:UserTask': { kind: 'userTask', elementType: 'USER_TASK' },
  'bpmn:ReceiveTask': { kind: 'wait', elementType: 'RECEIVE_TASK' },
  'bpmn:ManualTask': { kind: 'pass', elementType: 'MANUAL_TASK' },
  'bpmn:Task': { kind: 'pass', elementType: 'TASK' },
  'bpmn:ExclusiveGateway': { kind: 'exclusive', elementType: 'EXCLUSIVE_GATEWAY' },
  'bpmn:ParallelGateway': { kind: 'parallel', elementType: 'PARALLEL_GATEWAY' },
  'bpmn:EventBasedGateway': { kind: 'eventGateway', elementType: 'EVENT_BASED_GATEWAY' },
  'bpmn:StartEvent': { kind: 'pass', elementType: 'START_EVENT' },
  'bpmn:EndEvent': { kind: 'pass', elementType: 'END_EVENT' },
  'bpmn:IntermediateThrowEvent': { kind: 'pass', elementType: 'INTERMEDIATE_THROW_EVENT' },
  'bpmn:IntermediateCatchEvent': { kind: 'wait', elementType: 'INTERMEDIATE_CATCH_EVENT' },
  'bpmn:BoundaryEvent': { kind: 'boundary', elementType: 'BOUNDARY_EVENT' },
};

const EXTENSIONS = new Set(
  [
    'IoMapping',
    'Properties',
    'UserTask',
    'FormDefinition',
    'AssignmentDefinition',
    'TaskSchedule',
    'TaskDefinition',
    'TaskHeaders',
    'CalledDecision',
    'CalledElement',
    'Script',
    'Subscription',
  ].map((name) => `zeebe:${name}`),
);

const NO_ELEMENTS = new Set([
  'bpmn:SequenceFlow',
  'bpmn:DataObject',
  'bpmn:DataObjectReference',
  'bpmn:DataStoreReference',
]);

/** Turns a diagram into what the double runs.
 *  @throws Rejection that names what is wrong, or unknown to the double */
export function compile(diagram: Diagram): { process: Node; messageStarts: MessageStart[] } {
  const { file } = diagram;
  const nodes = new Map<string, Node>();
  const messageStarts: MessageStart[] = [];

  const refuse = (element: Element | Node, why: string): never => {
    throw new Rejection(
      'INVALID_ARGUMENT',
      `Expected to deploy new resources, but encountered the following errors:\n'${file}': - Element: ${element.id}\n    - ERROR: ${why}`,
    );
  };

  const text = (element: Element, source: unknown): string => {
    const found = String(source ?? '');
    const problem = problemOf(found);
    return problem ? refuse(element, `'${found}' is no FEEL: ${problem}`) : found;
  };
  const optional = (element: Element, source: unknown): string | undefined =>
    source === undefined || source === '' ? undefined : text(element, source);

  const mappings = (element: Element, direction: 'input' | 'output'): Mapping[] => {
    const found = extension(element, 'IoMapping')?.[`${direction}Parameters`] as Element[] | undefined;
    return (found ?? []).map(({ source, target }) => {
      if (!/^\w+$/.test(String(target)))
        refuse(element, `the double maps to plain names only, not '${String(target)}'`);
      return { source: text(element, source), target: String(target) };
    });
  };

  const waitFor = (element: Element, definition: Element): Wait => {
    switch (definition.$type) {
      case 'bpmn:MessageEventDefinition':
        return messageWait(element, definition.messageRef);
      case 'bpmn:TimerEventDefinition': {
        const { timeDuration, timeDate } = definition as {
          timeDuration?: { body: string };
          timeDate?: { body: string };
        };
        if (timeDuration) return { kind: 'timer', by: 'duration', text: text(element, timeDuration.body) };
        if (timeDate) return { kind: 'timer', by: 'date', text: text(element, timeDate.body) };
        return refuse(element, 'the double knows durations and dates, no cycles');
      }
      case 'bpmn:ErrorEventDefinition':
        return { kind: 'error', code: errorCodeOf(definition) };
      default:
        return refuse(element, `${definition.$type} is unknown to the double`);
    }
  };
  const messageWait = (element: Element, message: Element | undefined): Wait => {
    const correlationKey = message && extension(message, 'Subscription')?.['correlationKey'];
    if (!message?.name || !correlationKey)
      return refuse(element, 'Must reference a message with a correlation key');
    return { kind: 'message', name: message.name, correlationKey: text(element, correlationKey) };
  };

  const node = (element: Element, parent: Node | undefined): Node => {
    const shape = SHAPES[element.$type] ?? refuse(element, `${element.$type} is unknown to the double`);
    if (element['loopCharacteristics']) refuse(element, 'the double knows no multi-instance');
    if (element['triggeredByEvent']) refuse(element, 'the double knows no event subprocess');
    for (const { $type } of element.extensionElements?.values ?? [])
      if ($type.startsWith('zeebe:') && !EXTENSIONS.has($type))
        refuse(element, `${$type} is unknown to the double`);
    const made: Node = {
      ...shape,
      id: element.id ?? '',
      eventType: shape.elementType.endsWith('_EVENT') ? 'NONE' : 'UNSPECIFIED',
      parent,
      incoming: [],
      outgoing: [],
      defaultFlow: undefined,
      inputs: mappings(element, 'input'),
      outputs: mappings(element, 'output'),
      boundaries: [],
      interrupting: element['cancelActivity'] !== false,
      wait: undefined,
      plainStart: undefined,
      job: undefined,
      userTask: undefined,
      decision: undefined,
      script: undefined,
      called: undefined,
      errorCode: undefined,
    };
    nodes.set(made.id, made);
    work(element, made);
    events(element, made);
    for (const child of element.flowElements ?? []) if (!NO_ELEMENTS.has(child.$type)) node(child, made);
    if (made.kind === 'subProcess' && !made.plainStart)
      refuse(element, 'Must have a start event without a trigger');
    return made;
  };

  const work = (element: Element, made: Node): void => {
    const definition = extension(element, 'TaskDefinition');
    if (definition) {
      made.kind = 'job';
      made.job = {
        type: text(element, definition['type']),
        retries: text(element, definition['retries'] ?? '3'),
        headers: headersOf(element),
      };
    } else if (made.kind === 'decision') {
      const called =
        extension(element, 'CalledDecision') ?? refuse(element, 'Must call a decision or have a job type');
      made.decision = {
        id: text(element, called['decisionId']),
        resultVariable: String(called['resultVariable']),
      };
    } else if (made.kind === 'script') {
      const script = extension(element, 'Script') ?? refuse(element, 'Must have an expression or a job type');
      made.script = {
        expression: text(element, script['expression']),
        resultVariable: String(script['resultVariable']),
      };
    } else if (made.kind === 'callActivity') {
      const called = extension(element, 'CalledElement') ?? refuse(element, 'Must call a process');
      made.called = {
        processId: text(element, called['processId']),
        parentVariables: called['propagateAllParentVariables'] !== false,
        childVariables: called['propagateAllChildVariables'] !== false,
      };
    } else if (made.kind === 'userTask') userTask(element, made);
    else if (made.elementType === 'RECEIVE_TASK') made.wait = messageWait(element, element.messageRef);
    else if (made.kind === 'job') refuse(element, 'Must have a job type');
  };

  /** Without `zeebe:userTask` a user task is a job, which the user-task commands do not find. */
  const userTask = (element: Element, made: Node): void => {
    if (!extension(element, 'UserTask')) {
      made.kind = 'job';
      made.job = { type: 'io.camunda.zeebe:userTask', retries: '1', headers: headersOf(element) };
      return;
    }
    const assignment = extension(element, 'AssignmentDefinition');
    const schedule = extension(element, 'TaskSchedule');
    const form = extension(element, 'FormDefinition');
    if (form?.['formId']) refuse(element, 'the double knows forms by external reference only');
    made.userTask = {
      candidateGroups: optional(element, assignment?.['candidateGroups']),
      candidateUsers: optional(element, assignment?.['candidateUsers']),
      assignee: optional(element, assignment?.['assignee']),
      dueDate: optional(element, schedule?.['dueDate']),
      followUpDate: optional(element, schedule?.['followUpDate']),
      externalReference: String(form?.['externalReference'] ?? ''),
    };
  };

  const events = (element: Element, made: Node): void => {
    const [definition, ...more] = element.eventDefinitions ?? [];
    if (more.length > 0) refuse(element, 'the double knows one event definition an event');
    if (made.elementType === 'START_EVENT') {
      if (!definition) {
        if (made.parent) made.parent.plainStart = made;
        return;
      }
      const name = definition.messageRef?.name;
      if (definition.$type !== 'bpmn:MessageEventDefinition' || !name || made.parent?.kind !== 'process')
        return refuse(
          element,
          `the double starts processes by message or by hand, not by ${definition.$type}`,
        );
      made.eventType = 'MESSAGE';
      messageStarts.push({ messageName: name, start: made });
    } else if (made.kind === 'wait' || made.kind === 'boundary') {
      if (made.wait) return;
      if (!definition) return refuse(element, 'Must have exactly one event definition');
      made.wait = waitFor(element, definition);
      made.eventType = made.wait.kind.toUpperCase();
      if (made.kind === 'wait' && made.wait.kind === 'error')
        refuse(element, 'an error is caught on a boundary only');
    } else if (definition && made.kind === 'pass') {
      if (definition.$type === 'bpmn:TerminateEventDefinition') made.kind = 'terminateEnd';
      else if (definition.$type === 'bpmn:ErrorEventDefinition') {
        made.kind = 'errorEnd';
        made.errorCode = errorCodeOf(definition);
      } else refuse(element, `${definition.$type} is unknown to the double here`);
      made.eventType = made.kind === 'errorEnd' ? 'ERROR' : 'TERMINATE';
    }
  };

  const connect = (element: Element): void => {
    if (element.$type === 'bpmn:SequenceFlow') {
      const source = nodes.get(element.sourceRef?.id ?? '') ?? refuse(element, 'has no source');
      const target = nodes.get(element.targetRef?.id ?? '') ?? refuse(element, 'has no target');
      const condition = optional(element, element.conditionExpression?.body);
      const flow = { id: element.id ?? '', source, target, condition };
      source.outgoing.push(flow);
      target.incoming.push(flow);
      if (element.sourceRef?.default === element) source.defaultFlow = flow;
    }
    const host = element['attachedToRef'] as Element | undefined;
    const event = nodes.get(element.id ?? '');
    if (host && event) nodes.get(host.id ?? '')?.boundaries.push(event);
  };

  const process = node(diagram.process, undefined);
  diagram.elements.forEach(connect);
  for (const made of nodes.values()) check(made, refuse);
  if (!process.plainStart && messageStarts.length === 0)
    refuse(process, 'Must have at least one start event');
  return { process, messageStarts };
}

function check(node: Node, refuse: (node: Node, why: string) => never): void {
  if (node.kind === 'eventGateway' && !node.outgoing.every(({ target }) => target.kind === 'wait'))
    refuse(node, 'Must lead to catch events and receive tasks only');
  if (node.kind === 'exclusive' && node.outgoing.length > 1)
    for (const flow of node.outgoing)
      if (!flow.condition && flow !== node.defaultFlow)
        refuse(node, `Must have a condition or be default flow: ${flow.id}`);
}

const headersOf = (element: Element): Record<string, string> => {
  const found = extensions(element, 'TaskHeaders').flatMap(({ values }) => (values ?? []) as Element[]);
  return Object.fromEntries(found.map(({ key, value }) => [String(key), String(value)]));
};

const errorCodeOf = (definition: Element): string | undefined =>
  (definition['errorRef'] as { errorCode?: string } | undefined)?.errorCode;
