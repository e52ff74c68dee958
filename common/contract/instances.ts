import { type Static, Type } from '@sinclair/typebox';
import { Closed, EngineKey, MAX_INTEGER, Nullable, OneOf, Slug, Text, Timestamp } from './common.ts';

export const INSTANCE_STATES = ['active', 'completed', 'terminated'] as const;
export const InstanceState = OneOf(INSTANCE_STATES);
export type InstanceState = Static<typeof InstanceState>;

const ProcessKey = Type.String({ pattern: '^[A-Za-z_][A-Za-z0-9_.-]*$', maxLength: 120 });
const Hours = Type.Integer({ minimum: 0, maximum: 100_000 });

export const VARIABLE_TYPES = ['text', 'number', 'boolean', 'null'] as const;

/** Filters for instances; all given ones must match. */
export const InstanceFilter = {
  key: Type.Optional(EngineKey),
  trackingCode: Type.Optional(
    Type.String({ maxLength: 40, description: 'Finds only requests that the caller may see' }),
  ),
  nationalId: Type.Optional(
    Type.String({
      maxLength: 40,
      description: 'Of the person who filed; finds only requests that the caller may see',
    }),
  ),
  processKey: Type.Optional(ProcessKey),
  version: Type.Optional(Type.Integer({ minimum: 1, maximum: MAX_INTEGER })),
  elementId: Type.Optional(
    Type.String({
      pattern: '^[A-Za-z_][A-Za-z0-9_.-]*$',
      maxLength: 120,
      description: 'Where a token stands; needs processKey',
    }),
  ),
  service: Type.Optional(Slug),
  department: Type.Optional(Slug),
  state: Type.Optional(OneOf([...INSTANCE_STATES, 'incident'] as const)),
  olderThanHours: Type.Optional(Hours),
  youngerThanHours: Type.Optional(Hours),
  variable: Type.Optional(
    Type.String({ minLength: 1, maxLength: 120, description: 'Of the process itself, not of one element' }),
  ),
  value: Type.Optional(Type.String({ maxLength: 500 })),
  valueType: Type.Optional(OneOf(VARIABLE_TYPES)),
};

export const FindInstances = Closed(InstanceFilter);
export type FindInstances = Static<typeof FindInstances>;

export const ListInstances = Closed({
  ...InstanceFilter,
  after: Type.Optional(Type.String({ maxLength: 200, description: '`next` of the page before' })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
});
export type ListInstances = Static<typeof ListInstances>;

/** An element where a token waits. */
export const Token = Closed({
  elementKey: EngineKey,
  elementId: Type.String(),
  type: Type.String(),
  name: Nullable(Text),
  since: Timestamp,
});
export type Token = Static<typeof Token>;

const summaryProperties = {
  key: EngineKey,
  processKey: Type.String(),
  version: Type.Integer(),
  name: Nullable(Text),
  state: InstanceState,
  incident: Type.Boolean(),
  startedAt: Timestamp,
  endedAt: Nullable(Timestamp),
  service: Nullable(Type.String()),
  department: Nullable(Type.String()),
  request: Nullable(Closed({ id: Type.String({ format: 'uuid' }), trackingCode: Type.String() })),
};

export const InstanceSummary = Closed({ ...summaryProperties, tokens: Type.Array(Token) });
export type InstanceSummary = Static<typeof InstanceSummary>;

export const InstancePage = Closed({ items: Type.Array(InstanceSummary), next: Nullable(Type.String()) });
export type InstancePage = Static<typeof InstancePage>;

/** `more`: there are more than were counted. */
export const InstanceCount = Closed({ count: Type.Integer(), more: Type.Boolean() });
export type InstanceCount = Static<typeof InstanceCount>;

export const PathStep = Closed({
  elementKey: EngineKey,
  elementId: Type.String(),
  type: Type.String(),
  name: Nullable(Text),
  scopeKey: EngineKey,
  state: InstanceState,
  startedAt: Timestamp,
  endedAt: Nullable(Timestamp),
});
export type PathStep = Static<typeof PathStep>;

export const Incident = Closed({
  key: EngineKey,
  instanceKey: EngineKey,
  elementId: Nullable(Type.String()),
  elementKey: Nullable(EngineKey),
  jobKey: Nullable(EngineKey),
  errorType: Type.String(),
  message: Type.String(),
  state: OneOf(['open', 'resolved'] as const),
  createdAt: Timestamp,
  resolvedAt: Nullable(Timestamp),
});
export type Incident = Static<typeof Incident>;

export const InstanceJob = Closed({
  key: EngineKey,
  elementKey: EngineKey,
  elementId: Type.String(),
  type: Type.String(),
  state: OneOf(['created', 'failed', 'error-thrown', 'completed', 'canceled'] as const),
  retries: Type.Integer(),
  worker: Nullable(Type.String()),
  errorCode: Nullable(Type.String()),
  errorMessage: Nullable(Type.String()),
  createdAt: Timestamp,
  endedAt: Nullable(Timestamp),
});
export type InstanceJob = Static<typeof InstanceJob>;

/** `value` is JSON as text, cut when it is long; `history` holds the previous values, oldest first. */
export const InstanceVariable = Closed({
  key: EngineKey,
  scopeKey: EngineKey,
  name: Type.String(),
  value: Type.String(),
  cut: Type.Boolean(),
  changes: Type.Integer(),
  createdAt: Timestamp,
  changedAt: Timestamp,
  history: Type.Array(Closed({ at: Timestamp, value: Type.String() })),
});
export type InstanceVariable = Static<typeof InstanceVariable>;

export const AwaitedEvent = Closed({
  key: EngineKey,
  kind: OneOf(['timer', 'message'] as const),
  elementKey: EngineKey,
  elementId: Type.String(),
  dueAt: Nullable(Timestamp),
  messageName: Nullable(Type.String()),
  correlationKey: Nullable(Type.String()),
  since: Timestamp,
});
export type AwaitedEvent = Static<typeof AwaitedEvent>;

export const INSTANCE_EVENTS = [
  'started',
  'entered',
  'left',
  'interrupted',
  'message-came',
  'timer-fired',
  'job-failed',
  'incident-opened',
  'incident-resolved',
  'variable-changed',
  'called',
  'completed',
  'terminated',
] as const;

/** `what`: the name of the message or variable, the type of the job, the error of the incident, or the called
 *  process. */
export const InstanceEvent = Closed({
  at: Timestamp,
  kind: OneOf(INSTANCE_EVENTS),
  elementId: Nullable(Type.String()),
  what: Nullable(Type.String()),
});
export type InstanceEvent = Static<typeof InstanceEvent>;

const RelatedInstance = Closed({
  key: EngineKey,
  processKey: Type.String(),
  name: Nullable(Text),
  state: InstanceState,
  incident: Type.Boolean(),
  elementKey: Nullable(EngineKey),
});

/** `pruned`: it ended so long ago that only this is left of it. `more`: only the latest steps are shown.
 *  `withheld`: number of variables hidden from the caller. `confidential`: it belongs to a confidential
 *  matter that the caller may not see, so that only its current elements are disclosed, not its path. */
export const InstanceView = Closed({
  ...summaryProperties,
  definitionKey: Nullable(EngineKey),
  pruned: Type.Boolean(),
  confidential: Type.Boolean(),
  more: Type.Boolean(),
  parent: Nullable(RelatedInstance),
  called: Type.Array(RelatedInstance),
  path: Type.Array(PathStep),
  flows: Type.Array(Closed({ flowId: Type.String(), times: Type.Integer() })),
  incidents: Type.Array(Incident),
  jobs: Type.Array(InstanceJob),
  variables: Type.Array(InstanceVariable),
  withheld: Type.Integer(),
  awaited: Type.Array(AwaitedEvent),
  timeline: Type.Array(InstanceEvent),
});
export type InstanceView = Static<typeof InstanceView>;

/** Confidential cases are counted in steps of this size: with finer counts, somebody who knows one case could
 *  infer the others. */
export const MIN_DISCLOSED_COUNT = 5;

export const MaskedCount = Nullable(
  Type.Integer({
    description: `Of confidential cases in full steps of ${MIN_DISCLOSED_COUNT}, and null where there are fewer`,
  }),
);
/** True when the counts beside it are of confidential cases. */
export const Confidential = Type.Boolean();

/** A version of a process with its running instances. */
export const LiveProcess = Closed({
  processKey: Type.String(),
  version: Type.Integer(),
  name: Nullable(Text),
  confidential: Confidential,
  active: MaskedCount,
  incidents: Type.Integer(),
});
export type LiveProcess = Static<typeof LiveProcess>;
export const LiveProcesses = Closed({ items: Type.Array(LiveProcess) });
export type LiveProcesses = Static<typeof LiveProcesses>;

export const VersionOfProcess = Closed({
  processKey: ProcessKey,
  version: Type.Integer({ minimum: 1, maximum: MAX_INTEGER }),
});

export const DiagramElement = Closed({
  id: Type.String(),
  type: Type.String(),
  name: Nullable(Text),
  stageHours: Nullable(Type.Number()),
});

/** `xml` is null where the version was deployed outside this application and its file is not known here. */
export const VersionDiagram = Closed({
  processKey: Type.String(),
  version: Type.Integer(),
  name: Nullable(Text),
  xml: Nullable(Type.String()),
  elements: Type.Array(DiagramElement),
});
export type VersionDiagram = Static<typeof VersionDiagram>;

export const LiveElements = Closed({
  at: Timestamp,
  confidential: Confidential,
  active: MaskedCount,
  elements: Type.Array(
    Closed({
      elementId: Type.String(),
      tokens: MaskedCount,
      incidents: Type.Integer(),
      oldest: Nullable(Timestamp),
    }),
  ),
});
export type LiveElements = Static<typeof LiveElements>;

/** Times in seconds, of passes that ended in the period and were completed, not interrupted. */
export const ElementDurations = Closed({
  at: Timestamp,
  days: Type.Integer(),
  confidential: Confidential,
  elements: Type.Array(
    Closed({
      elementId: Type.String(),
      passes: Type.Integer(),
      interrupted: Type.Integer(),
      mean: Nullable(Type.Number()),
      median: Nullable(Type.Number()),
      p90: Nullable(Type.Number()),
    }),
  ),
});
export type ElementDurations = Static<typeof ElementDurations>;

/** An element where cases wait. `late` counts those past their own stage deadline, among those that have one.
 *  Times in seconds. Confidential cases are counted in full steps, and how many of them are late is not
 *  disclosed. */
export const Bottleneck = Closed({
  processKey: Type.String(),
  processName: Nullable(Text),
  elementId: Type.String(),
  name: Nullable(Text),
  type: Type.String(),
  department: Nullable(Type.String()),
  stageHours: Nullable(Type.Number()),
  waiting: Type.Integer(),
  median: Nullable(Type.Number()),
  oldest: Nullable(Timestamp),
  withDeadline: Type.Integer(),
  late: Type.Integer(),
  done: Type.Integer({ description: 'In the last 30 days' }),
  doneMedian: Nullable(Type.Number()),
  doneP90: Nullable(Type.Number()),
  doneWithDeadline: Type.Integer(),
  doneLate: Type.Integer(),
});
export type Bottleneck = Static<typeof Bottleneck>;
export const Bottlenecks = Closed({ at: Timestamp, items: Type.Array(Bottleneck) });
export type Bottlenecks = Static<typeof Bottlenecks>;

export const ListIncidents = Closed({
  processKey: Type.Optional(ProcessKey),
  after: Type.Optional(Type.String({ maxLength: 200, description: '`next` of the page before' })),
});
export type ListIncidents = Static<typeof ListIncidents>;
export const IncidentPage = Closed({
  items: Type.Array(
    Closed({
      ...Incident.properties,
      processKey: Type.String(),
      version: Type.Integer(),
      processName: Nullable(Text),
      elementName: Nullable(Text),
    }),
  ),
  next: Nullable(Type.String()),
});
export type IncidentPage = Static<typeof IncidentPage>;
