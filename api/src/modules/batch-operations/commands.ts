import { MOVED_FROM, type EngineCommands } from '#api/engine/index.ts';
import {
  ItemRefused,
  ItemSkipped,
  type ItemRow,
  type BatchOperationRow,
  type Plan,
} from './batch-operation.ts';
import type { InstanceRow, ReadSide } from './read-side.ts';

type Engine = Pick<
  EngineCommands,
  | 'cancelInstance'
  | 'createInstance'
  | 'modifyInstance'
  | 'publish'
  | 'resolveIncident'
  | 'setJobRetries'
  | 'setVariables'
>;

export type CommandsDeps = { engine: Engine; read: ReadSide };

/** What one item asks of the engine. */
export type Command = {
  plan: Plan;
  /** Whether it may be sent a second time when nobody knows how the first one ended. */
  repeatable: boolean;
  /** @returns what became known by it */
  send(): Promise<Plan>;
};

/** The engine knows a message of the same id again for as long, and keeps it for who comes late. */
const MESSAGE_TTL_MS = 10 * 60_000;
const RETRIES = 3;

/** Looks at how an instance stands and says what to ask of the engine.
 *  @throws ItemRefused, or ItemSkipped when there is nothing to do */
export async function commandFor(
  { params: action, id }: BatchOperationRow,
  { instance_key: key }: ItemRow,
  { engine, read }: CommandsDeps,
): Promise<Command> {
  const instance = await read.instance(key);
  if (!instance) throw new ItemRefused('unknown');
  if (action.kind === 'start-again') return startAgain(action, instance, { engine, read });
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
              retries: (action.kind === 'retry' && action.retries) || RETRIES,
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
      if (elementKey !== undefined && !(await read.isActive(key, elementKey)))
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
      return move(action, key, { engine, read });
    case 'correlate': {
      const { message, correlationKey = instance.request_id, variables = {} } = action;
      if (correlationKey === null) throw new ItemRefused('no-correlation-key');
      if (correlationKey !== instance.request_id && !(await read.awaits(key, correlationKey)))
        throw new ItemRefused('not-awaited', correlationKey);
      return {
        plan: { happened: await read.happened(key, message) },
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

type Move = Extract<BatchOperationRow['params'], { kind: 'modify' }>;

async function move(
  { moves, variables }: Move,
  key: string,
  { engine, read }: CommandsDeps,
): Promise<Command> {
  const standing = await read.standing(key);
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
  const there = await read.at(key, activate);
  return {
    plan: { terminate, activate, there, adds: terminate.length === 0 },
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

type StartAgain = Extract<BatchOperationRow['params'], { kind: 'start-again' }>;

async function startAgain(
  { startBefore, variables }: StartAgain,
  instance: InstanceRow,
  { engine, read }: CommandsDeps,
): Promise<Command> {
  const { request_id: requestId, definition_key: definitionKey, instance_key: key } = instance;
  if (instance.state === 'active') throw new ItemSkipped('runs');
  if (requestId === null || definitionKey === null) throw new ItemRefused('no-case');
  if (!(await read.requestOpen(requestId))) throw new ItemSkipped('request-closed');
  if ((await read.runsFor(requestId)).length > 0) throw new ItemSkipped('runs');
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
        variables: { ...before, ...variables, [MOVED_FROM]: key },
        startBefore,
      });
      return { created: instanceKey };
    },
  };
}
