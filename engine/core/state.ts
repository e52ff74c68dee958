import type { Definition, Key, Node, StartSubscription, Variables } from './model.ts';

/** A running process instance: its tree of elements and what belongs to it as a whole. */
export type ProcessInstance = {
  key: Key;
  definition: Definition;
  partition: number;
  /** The call activity that started it, in another instance. */
  caller: { instance: Key; element: Key } | undefined;
  /** How many process instances stand above it, each called by the one before. */
  depth: number;
  /** Held while it runs, by one that a message with a correlation key started. */
  startLock: { processId: string; correlationKey: string } | undefined;
  root: ElementInstance;
  /** Where each key of an element, job, user task, incident or wait lies. */
  at: Map<Key, ElementInstance>;
};

/** What is stored as one document: a process instance without what lies apart, or an inner activity of a large round. */
export type Part = {
  /** The first key of its first block: that of the process instance, or of the inner activity. */
  key: Key;
  /** How many keys of its blocks it has used, this one included. */
  keysUsed: number;
  /** The first keys of the blocks after the first one. */
  moreBlocks: Key[];
  /** Large values, which lie beside the document: those of variables by the keys of these, the items of a round by that of its body. */
  values: Map<Key, LargeValue>;
};

/** `size`: the characters of its JSON. */
export type LargeValue = { value: unknown; size: number };

/** A token at an element, or a running process or subprocess. */
export type ElementInstance = {
  key: Key;
  node: Node;
  instance: ProcessInstance;
  /** That of its scope, unless it lies apart. */
  part: Part;
  scope: ElementInstance | undefined;
  state: 'activating' | 'active' | 'completing' | 'terminated' | 'completed';
  variables: Variables;
  /** Of each variable here: its key in the record stream. */
  variableKeys: Record<string, Key>;
  children: Set<ElementInstance>;
  /** Children and flows on their way; a scope without any is complete. */
  tokens: number;
  /** What arrived at the parallel joins of this scope: by join and flow. */
  joins: Record<string, Record<string, number>>;
  /** What this element waits for: its own event, those behind it when it is an event-based gateway, those on its boundary. */
  waits: Wait[];
  /** The same of the event subprocesses inside. */
  innerWaits: Wait[];
  /** Counts how often all inside was ended; a token that was on its way then arrives nowhere. Lives as long as a command. */
  epoch: number;
  /** An interrupting event subprocess has taken over. */
  interrupted: boolean;
  /** Of a multi-instance body. */
  round: Round | undefined;
  /** What inside has completed and can be compensated. */
  compensable: Compensable[];
  /** Of a compensation throw event: how many handlers have not completed yet. */
  handlersLeft: number;
  /** Of a compensation boundary event and its handler: for which throw event it runs. */
  compensation: Compensation | undefined;
  job: Job | undefined;
  userTask: UserTask | undefined;
  incident: Incident | undefined;
  /** Of a call activity: the called process instance. */
  called: Key | undefined;
};

/** An open subscription or a running timer. `target` is the element that the event leads to: the waiting one itself, one behind
 *  an event-based gateway, a boundary event or the start event of an event subprocess. */
export type Wait = MessageWait | TimerWait;

export type MessageWait = {
  kind: 'message';
  key: Key;
  /** The key of the subscription at the partition of the message. */
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
  /** How often it fires, this time included; -1 means without end. */
  repetitions: number;
  /** The ISO 8601 duration between two times. */
  interval: string;
};

/** How far a multi-instance body has come. */
export type Round = {
  /** What a sequential one gives out, one after the other; empty when all have been started together. */
  items: readonly unknown[];
  started: number;
  completed: number;
  /** A large round: each inner activity is a part of its own, and what they give back lies apart until the body ends. */
  apart?: true;
};

/** A completed activity with a compensation boundary event, and the local variables of the subprocesses around it. */
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
  /** Milliseconds since 1970; -1 when nobody has it. */
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
  /** It is about the job of its element. */
  ofJob: boolean;
  /** What is tried again when it is resolved. */
  retry: Step;
};

/** What an element does next, as data, so that an incident can wait for it over a restart. */
export type Step =
  | { do: 'enter'; event: Variables }
  /** `sentUp`: its variables have gone up already; they are not sent again, as somebody may have mended them meanwhile. */
  | { do: 'complete'; variables: Variables; flows?: string[]; event?: Variables; sentUp?: true }
  | { do: 'open-waits' }
  | { do: 'open-inner-waits' }
  | { do: 'offer-job' };

/** A message that is kept for its time to live. */
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
  /** The processes it went to; it goes to none of them again. */
  correlatedTo: string[];
};

/** Who waits for a message. */
export type Subscription = {
  key: Key;
  instance: Key;
  name: string;
  correlationKey: string;
  processId: string;
};

/** A process instance that was set aside: an engine met it and could not go on with it. */
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

/** The state as the interpreter sees and changes it while a command runs. What is found by another key than its instance's has
 *  a place of its own here: jobs by type, subscriptions and messages by name and correlation key, and what is due.
 *  Reading may throw NotLoaded: the store then reads what is missing and runs the command again from the start. */
export interface State {
  /** The instance that a key belongs to: its own key, or one of anything inside. The part with that key is there in it. */
  instanceOf(key: Key): ProcessInstance | undefined;
  /** A key belongs to an instance, or to a part of one, that is there but cannot be read by this engine. */
  isUnreadable(key: Key): boolean;
  addInstance(instance: ProcessInstance): void;
  removeInstance(instance: ProcessInstance): void;
  /** An inner activity that lies apart. */
  addPart(inner: ElementInstance): void;
  removePart(inner: ElementInstance): void;
  /** Brings all inner activities that lie apart into their body. */
  bringIn(body: ElementInstance): void;
  addKeyBlock(first: Key, part: Key): void;

  /** A value that lies beside the documents: of a part, or of a body, what came back to it by place. */
  putValue(owner: Key, key: Key, value: unknown): void;
  removeValue(owner: Key, key: Key): void;
  removeValues(owner: Key): void;
  valuesOf(owner: Key): ReadonlyMap<Key, unknown>;

  runsAny(definition: Key): boolean;

  /** Keys of activatable jobs, longest waiting first. */
  activatableJobs(type: string, max: number): Key[];
  makeActivatable(job: { key: Key; type: string }): void;
  /** The job is nobody's to take; something happens to it at `dueAt`, if ever. */
  holdJob(job: { key: Key; type: string }, dueAt: number | undefined): void;
  removeJob(key: Key): void;

  setTimer(key: Key, dueAt: number): void;
  removeTimer(key: Key): void;

  /** In the order of their keys. */
  subscriptionsTo(name: string, correlationKey: string): Subscription[];
  addSubscription(subscription: Subscription): void;
  removeSubscription(subscription: Pick<Subscription, 'key' | 'name' | 'correlationKey'>): void;

  /** Kept messages, oldest first. */
  messagesFor(name: string, correlationKey: string): Message[];
  message(key: Key): Message | undefined;
  putMessage(message: Message): void;
  removeMessage(message: Message): void;

  hasStartLock(processId: string, correlationKey: string): boolean;
  addStartLock(processId: string, correlationKey: string, instance: Key): void;
  removeStartLock(processId: string, correlationKey: string): void;

  /** By the key of the instance. */
  bannedInstance(instance: Key): BannedInstance | undefined;
  asideWith(incident: Key): BannedInstance | undefined;
  putBanned(aside: BannedInstance): void;
  removeBanned(aside: BannedInstance): void;

  addResource(resource: StoredResource): void;
  removeResource(key: Key): void;
  /** The messages that start a process, instead of those that did before. */
  setStarts(processId: string, starts: readonly StartSubscription[]): void;
}
