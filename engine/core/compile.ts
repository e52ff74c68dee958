import type { Diagram, Element } from '#common/process-files/model/diagram.ts';
import { check } from './compile-checks.ts';
import { readEvent } from './compile-events.ts';
import { createReader, type Reader } from './compile-reader.ts';
import { readLoop, readMappings, readWork } from './compile-work.ts';
import type { MessageStart, Node, NodeKind } from './model.ts';

type Shape = { kind: NodeKind; elementType: string };

/** Elements whose behaviour follows from their type alone. */
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
  'bpmn:InclusiveGateway': { kind: 'inclusive', elementType: 'INCLUSIVE_GATEWAY' },
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
    'LoopCharacteristics',
  ].map((name) => `zeebe:${name}`),
);

const NO_ELEMENTS = new Set([
  'bpmn:SequenceFlow',
  'bpmn:DataObject',
  'bpmn:DataObjectReference',
  'bpmn:DataStoreReference',
]);

export type Compiled = {
  process: Node;
  elements: ReadonlyMap<string, Node>;
  messageStarts: MessageStart[];
};

/** Compiles a diagram into the model that the engine runs.
 *  @param checked refuses what could run, but not as it is drawn
 *  @throws Rejection that names the error, or what this engine does not support */
export function compile(diagram: Diagram, { checked = true }: { checked?: boolean } = {}): Compiled {
  const reader = createReader(diagram.file);
  const { refuse } = reader;
  const nodes = new Map<string, Node>();
  const messageStarts: MessageStart[] = [];

  const node = (element: Element, parent: Node | undefined): Node => {
    const made = bare(reader, element, parent);
    readWork(reader, element, made);
    readEvent(reader, element, made, messageStarts);
    const loop = readLoop(reader, element, made);
    const outer: Node = loop ? { ...bodyAround(made), loop } : made;
    nodes.set(made.id, outer);
    if (loop) made.parent = outer;
    if (made.elementType === 'EVENT_SUB_PROCESS') parent?.eventSubprocesses.push(outer);
    for (const child of element.flowElements ?? []) if (!NO_ELEMENTS.has(child.$type)) node(child, made);
    if (made.kind === 'subProcess' && !made.plainStart && !made.trigger)
      refuse(element, 'Must have a start event of its kind');
    return made;
  };

  const connect = (element: Element): void => {
    if (element.$type === 'bpmn:SequenceFlow') {
      const source = nodes.get(element.sourceRef?.id ?? '') ?? refuse(element, 'has no source');
      const target = nodes.get(element.targetRef?.id ?? '') ?? refuse(element, 'has no target');
      const condition = reader.optional(element, element.conditionExpression?.body);
      const flow = { id: element.id ?? '', source, target, condition };
      source.outgoing.push(flow);
      target.incoming.push(flow);
      if (element.sourceRef?.default === element) source.defaultFlow = flow;
    }
    if (element.$type === 'bpmn:BoundaryEvent') {
      const host = element['attachedToRef'] as Element | undefined;
      const at = nodes.get(host?.id ?? '') ?? refuse(element, 'Must be attached to an activity');
      at.boundaries.push(nodes.get(element.id ?? '') as Node);
    }
  };

  /** Links a compensation boundary event, by its association, to the handler that undoes its activity. */
  const associate = (element: Element): void => {
    for (const artifact of (element['artifacts'] ?? []) as Element[]) {
      const source = nodes.get((artifact.sourceRef as Element | undefined)?.id ?? '');
      const target = nodes.get((artifact.targetRef as Element | undefined)?.id ?? '');
      if (artifact.$type === 'bpmn:Association' && source?.wait?.kind === 'compensation')
        source.handler = target;
    }
  };

  if (checked && diagram.process['isExecutable'] !== true)
    refuse(diagram.process, 'Must be executable: the first process of a file is the one that is deployed');
  const process = node(diagram.process, undefined);
  reader.name(diagram.process, process.id);
  diagram.elements.forEach(connect);
  [diagram.process, ...diagram.elements].forEach(associate);
  if (checked) check(nodes, refuse);
  if (!process.plainStart && messageStarts.length === 0)
    refuse(process, 'Must have at least one start event');
  return { process, elements: nodes, messageStarts };
}

function bare(reader: Reader, element: Element, parent: Node | undefined): Node {
  const shape = SHAPES[element.$type] ?? reader.refuse(element, `${element.$type} is unknown to this engine`);
  for (const { $type } of element.extensionElements?.values ?? [])
    if ($type.startsWith('zeebe:') && !EXTENSIONS.has($type))
      reader.refuse(element, `${$type} is unknown to this engine`);
  return {
    ...shape,
    elementType: element['triggeredByEvent'] ? 'EVENT_SUB_PROCESS' : shape.elementType,
    id: element.id ?? '',
    eventType: shape.elementType.endsWith('_EVENT') ? 'NONE' : 'UNSPECIFIED',
    parent,
    incoming: [],
    outgoing: [],
    defaultFlow: undefined,
    inputs: readMappings(reader, element, 'input'),
    outputs: readMappings(reader, element, 'output'),
    boundaries: [],
    eventSubprocesses: [],
    interrupting: element['cancelActivity'] !== false && element['isInterrupting'] !== false,
    wait: undefined,
    plainStart: undefined,
    trigger: undefined,
    loop: undefined,
    handler: undefined,
    compensates: undefined,
    job: undefined,
    userTask: undefined,
    decision: undefined,
    script: undefined,
    called: undefined,
    errorCode: undefined,
  };
}

/** Creates the body of a multi-instance. It has the flows and the boundary events; the inner activity does
 *  the work. */
const bodyAround = (inner: Node): Node => ({
  ...inner,
  kind: 'multiInstance',
  elementType: 'MULTI_INSTANCE_BODY',
  incoming: [],
  outgoing: [],
  boundaries: [],
  eventSubprocesses: [],
  inputs: [],
  outputs: [],
  wait: undefined,
  job: undefined,
  userTask: undefined,
});
