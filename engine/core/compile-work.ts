import { type Element, extension, extensions } from '#common/process-files/model/diagram.ts';
import type { Reader } from './compile-reader.ts';
import type { Loop, Mapping, Node } from './model.ts';

/** Reads the work of a task: its job, form, decision, script or called process. */
export function readWork(reader: Reader, element: Element, made: Node): void {
  const { refuse, text, required } = reader;
  const definition = extension(element, 'TaskDefinition');
  if (definition) {
    made.kind = 'job';
    made.job = {
      type: required(element, 'type', definition['type']),
      retries: text(element, definition['retries'] ?? '3'),
      headers: headersOf(element),
    };
  } else if (made.kind === 'decision') {
    const called =
      extension(element, 'CalledDecision') ?? refuse(element, 'Must call a decision or have a job type');
    made.decision = {
      id: required(element, 'decisionId', called['decisionId']),
      resultVariable: required(element, 'resultVariable', called['resultVariable']),
    };
  } else if (made.kind === 'script') {
    const script = extension(element, 'Script') ?? refuse(element, 'Must have an expression or a job type');
    made.script = {
      expression: required(element, 'expression', script['expression']),
      resultVariable: required(element, 'resultVariable', script['resultVariable']),
    };
  } else if (made.kind === 'callActivity') {
    const called = extension(element, 'CalledElement') ?? refuse(element, 'Must call a process');
    made.called = {
      processId: required(element, 'processId', called['processId']),
      parentVariables: called['propagateAllParentVariables'] !== false,
      childVariables: called['propagateAllChildVariables'] !== false,
    };
  } else if (made.kind === 'userTask') readUserTask(reader, element, made);
  else if (made.kind === 'job') refuse(element, 'Must have a job type');
}

/** A user task without `zeebe:userTask` is a job, which the user task commands do not find. */
function readUserTask({ refuse, optional }: Reader, element: Element, made: Node): void {
  if (!extension(element, 'UserTask')) {
    made.kind = 'job';
    made.job = { type: 'io.camunda.zeebe:userTask', retries: '1', headers: headersOf(element) };
    return;
  }
  const assignment = extension(element, 'AssignmentDefinition');
  const schedule = extension(element, 'TaskSchedule');
  const form = extension(element, 'FormDefinition');
  if (form?.['formId']) refuse(element, 'this engine knows forms by external reference only');
  made.userTask = {
    candidateGroups: optional(element, assignment?.['candidateGroups']),
    candidateUsers: optional(element, assignment?.['candidateUsers']),
    assignee: optional(element, assignment?.['assignee']),
    dueDate: optional(element, schedule?.['dueDate']),
    followUpDate: optional(element, schedule?.['followUpDate']),
    externalReference: String(form?.['externalReference'] ?? ''),
    headers: headersOf(element),
  };
}

export function readMappings(
  { refuse, text }: Reader,
  element: Element,
  direction: 'input' | 'output',
): Mapping[] {
  const found = extension(element, 'IoMapping')?.[`${direction}Parameters`] as Element[] | undefined;
  return (found ?? []).map(({ source, target }) => {
    if (!/^\w+$/.test(String(target)))
      refuse(element, `this engine maps to plain names only, not '${String(target)}'`);
    return { source: text(element, source), target: String(target) };
  });
}

/** Reads the multi-instance marker of an activity. */
export function readLoop(
  { refuse, text, optional }: Reader,
  element: Element,
  inner: Node,
): Loop | undefined {
  const marker = element['loopCharacteristics'] as Element | undefined;
  if (!marker) return undefined;
  if (marker.$type !== 'bpmn:MultiInstanceLoopCharacteristics')
    return refuse(element, `${marker.$type} is unknown to this engine`);
  const loop =
    extension(marker, 'LoopCharacteristics') ??
    refuse(element, "Must have exactly one 'zeebe:loopCharacteristics' extension element");
  const inputCollection = text(element, loop['inputCollection']);
  if (!inputCollection.startsWith('=')) refuse(element, 'inputCollection must be an expression');
  const outputCollection = optional(element, loop['outputCollection']);
  const outputElement = optional(element, loop['outputElement']);
  if (Boolean(outputCollection) !== Boolean(outputElement))
    refuse(element, 'outputCollection and outputElement must be both there, or none of them');
  const condition = marker['completionCondition'] as { body: string } | undefined;
  return {
    inner,
    sequential: marker['isSequential'] === true,
    inputCollection,
    inputElement: optional(element, loop['inputElement']),
    outputCollection,
    outputElement,
    completionCondition: optional(element, condition?.body.trim()),
  };
}

const headersOf = (element: Element): Record<string, string> => {
  const found = extensions(element, 'TaskHeaders').flatMap(({ values }) => (values ?? []) as Element[]);
  return Object.fromEntries(found.map(({ key, value }) => [String(key), String(value)]));
};
