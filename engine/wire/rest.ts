import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Variables } from '../core/model.ts';
import { Rejection, type RejectionCode } from '../core/rejection.ts';
import type { Changeset } from '../core/user-tasks.ts';
import type { Host } from '../store/host.ts';

const STATUS: Record<RejectionCode, number> = {
  NOT_FOUND: 404,
  INVALID_STATE: 409,
  INVALID_ARGUMENT: 400,
  ALREADY_EXISTS: 400,
};

type Body = Record<string, unknown>;
type Answer = { status: number; body?: object };
type Handler = (parts: string[], read: () => Promise<Body>) => Promise<Answer> | Answer;

const DONE: Answer = { status: 204 };
const TASK = /^\/v1\/user-tasks\/([^/]+)(?:\/(assignment|assignee|completion))?$/;

/** The user-task commands of 8.5 and the topology. */
export const startRest = (host: Host, port: number) =>
  listen(port, {
    'GET /v1/topology': () => ({ status: 200, body: topology(host) }),
    'POST /v1/user-tasks': async ([taskKey = '', verb], read) => {
      const body = await read();
      if (verb === 'assignment') assign(host, taskKey, body);
      else if (verb === 'completion')
        host.execute({
          do: 'complete-task',
          taskKey,
          action: String(body['action'] ?? ''),
          variables: (body['variables'] ?? {}) as Variables,
        });
      else return NOWHERE;
      return DONE;
    },
    'DELETE /v1/user-tasks': ([taskKey = '', verb]) => {
      if (verb !== 'assignee') return NOWHERE;
      host.execute({ do: 'unassign-task', taskKey });
      return DONE;
    },
    'PATCH /v1/user-tasks': async ([taskKey = '', verb], read) => {
      if (verb) return NOWHERE;
      const { changeset, action } = await read();
      if (typeof changeset !== 'object' || changeset === null)
        throw new Rejection('INVALID_ARGUMENT', 'No update data provided.');
      host.execute({
        do: 'update-task',
        taskKey,
        action: String(action ?? ''),
        changeset: changesetOf(changeset as Body),
      });
      return DONE;
    },
  });

const NOWHERE: Answer = { status: 404, body: problem(404, 'NOT_FOUND', 'No such resource', '') };

function assign(host: Host, taskKey: string, { assignee, action, allowOverride }: Body): void {
  if (typeof assignee !== 'string' || assignee.trim() === '')
    throw new Rejection('INVALID_ARGUMENT', 'No assignee provided.');
  host.execute({
    do: 'assign-task',
    taskKey,
    assignee,
    action: String(action ?? ''),
    allowOverride: allowOverride !== false,
  });
}

/** What is null is emptied; what is absent stays. */
function changesetOf({ candidateGroups, candidateUsers, dueDate, followUpDate }: Body): Changeset {
  return {
    ...(candidateGroups === undefined ? {} : { candidateGroups: (candidateGroups ?? []) as string[] }),
    ...(candidateUsers === undefined ? {} : { candidateUsers: (candidateUsers ?? []) as string[] }),
    ...(dueDate === undefined ? {} : { dueDate: String(dueDate ?? '') }),
    ...(followUpDate === undefined ? {} : { followUpDate: String(followUpDate ?? '') }),
  };
}

const topology = ({ partitions }: Host) => ({
  brokers: [
    {
      nodeId: 0,
      host: '127.0.0.1',
      version: '8.5.8',
      partitions: Array.from({ length: partitions }, (_, index) => ({
        partitionId: index + 1,
        role: 'leader',
        health: 'healthy',
      })),
    },
  ],
  clusterSize: 1,
  partitionsCount: partitions,
  replicationFactor: 1,
  gatewayVersion: '8.5.8',
});

/** Readiness; and where it is controlled, the clock that tests move. */
export const startManagement = (
  host: Host,
  port: number,
  { controlledClock }: { controlledClock: boolean },
) => {
  const clock = (): Answer => ({
    status: 200,
    body: { epochMilli: host.now(), instant: new Date(host.now()).toISOString() },
  });
  const ready = { 'GET /ready': () => ({ status: 200, body: { status: 'UP' } }) };
  if (!controlledClock) return listen(port, ready);
  return listen(port, {
    ...ready,
    'POST /actuator/clock/add': async (_, read) => {
      const ms = Number((await read())['offsetMilli']);
      host.moveClock(({ offsetMs, pinnedMs }) =>
        pinnedMs === undefined
          ? { offsetMs: offsetMs + ms, pinnedMs }
          : { offsetMs, pinnedMs: pinnedMs + ms },
      );
      return clock();
    },
    'POST /actuator/clock/pin': async (_, read) => {
      const ms = Number((await read())['epochMilli']);
      host.moveClock(({ offsetMs }) => ({ offsetMs, pinnedMs: ms }));
      return clock();
    },
    'DELETE /actuator/clock': () => {
      host.moveClock(() => ({ offsetMs: 0, pinnedMs: undefined }));
      return clock();
    },
  });
};

async function listen(
  port: number,
  routes: Record<string, Handler>,
): Promise<{ url: string; stop(): Promise<void> }> {
  const server: Server = createServer((request, response) => {
    const path = (request.url ?? '').split('?')[0] ?? '';
    const task = TASK.exec(path);
    const handler = routes[`${request.method} ${task ? '/v1/user-tasks' : path}`] ?? (() => NOWHERE);
    Promise.resolve()
      .then(() => handler(task?.slice(1) ?? [], () => readJson(request)))
      .catch((error: unknown) => refusal(error, path))
      .then(({ status, body }) => {
        response.writeHead(status, {
          'content-type': status < 400 ? 'application/json' : 'application/problem+json',
        });
        response.end(body ? JSON.stringify(body) : undefined);
      });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function readJson(request: IncomingMessage): Promise<Body> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  if (chunks.length === 0) return {};
  try {
    const body = JSON.parse(Buffer.concat(chunks).toString()) as unknown;
    if (typeof body === 'object' && body !== null) return body as Body;
  } catch {
    // said below
  }
  throw new Rejection('INVALID_ARGUMENT', 'Request property [body] cannot be parsed');
}

function refusal(error: unknown, path: string): Answer {
  if (error instanceof Rejection) {
    const status = STATUS[error.code];
    return { status, body: problem(status, error.code, error.message, path) };
  }
  console.error(error);
  return { status: 500, body: problem(500, 'INTERNAL', String(error), path) };
}

function problem(status: number, title: string, detail: string, instance: string): object {
  return { type: 'about:blank', title, status, detail, instance };
}
