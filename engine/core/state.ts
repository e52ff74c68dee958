import type { Definition, Key, Node, StartSubscription, Variables } from './model.ts';

/** A running process instance: its tree of elements and what belongs to it as a whole. */
export type ProcessInstance = {
  key: Key;
  definition: Definition;
  partition: number;
  /** The call activity that started it, in another instance. */
  caller: { instance: Key; element: Key } | undefined;
  /** Number of callers above it. */
  depth: number;
  /** Held while it runs, if a message with a correlation key started it. */
  startLock: { processId: string; correlationKey: string } | undefined;
  root: ElementInstance;
  /** The element instance of each key: of an element, job, user task, incident or wait. */
  at: Map<Key, ElementInstance>;
};

/** Unit of storage, one document: a process instance without its separately stored pieces, or an inner
 *  instance of a large round. */
export type Part = {
  /** First key of its first block: that of the process instance, or of the inner instance. */
  key: Key;
  /** Number of keys used of its blocks, this one included. */
  keysUsed: number;
  /** First keys of the blocks after the first one. */
  moreBlocks: Key[];
  /** Large values, stored beside the document: those of variables by the variable's key, the items of a round
   *  by the key of its body. */
  values: Map<Key, LargeValue>;
};

/** `size`: length of its JSON in characters. */
export type LargeValue = { value: unknown; size: number };

/** A token at an element, or a running process or subprocess. */
export type ElementInstance = {
  key: Key;
  node: Node;
  instance: ProcessInstance;
  /** The part of its scope, unless it is stored separately. */
  part: Part;
  scope: ElementInstance | undefined;
  state: 'activating' | 'active' | 'completing' | 'terminated' | 'completed';
  variables: Variables;
  /** Keys of its variables in the record stream. */
  variableKeys: Record<string, Key>;
  children: Set<ElementInstance>;
  /** Number of children and of flows under way; a scope without any is complete. */
  tokens: number;
  /** Tokens waiting at the parallel joins of this scope: by join and flow. */
  joins: Record<string, Record<string, number>>;
  /** Waits of this element: for its own event, for those behind it when it is an event-based gateway, and for
   *  those on its boundary. */
  waits: Wait[];
  /** Waits for the event subprocesses inside. */
  innerWaits: Wait[];
  /** Counts how often everything inside was ended; a token that was under way then arrives nowhere. Lives as
   *  long as a command. */
  epoch: number;
  /** True once an interrupting event subprocess has taken over. */
  interrupted: boolean;
  /** For a multi-instance body. */
  round: Round | undefined;
  /** Completed activities inside that can be compensated. */
  compensable: Compensable[];
  /** For a compensation throw event: number of handlers not completed yet. */
  handlersLeft: number;
  /** For a compensation boundary event and its handler: the throw event for which it runs. */
  compensation: Compensation | undefined;
  job: Job | undefined;
  userTask: UserTask | undefined;
  incident: Incident | undefined;
  /** For a call activity: the called process instance. */
  called: Key | undefined;
};

/** An open subscription or a running timer. `target` is the element that the event leads to: the waiting one
 *  itself, one behind an event-based gateway, a boundary event or the start event of an event subprocess. */
export type Wait = MessageWait | TimerWait;

export type MessageWait = {
  kind: 'message';
  key: Key;
  /** Key of the subscription on the partition of the message. */
  messageSideKey: Key;
  target: string;
  name: string;
  correlationKey: string;
};

export type TimerWait = {
  kind: 'timer';
  key: Key;
  target: string;
  /** Milliseconds since 1970. */
  dueAt: number;
  /** How often it still fires, this time included; -1 means without end. */
  repetitions: number;
  /** The ISO 8601 duration between two firings. */
  interval: string;
};

/** Progress of a multi-instance body. */
export type Round = {
  /** Items that a sequential body runs one after the other; empty when all were started together. */
  items: readonly unknown[];
  started: number;
  completed: number;
  /** Set for a large round: each inner instance is a part of its own, and the results are stored separately
   *  until the body ends. */
  apart?: true;
};

/** A completed activity with a compensation boundary event, and the local variables of the subprocesses
 *  around it. */
export type Compensable = { activityIds: readonly string[]; boundary: string; local: Variables };

export type Compensation = { thrower: Key; local: Variables };

export type Job = {
  key: Key;
  element: ElementInstance;
  type: string;
  retries: number;
  headers: Record<string, string>;
  state: 'activatable' | 'activated' | 'failed' | 'error-thrown';
  worker: string;
  /** Milliseconds since 1970; -1 when no worker has it. */
  deadline: number;
  errorMessage: string;
  errorCode: string;
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
  /** True for an incident about the job of its element. */
  ofJob: boolean;
  /** The step to retry when it is resolved. */
  retry: Step;
};

/** Next step of an element, as data, so that an incident can keep it across a restart. */
export type Step =
  | { do: 'enter'; event: Variables }
  /** `sentUp`: its variables are already propagated; they are not sent again, because somebody may have
   *  corrected them meanwhile. */
  | { do: 'complete'; variables: Variables; flows?: string[]; event?: Variables; sentUp?: true }
  | { do: 'open-waits' }
  | { do: 'open-inner-waits' }
  | { do: 'offer-job' };

/** A message buffered for its time to live. */
export type Message = {
  key: Key;
  name: string;
  correlationKey: string;
  messageId: string;
  /** Milliseconds. */
  timeToLive: number;
  /** Milliseconds since 1970. */
  deadline: number;
  variables: Variables;
  /** Processes it was correlated to; none of them gets it again. */
  correlatedTo: string[];
};

/** A subscription to a message. */
export type Subscription = {
  key: Key;
  instance: Key;
  name: string;
  correlationKey: string;
  processId: string;
};

/** A banned process instance: an engine met it and could not continue it. */
export type BannedInstance = { instance: Key; incident: Key; definition: Key; why: string };

/** A deployed file. */
export type StoredResource = { key: Key; name: string; checksum: string; content: string } & (
  | { kind: 'process'; processId: string; version: number }
  | {
      kind: 'decisions';
      requirementsId: string;
      decisions: { key: Key; id: string; name: string; version: number }[];
    }
);

/** The state as the interpreter reads and changes it while a command runs. Lookups by another key than the
 *  instance's have their own methods: jobs by type, subscriptions and messages by name and correlation key,
 *  and due times. Reading may throw NotLoaded: the store then loads what is missing and runs the command
 *  again from the start. */
export interface State {
  /** Returns the instance that a key belongs to: its own key, or one of anything inside. The part with that
   *  key is loaded in it. */
  instanceOf(key: Key): ProcessInstance | undefined;
  /** Returns true when a key belongs to an instance, or a part of one, that exists but cannot be read by this
   *  engine. */
  isUnreadable(key: Key): boolean;
  addInstance(instance: ProcessInstance): void;
  removeInstance(instance: ProcessInstance): void;
  /** Adds a separately stored inner instance. */
  addPart(inner: ElementInstance): void;
  removePart(inner: ElementInstance): void;
  /** Loads all separately stored inner instances into their body. */
  bringIn(body: ElementInstance): void;
  addKeyBlock(first: Key, part: Key): void;

  /** Stores a value beside the documents: for a part, or, by index, a result for a multi-instance body. */
  putValue(owner: Key, key: Key, value: unknown): void;
  removeValue(owner: Key, key: Key): void;
  removeValues(owner: Key): void;
  valuesOf(owner: Key): ReadonlyMap<Key, unknown>;

  runsAny(definition: Key): boolean;

  /** Returns keys of activatable jobs, longest waiting first. */
  activatableJobs(type: string, max: number): Key[];
  makeActivatable(job: { key: Key; type: string }): void;
  /** Makes a job unavailable to workers; something happens to it at `dueAt`, if given. */
  holdJob(job: { key: Key; type: string }, dueAt: number | undefined): void;
  removeJob(key: Key): void;

  setTimer(key: Key, dueAt: number): void;
  removeTimer(key: Key): void;

  /** Sorted by key. */
  subscriptionsTo(name: string, correlationKey: string): Subscription[];
  addSubscription(subscription: Subscription): void;
  removeSubscription(subscription: Pick<Subscription, 'key' | 'name' | 'correlationKey'>): void;

  /** Returns the buffered messages, oldest first. */
  messagesFor(name: string, correlationKey: string): Message[];
  message(key: Key): Message | undefined;
  putMessage(message: Message): void;
  removeMessage(message: Message): void;

  hasStartLock(processId: string, correlationKey: string): boolean;
  addStartLock(processId: string, correlationKey: string, instance: Key): void;
  removeStartLock(processId: string, correlationKey: string): void;

  /** Looks up by the key of the instance. */
  bannedInstance(instance: Key): BannedInstance | undefined;
  asideWith(incident: Key): BannedInstance | undefined;
  putBanned(aside: BannedInstance): void;
  removeBanned(aside: BannedInstance): void;

  addResource(resource: StoredResource): void;
  removeResource(key: Key): void;
  /** Replaces the message start events of a process. */
  setStarts(processId: string, starts: readonly StartSubscription[]): void;
}
