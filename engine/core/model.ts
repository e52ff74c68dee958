import type { Decision } from '#common/process-files/model/decision.ts';
import { NotLoaded } from './not-loaded.ts';
import { Rejection } from './rejection.ts';

export type Variables = Record<string, unknown>;

/** A 64-bit engine key, in decimal. */
export type Key = string;

/** Kinds of elements that the engine can run; each has its behaviour in behaviours.ts. */
export type NodeKind =
  | 'process'
  | 'subProcess'
  | 'callActivity'
  | 'job'
  | 'userTask'
  | 'decision'
  | 'script'
  | 'pass'
  | 'wait'
  | 'boundary'
  | 'exclusive'
  | 'parallel'
  | 'inclusive'
  | 'eventGateway'
  | 'multiInstance'
  | 'compensate'
  | 'terminateEnd'
  | 'errorEnd';

export type Flow = { id: string; source: Node; target: Node; condition: string | undefined };

export type Mapping = { source: string; target: string };

/** Event that an element waits for. The texts are attributes: FEEL after `=`, else literal. */
export type Wait =
  | { kind: 'message'; name: string; correlationKey: string }
  | { kind: 'timer'; by: 'duration' | 'date' | 'cycle'; text: string }
  | { kind: 'error'; code: string | undefined }
  | { kind: 'compensation' };

/** Collection and conditions with which a multi-instance body runs its inner activity. */
export type Loop = {
  inner: Node;
  sequential: boolean;
  inputCollection: string;
  inputElement: string | undefined;
  outputCollection: string | undefined;
  outputElement: string | undefined;
  completionCondition: string | undefined;
};

export type UserTaskProps = {
  candidateGroups: string | undefined;
  candidateUsers: string | undefined;
  assignee: string | undefined;
  dueDate: string | undefined;
  followUpDate: string | undefined;
  externalReference: string;
  headers: Record<string, string>;
};

export type Node = {
  id: string;
  kind: NodeKind;
  /** Spelled as in the record stream, e.g. SERVICE_TASK and UNSPECIFIED. */
  elementType: string;
  eventType: string;
  parent: Node | undefined;
  incoming: Flow[];
  outgoing: Flow[];
  defaultFlow: Flow | undefined;
  inputs: Mapping[];
  outputs: Mapping[];
  boundaries: Node[];
  /** Event subprocesses directly inside. */
  eventSubprocesses: Node[];
  /** For a boundary event, and for the start event of an event subprocess. */
  interrupting: boolean;
  wait: Wait | undefined;
  /** Start event without a message of a process or embedded subprocess. */
  plainStart: Node | undefined;
  /** For an event subprocess: its start event, which waits while the scope around it is active. */
  trigger: Node | undefined;
  /** For a multi-instance body. */
  loop: Loop | undefined;
  /** For a compensation boundary event: the handler that undoes its activity. */
  handler: Node | undefined;
  /** For a compensation throw event: the activity to undo; undefined means the whole scope. */
  compensates: string | undefined;
  job: { type: string; retries: string; headers: Record<string, string> } | undefined;
  userTask: UserTaskProps | undefined;
  decision: { id: string; resultVariable: string } | undefined;
  script: { expression: string; resultVariable: string } | undefined;
  called: { processId: string; parentVariables: boolean; childVariables: boolean } | undefined;
  errorCode: string | undefined;
};

export type MessageStart = { messageName: string; start: Node };

/** A diagram in the form that the interpreter runs. */
export type Model = {
  process: Node;
  /** All elements except the flows, by id. */
  elements: ReadonlyMap<string, Node>;
  messageStarts: readonly MessageStart[];
};

/** A deployed version of a process. */
export type Definition = {
  key: Key;
  processId: string;
  version: number;
  resourceName: string;
  checksum: string;
  /** Compiled on first use. */
  model: Model | undefined;
  /** Reason why this engine cannot read its file, which another one accepted. */
  unreadable?: string;
};

/** @throws NotLoaded
 *  @throws Rejection when this engine cannot read the file */
export const modelOf = ({ key, model, unreadable, resourceName, version }: Definition): Model => {
  if (model) return model;
  if (unreadable === undefined) throw new NotLoaded({ kind: 'model', definition: key });
  throw new Rejection(
    'INVALID_STATE',
    `Expected to run version ${version} of '${resourceName}', but this engine cannot read it: ${unreadable}`,
  );
};

/** Start event of a process that waits for a message. */
export type StartSubscription = {
  definition: Definition;
  messageName: string;
  startEventId: string;
  /** Indexed by partition. */
  keys: Key[];
};

/** A deployed version of a decision. */
export type DecisionVersion = {
  key: Key;
  id: string;
  name: string;
  version: number;
  checksum: string;
  requirementsKey: Key;
  requirementsId: string;
  /** Parsed on first use. */
  table: Decision | undefined;
  /** Reason why this engine cannot read its file, which another one accepted. */
  unreadable?: string;
};

/** @throws NotLoaded */
export const tableOf = ({ requirementsKey, table }: DecisionVersion): Decision => {
  if (!table) throw new NotLoaded({ kind: 'tables', requirements: requirementsKey });
  return table;
};
