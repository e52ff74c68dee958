import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Db } from '#api/platform/db.ts';
import { notify } from '#api/platform/pg-notify.ts';

/** Behaviour for the next command. `carry-out` executes it. `lose-answer` executes it and cuts the
 *  connection. `refuse` answers 503 and does nothing. `late-record` executes it, but the read side learns of
 *  it only on `release`. `lose-both` combines `lose-answer` and `late-record`. */
export type FakeBehaviour = 'carry-out' | 'lose-answer' | 'refuse' | 'late-record' | 'lose-both';

export type FakeUserTaskApi = {
  url: string;
  /** Bodies of the executed commands, in order. */
  done: { taskKey: string; path: string; body: Record<string, unknown> }[];
  behave(next: FakeBehaviour): void;
  /** Writes the records that were held back. */
  release(): Promise<void>;
  close(): Promise<void>;
};

/** Answers user-task calls like the engine's REST API (204, 404 for a task that is gone, 409 for one held by
 *  another user) and writes into `tasks` what the projection would. Only for cases that need an uncooperative
 *  peer; whole flows are tested elsewhere. */
export async function fakeUserTaskApi(db: Db): Promise<FakeUserTaskApi> {
  const done: FakeUserTaskApi['done'] = [];
  const held: (() => Promise<void>)[] = [];
  const completed = new Set<string>();
  let behaviour: FakeBehaviour = 'carry-out';

  async function project(taskKey: string, change: Record<string, unknown>): Promise<void> {
    await db('tasks')
      .where('task_key', taskKey)
      .update({ ...change, version: db.raw('version + 1') });
    await notify(db, 'changes', { taskKeys: [taskKey] });
  }

  async function command(taskKey: string, path: string, body: Record<string, unknown>): Promise<number> {
    const task = await db('tasks').where('task_key', taskKey).first();
    if (!task || task.state !== 'created' || completed.has(taskKey)) return 404;
    const taken = task.assignee !== null && task.assignee !== body.assignee;
    if (path === 'assignment' && body.allowOverride === false && taken) return 409;
    done.push({ taskKey, path, body });
    if (path === 'completion') completed.add(taskKey);
    const change =
      path === 'completion'
        ? { state: 'completed', ended_at: new Date(), last_action: body.action }
        : { assignee: path === 'assignee' ? null : body.assignee };
    if (behaviour === 'late-record' || behaviour === 'lose-both') held.push(() => project(taskKey, change));
    else await project(taskKey, change);
    return 204;
  }

  let turn: Promise<unknown> = Promise.resolve();
  async function answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const [, taskKey = '', path = ''] = /^\/v1\/user-tasks\/(\d+)\/(\w+)$/.exec(req.url ?? '') ?? [];
    const text = (await req.toArray()).map(String).join('');
    if (behaviour === 'refuse') return void res.writeHead(503).end();
    const result = turn.then(() => command(taskKey, path, text ? JSON.parse(text) : {}));
    turn = result.catch(() => undefined);
    const status = await result;
    if (behaviour === 'lose-answer' || behaviour === 'lose-both') return void req.socket.destroy();
    res.writeHead(status).end();
  }

  const server = createServer((req, res) => {
    answer(req, res).catch(() => req.socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    done,
    behave: (next) => void (behaviour = next),
    release: async () => {
      for (const write of held.splice(0)) await write();
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
