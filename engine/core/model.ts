import type { Decision } from '#common/process-files/model/decision.ts';
import { NotLoaded } from './not-loaded.ts';
import { Rejection } from './rejection.ts';

export type Variables = Record<string, unknown>;

/** A 64-bit engine key, in decimal. */
export type Key = string;

/** What the engine can run; each kind has its behaviour in behaviours.ts. */
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

/** What an element waits for. The texts are attributes: FEEL behind `=`, else literal. */
export type Wait =
  | { kind: 'message'; name: string; correlationKey: string }
  | { kind: 'timer'; by: 'duration' | 'date' | 'cycle'; text: string }
  | { kind: 'error'; code: string | undefined }
  | { kind: 'compensation' };

/** How often and over what a multi-instance body runs its inner activity. */
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
  /** As the record stream names them, e.g. SERVICE_TASK and UNSPECIFIED. */
  elementType: string;
  eventType: string;
  parent: Node | undefined;
  incoming: Flow[];
  outgoing: Flow[];
  defaultFlow: Flow | undefined;
  inputs: Mapping[];
  outputs: Mapping[];
  boundaries: Node[];
  /** The event subprocesses directly inside. */
  eventSubprocesses: Node[];
  /** Of a boundary event, and of the start event of an event subprocess. */
  interrupting: boolean;
  wait: Wait | undefined;
  /** The start event of a process or embedded subprocess that starts it without a message. */
  plainStart: Node | undefined;
  /** Of an event subprocess: its start event, which waits while the scope around it is active. */
  trigger: Node | undefined;
  /** Of a multi-instance body. */
  loop: Loop | undefined;
  /** Of a compensation boundary event: what undoes its activity. */
  handler: Node | undefined;
  /** Of a compensation throw event: the activity to undo; undefined means all of the scope. */
  compensates: string | undefined;
  job: { type: string; retries: string; headers: Record<string, string> } | undefined;
  userTask: UserTaskProps | undefined;
  decision: { id: string; resultVariable: string } | undefined;
  script: { expression: string; resultVariable: string } | undefined;
  called: { processId: string; parentVariables: boolean; childVariables: boolean } | undefined;
  errorCode: string | undefined;
};

export type MessageStart = { messageName: string; start: Node };

/** A diagram as the interpreter runs it. */
export type Model = {
  process: Node;
  /** All elements but the flows, by id. */
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
  /** Read when it is first used. */
  model: Model | undefined;
  /** Why this engine cannot read its file, which another one took. */
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

/** Where a message starts a process. */
export type StartSubscription = {
  definition: Definition;
  messageName: string;
  startEventId: string;
  /** By partition. */
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
  /** Read when it is first used. */
  table: Decision | undefined;
  /** Why this engine cannot read its file, which another one took. */
  unreadable?: string;
};

/** @throws NotLoaded */
export const tableOf = ({ requirementsKey, table }: DecisionVersion): Decision => {
  if (!table) throw new NotLoaded({ kind: 'tables', requirements: requirementsKey });
  return table;
};
