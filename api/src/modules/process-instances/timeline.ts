import type { InstanceEvent, InstanceView } from '#common/contract/index.ts';

/** Element types that take no time and mean nothing by themselves. */
const INSTANT_ELEMENT_TYPES = new Set([
  'EXCLUSIVE_GATEWAY',
  'PARALLEL_GATEWAY',
  'INCLUSIVE_GATEWAY',
  'EVENT_BASED_GATEWAY',
  'MULTI_INSTANCE_BODY',
]);

type TimelineInput = Pick<
  InstanceView,
  'startedAt' | 'endedAt' | 'state' | 'path' | 'incidents' | 'jobs' | 'variables' | 'called'
> & {
  happened: readonly { kind: 'timer' | 'message'; elementId: string; what: string | null; at: string }[];
};

/** Builds the timeline of an instance, in order, from the engine's records. Steps that take no time are
 *  listed once. */
export function buildTimeline(told: TimelineInput): InstanceEvent[] {
  const events: InstanceEvent[] = [{ at: told.startedAt, kind: 'started', elementId: null, what: null }];
  const add = (
    at: string | null,
    kind: InstanceEvent['kind'],
    elementId: string | null,
    what: string | null = null,
  ) => {
    if (at !== null) events.push({ at, kind, elementId, what });
  };
  for (const { elementId, elementKey, type, state, startedAt, endedAt } of told.path) {
    if (INSTANT_ELEMENT_TYPES.has(type)) continue;
    const called = told.called.find((one) => one.elementKey === elementKey);
    add(startedAt, called ? 'called' : 'entered', elementId, called?.processKey ?? null);
    if (state === 'terminated') add(endedAt, 'interrupted', elementId);
    else if (endedAt !== startedAt) add(endedAt, 'left', elementId);
  }
  for (const { kind, elementId, what, at } of told.happened)
    add(at, kind === 'timer' ? 'timer-fired' : 'message-came', elementId, what);
  for (const { createdAt, resolvedAt, elementId, errorType } of told.incidents) {
    add(createdAt, 'incident-opened', elementId, errorType);
    add(resolvedAt, 'incident-resolved', elementId, errorType);
  }
  for (const { state, endedAt, createdAt, elementId, type } of told.jobs)
    if (state === 'failed' || state === 'error-thrown')
      add(endedAt ?? createdAt, 'job-failed', elementId, type);
  for (const { name, history, changedAt, changes } of told.variables) {
    if (changes === 1) continue;
    for (const { at } of history.slice(1)) add(at, 'variable-changed', null, name);
    add(changedAt, 'variable-changed', null, name);
  }
  if (told.state !== 'active') add(told.endedAt, told.state, null);
  return inOrder(events);
}

/** Stable order: events of the same time keep their order, and the end of the instance comes last. */
const inOrder = (events: InstanceEvent[]): InstanceEvent[] =>
  events
    .map((event, place) => ({ event, place }))
    .sort((a, b) => (a.event.at < b.event.at ? -1 : a.event.at > b.event.at ? 1 : a.place - b.place))
    .map(({ event }) => event);
