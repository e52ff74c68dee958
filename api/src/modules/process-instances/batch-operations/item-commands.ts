import { type EngineCommands, MIGRATED_FROM } from '#api/engine/index.ts';
import {
  type BatchItemPlan,
  type BatchItemRow,
  type BatchOperationRow,
  ItemRefused,
  ItemSkipped,
} from './batch-operation.ts';
import type { InstanceReads, ReadInstance } from './instance-reads.ts';

type InstanceEngine = Pick<
  EngineCommands,
  | 'cancelInstance'
  | 'createInstance'
  | 'modifyInstance'
  | 'publish'
  | 'resolveIncident'
  | 'setJobRetries'
  | 'setVariables'
>;

export type ItemCommandDeps = { engine: InstanceEngine; read: InstanceReads };

/** Command of one item to the engine. */
export type ItemCommand = {
  plan: BatchItemPlan;
  /** True when it may be repeated after an unknown result. */
  repeatable: boolean;
  /** @returns what became known by sending it */
  send(): Promise<BatchItemPlan>;
};

/** Lifetime of a message: for this long the engine recognizes a repeat by its id, and keeps the message for
 *  late subscribers. */
const MESSAGE_TTL_MS = 10 * 60_000;
const DEFAULT_RETRIES = 3;

/** Examines the state of an instance and builds the command for the engine.
 *  @throws ItemRefused, or ItemSkipped when there is nothing to do */
export async function buildItemCommand(
  { params: action, id }: BatchOperationRow,
  { instance_key: key }: BatchItemRow,
  { engine, read }: ItemCommandDeps,
): Promise<ItemCommand> {
  const instance = await read.instance(key);
  if (!instance) throw new ItemRefused('unknown');
  if (action.kind === 'start-again') return restartCommand(action, instance, { engine, read });
  if (instance.state !== 'active') throw new ItemSkipped('ended');
  switch (action.kind) {
    case 'retry':
    case 'resolve': {
      const open = await read.openIncidents(key, action.incidentKey);
      if (open.length === 0) throw new ItemSkipped('no-incident');
      const jobs = action.kind === 'retry' ? open.flatMap(({ job_key: job }) => job ?? []) : [];
      const incidentKeys = open.map((incident) => incident.incident_key);
      return {
        plan: { incidentKeys, jobKeys: jobs },
        repeatable: true,
        async send() {
          for (const jobKey of jobs)
            await engine.setJobRetries({
              jobKey,
              retries: (action.kind === 'retry' && action.retries) || DEFAULT_RETRIES,
            });
          for (const incidentKey of incidentKeys) await engine.resolveIncident(incidentKey);
          return {};
        },
      };
    }
    case 'cancel':
      if (instance.parent_key !== null) throw new ItemRefused('called');
      return { plan: {}, repeatable: true, send: () => engine.cancelInstance(key).then(() => ({})) };
    case 'set-variables': {
      const { variables, elementKey } = action;
      if (elementKey !== undefined && (await read.activeElements(key, [elementKey])).length === 0)
        throw new ItemRefused('no-token', elementKey);
      const where =
        elementKey === undefined ? { elementKey: key, local: false } : { elementKey, local: true };
      return {
        plan: {},
        repeatable: true,
        send: () => engine.setVariables({ ...where, variables }).then(() => ({})),
      };
    }
    case 'modify':
      return modifyCommand(action, key, { engine, read });
    case 'correlate': {
      const { message, correlationKey = instance.request_id, variables = {} } = action;
      if (correlationKey === null) throw new ItemRefused('no-correlation-key');
      if (correlationKey !== instance.request_id && !(await read.isAwaiting(key, correlationKey)))
        throw new ItemRefused('not-awaited', correlationKey);
      return {
        plan: { happened: await read.countCorrelations(key, message) },
        repeatable: true,
        async send() {
          await engine.publish({
            name: message,
            correlationKey,
            messageId: `operation:${id}:${key}`,
            ttlMs: MESSAGE_TTL_MS,
            variables,
          });
          return {};
        },
      };
    }
  }
}

type ModifyAction = Extract<BatchOperationRow['params'], { kind: 'modify' }>;

async function modifyCommand(
  { moves, variables }: ModifyAction,
  key: string,
  { engine, read }: ItemCommandDeps,
): Promise<ItemCommand> {
  const standing = await read.activeTokens(key);
  const terminate: string[] = [];
  const activate: string[] = [];
  for (const { from, fromKey, to } of moves) {
    const tokens = standing.filter(
      ({ element_key: own, element_id: element }) =>
        (fromKey === undefined ? from !== undefined && element === from : own === fromKey) &&
        !terminate.includes(own),
    );
    const leaves = from !== undefined || fromKey !== undefined;
    if (leaves && tokens.length === 0) throw new ItemRefused('no-token', fromKey ?? from);
    if (!leaves && to === undefined) throw new ItemRefused('empty-modification');
    terminate.push(...tokens.map((token) => token.element_key));
    if (to !== undefined) for (let n = leaves ? tokens.length : 1; n > 0; n -= 1) activate.push(to);
  }
  const there = await read.elementInstancesAt(key, activate);
  return {
    plan: { terminate, activate, there },
    repeatable: terminate.length > 0,
    async send() {
      await engine.modifyInstance({
        instanceKey: key,
        activate: activate.map((elementId, at) => ({
          elementId,
          ...(at === 0 && variables && { variables }),
        })),
        terminate,
      });
      return {};
    },
  };
}

type RestartAction = Extract<BatchOperationRow['params'], { kind: 'start-again' }>;

async function restartCommand(
  { startBefore, variables }: RestartAction,
  instance: ReadInstance,
  { engine, read }: ItemCommandDeps,
): Promise<ItemCommand> {
  const { request_id: requestId, definition_key: definitionKey, instance_key: key } = instance;
  if (instance.state === 'active') throw new ItemSkipped('runs');
  if (requestId === null || definitionKey === null) throw new ItemRefused('no-case');
  if (!(await read.isRequestOpen(requestId))) throw new ItemSkipped('request-closed');
  if ((await read.activeInstancesOfRequest(requestId)).length > 0) throw new ItemSkipped('runs');
  const known = await read.variables(key);
  if (instance.pruned || known.length === 0 || known.some(({ cut }) => cut))
    throw new ItemRefused('variables-forgotten');
  const before = Object.fromEntries(known.map(({ name, value }) => [name, JSON.parse(value) as unknown]));
  return {
    plan: { activate: [...startBefore] },
    repeatable: false,
    async send() {
      const { instanceKey } = await engine.createInstance({
        definitionKey,
        variables: { ...before, ...variables, [MIGRATED_FROM]: key },
        startBefore,
      });
      return { created: instanceKey };
    },
  };
}
