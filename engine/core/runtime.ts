import type { Definition, DecisionVersion, Key, Node, Variables } from './model.ts';
import { createDueQueue, type DueQueue } from './due-queue.ts';
import { createExchange, type Exchange } from './messages.ts';
import { keyFrom, type RecordLog } from './record-log.ts';

/** A token at an element, or a running process or subprocess. */
export type ElementInstance = {
  key: Key;
  node: Node;
  definition: Definition;
  /** The process instance it belongs to; itself when it is one. */
  root: ElementInstance;
  scope: ElementInstance | undefined;
  partition: number;
  readonly runtime: Runtime;
  state: 'activating' | 'active' | 'completing' | 'terminated' | 'completed';
  variables: Variables;
  /** Of each variable here: its key in the record stream. */
  variableKeys: Map<string, Key>;
  children: Set<ElementInstance>;
  /** Children and flows on their way; a scope without any is complete. */
  tokens: number;
  /** What arrived at the parallel joins of this scope. */
  joins: Map<Node, Map<string, number>>;
  /** Closes the subscriptions and timers of this element. */
  waits: Set<() => void>;
  /** The same of the event subprocesses inside. */
  innerWaits: Set<() => void>;
  /** Counts how often all inside was ended; a token that was on its way then arrives nowhere. */
  epoch: number;
  /** An interrupting event subprocess has taken over. */
  interrupted: boolean;
  /** Of a multi-instance body. */
  round: Round | undefined;
  /** What inside has completed and can be undone. */
  undoable: Undoable[];
  /** Runs when the element has completed. */
  afterwards: (() => void) | undefined;
  job: Job | undefined;
  userTask: UserTask | undefined;
  incident: Incident | undefined;
  /** Of a called process: who called. */
  caller: ElementInstance | undefined;
  /** Of a call activity: the called process. */
  called: ElementInstance | undefined;
  /** Of a process started by message: lets the next message of its correlation key in. */
  release: (() => void) | undefined;
};

/** How far a multi-instance body has come. */
export type Round = { items: readonly unknown[]; started: number; completed: number };

/** A completed activity with a compensation boundary event, and the local variables of the subprocesses around it. */
export type Undoable = { activityIds: readonly string[]; boundary: Node; local: Variables };

export type Job = {
  key: Key;
  element: ElementInstance;
  type: string;
  retries: number;
  headers: Record<string, string>;
  state: 'activatable' | 'activated' | 'failed' | 'error-thrown';
  worker: string;
  deadline: number;
  errorMessage: string;
  errorCode: string;
  /** Ends the running time-out or back-off. */
  cancelTimer: () => void;
};

export type UserTask = {
  key: Key;
  element: ElementInstance;
  assignee: string;
  candidateGroups: string[];
  candidateUsers: string[];
  dueDate: string;
  followUpDate: string;
  externalReference: string;
  createdAt: number;
};

export type Incident = {
  key: Key;
  element: ElementInstance;
  errorType: string;
  errorMessage: string;
  job: Job | undefined;
  /** What is tried again when it is resolved. */
  retry: () => void;
};

/** All state of the engine. It changes only while a command runs. */
export type Runtime = {
  /** The time of the command that runs. */
  now: number;
  readonly partitions: number;
  readonly log: RecordLog;
  readonly due: DueQueue;
  readonly agenda: (() => void)[];
  readonly counters: number[];
  readonly definitions: Map<Key, Definition>;
  readonly latest: Map<string, Definition>;
  /** How many versions a process or decision has had; a number is never given again. */
  readonly versions: Map<string, number>;
  /** The latest of each id. */
  readonly decisions: Map<string, DecisionVersion>;
  readonly decisionVersions: Map<Key, DecisionVersion>;
  readonly instances: Map<Key, ElementInstance>;
  readonly jobs: Map<Key, Job>;
  /** Activatable jobs by type, in order. */
  readonly ready: Map<string, Set<Job>>;
  readonly userTasks: Map<Key, UserTask>;
  readonly incidents: Map<Key, Incident>;
  readonly exchange: Exchange;
  /** Counts instances that were created without a correlation key. */
  roundRobin: number;
  /** Job types with a job that was not there before; who polls for them should look again. */
  readonly newlyReady: Set<string>;
};

export const createRuntime = (partitions: number, log: RecordLog): Runtime => ({
  now: 0,
  partitions,
  log,
  due: createDueQueue(),
  agenda: [],
  counters: Array.from({ length: partitions + 1 }, () => 0),
  definitions: new Map(),
  latest: new Map(),
  versions: new Map(),
  decisions: new Map(),
  decisionVersions: new Map(),
  instances: new Map(),
  jobs: new Map(),
  ready: new Map(),
  userTasks: new Map(),
  incidents: new Map(),
  exchange: createExchange(),
  roundRobin: 0,
  newlyReady: new Set(),
});

export const nextKey = (runtime: Runtime, partition: number): Key => {
  const next = (runtime.counters[partition] ?? 0) + 1;
  runtime.counters[partition] = next;
  return keyFrom(partition, next);
};

/** Runs what a command has set in motion, first in, first out, until all tokens rest. */
export const settle = ({ agenda }: Runtime): void => {
  for (let step = 0; step < agenda.length; step += 1) agenda[step]?.();
  agenda.length = 0;
};
