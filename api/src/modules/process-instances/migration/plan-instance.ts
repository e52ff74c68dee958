import type { MigrationBlocker, MigrationStrategy } from '#common/contract/index.ts';
import { CONTAINER_ELEMENT_TYPES } from '../reads/active-tokens.read.ts';
import type { DiagramModel, ModelElement } from './diagram-model.ts';

/** Position of an instance, as the read side knows it. */
export type InstancePosition = {
  /** Active element instances except the process itself. `type` as the engine names it, e.g. USER_TASK. */
  active: readonly { elementKey: string; elementId: string; type: string }[];
  /** Newest of its element instances, whatever its state. */
  lastKey: string | null;
  /** True when another process called the instance. */
  called: boolean;
  /** Jobs that a worker has or may take, by their element instances. */
  openJobs: ReadonlySet<string>;
  /** Elements that an incident stopped. */
  stopped: ReadonlySet<string>;
  /** Elements with a running timer, also on their boundary. */
  timed: ReadonlySet<string>;
  /** Scopes inside the process that have variables of their own. */
  scopesWithVariables: ReadonlySet<string>;
  /** How often each sequence flow was taken. */
  taken: ReadonlyMap<string, number>;
  /** How often each element was entered and, below, how often it was completed. */
  entered: ReadonlyMap<string, number>;
  completed: ReadonlyMap<string, number>;
  /** True when a variable was too long to be stored whole. */
  cutVariable: boolean;
};

export type InstanceMigrationPlan = {
  strategy: MigrationStrategy;
  /** Reasons why the instance cannot be migrated; empty when it can. */
  reasons: MigrationBlocker[];
  /** Ids of the elements with a token, one per token. */
  at: string[];
  /** Elements of the target before which a continuation begins. */
  startBefore: string[];
};

const NATIVE_TYPES = ['USER_TASK', 'SERVICE_TASK', 'SUB_PROCESS'];

/** Plans how an instance gets to another version. An instance that is hidden from those who migrate it is
 *  migrated only where its steps are the same: a mapping redirects none of its tokens. The engine's own
 *  migration is limited (docs/adr/0015-instance-migration.md); a continuation covers everything that waits
 *  for a person, a message or an operator, because nothing is lost when that begins anew. */
export function planInstanceMigration(
  source: DiagramModel,
  target: DiagramModel,
  mapping: ReadonlyMap<string, string>,
  position: InstancePosition,
  { hidden = false } = {},
): InstanceMigrationPlan {
  const leaves = position.active.filter(({ type }) => !CONTAINER_ELEMENT_TYPES.includes(type));
  const at = leaves.map(({ elementId }) => elementId).sort();
  const targetOf = (id: string): ModelElement | undefined => target.elements.get(mapping.get(id) ?? id);
  const joinWaits = [...source.elements.values()].some((element) => holdsTokens(element, position));
  const redirected = position.active.some(({ elementId: id }) => (mapping.get(id) ?? id) !== id);
  const common: MigrationBlocker[] = [
    ...(hidden && redirected ? (['confidential'] as const) : []),
    ...(position.called ? (['is-called'] as const) : []),
    ...(leaves.length === 0 ? (['nothing-active'] as const) : []),
    ...(joinWaits ? (['join-waiting'] as const) : []),
  ];
  if (common.length === 0 && canMigrateNatively(source, target, targetOf, position))
    return { strategy: 'native', reasons: [], at, startBefore: [] };

  const lost = [...source.elements.values()].some(
    ({ id, compensable }) => compensable && (position.completed.get(id) ?? 0) > 0,
  );
  const reasons = new Set<MigrationBlocker>([
    ...common,
    ...(position.cutVariable ? (['variable-too-long'] as const) : []),
    ...(lost ? (['compensation-lost'] as const) : []),
    ...position.active.flatMap((element) => findBlockers(element, source, targetOf, position)),
  ]);
  if (reasons.size > 0) return { strategy: 'none', reasons: [...reasons].sort(), at, startBefore: [] };
  return { strategy: 'continuation', reasons: [], at, startBefore: at.map((id) => mapping.get(id) ?? id) };
}

/** Tells whether some tokens have reached a parallel join and others have not; starting before it would not
 *  wait for them. */
function holdsTokens({ id, joins }: ModelElement, { taken, entered }: InstancePosition): boolean {
  const joined = entered.get(id) ?? 0;
  return joins.some((flow) => (taken.get(flow) ?? 0) > joined);
}

function findBlockers(
  { elementKey, elementId, type }: InstancePosition['active'][number],
  source: DiagramModel,
  targetOf: (id: string) => ModelElement | undefined,
  position: InstancePosition,
): MigrationBlocker[] {
  const from = source.elements.get(elementId);
  if (type === 'MULTI_INSTANCE_BODY' || from?.insideMultiInstance || from?.implementation === 'multiple')
    return ['multi-instance'];
  if (type === 'EVENT_SUB_PROCESS' || from?.insideEventSubprocess) return ['inside-event-subprocess'];
  if (type === 'CALL_ACTIVITY')
    return position.stopped.has(elementKey) ? mappingBlockers(from, targetOf) : ['calls-process'];
  if (position.timed.has(elementKey)) return ['timer-running'];
  if (type === 'SUB_PROCESS') return position.scopesWithVariables.has(elementKey) ? ['scope-variables'] : [];
  if (position.openJobs.has(elementKey)) return ['job-running'];
  return mappingBlockers(from, targetOf);
}

function mappingBlockers(
  from: ModelElement | undefined,
  targetOf: (id: string) => ModelElement | undefined,
): MigrationBlocker[] {
  const to = from && targetOf(from.id);
  if (!from || !to) return ['element-missing'];
  if (to.type !== from.type || (to.implementation === 'multiple') !== (from.implementation === 'multiple'))
    return ['type-changed'];
  return to.startable ? [] : ['not-startable'];
}

/** Checks the limits of the engine's own migration in 8.5. */
function canMigrateNatively(
  source: DiagramModel,
  target: DiagramModel,
  targetOf: (id: string) => ModelElement | undefined,
  { active }: InstancePosition,
): boolean {
  if (source.hasEventSubprocess || target.hasEventSubprocess) return false;
  return active.every(({ elementId, type }) => {
    const from = source.elements.get(elementId);
    const to = targetOf(elementId);
    if (!from || !to || !NATIVE_TYPES.includes(type)) return false;
    const around = from.around.map((id) => targetOf(id)?.id);
    const messages = from.boundaries.map(({ message }) => message);
    return (
      to.type === from.type &&
      to.implementation === from.implementation &&
      to.around.length === around.length &&
      to.around.every((id, depth) => id === around[depth]) &&
      [...from.boundaries, ...to.boundaries].every(({ message }) => message !== undefined) &&
      !to.boundaries.some(({ message }) => messages.includes(message))
    );
  });
}
