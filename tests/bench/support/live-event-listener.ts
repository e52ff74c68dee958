import type { TestDatabase } from '#tests/support/database.ts';
import { bearer } from '#tests/support/sign-in/tokens.ts';

type Event = { name: string; data: { keys?: string[]; ids?: string[]; many: boolean } };

export type LiveEventListener = {
  /** Starts waiting for a request's task; `since` is its due time, by `performance.now()`. */
  expect(requestId: string, since: number): void;
  /** Milliseconds from `since` until a listening client had the task, by request. */
  readonly lags: ReadonlyMap<string, number>;
  missing(): number;
  stop(): void;
};

const POLL_INTERVAL_MS = 250;

/** Listens to `GET /api/events` like the screen of a user in the queue. With `reading`, it then reads each
 *  task, like the screen, and only the response counts; without, the event that names the task counts. */
export async function listenToLiveEvents(run: {
  apiUrl: string;
  database: TestDatabase;
  username: string;
  reading: boolean;
}): Promise<LiveEventListener> {
  const { apiUrl, database, username, reading } = run;
  const stopping = new AbortController();
  const expected = new Map<string, number>();
  const lags = new Map<string, number>();

  const ignoreStop = (error: unknown): void => {
    if (!stopping.signal.aborted) throw error;
  };
  const seen = (requestId: string, at: number): void => {
    const since = expected.get(requestId);
    if (since === undefined) return;
    expected.delete(requestId);
    lags.set(requestId, at - since);
  };

  async function read(taskKey: string): Promise<void> {
    const answer = await fetch(`${apiUrl}/api/tasks/${taskKey}`, {
      headers: await bearer(username),
      signal: stopping.signal,
    });
    if (!answer.ok) throw new Error(`a task that was announced is answered with ${answer.status}`);
    const { request } = (await answer.json()) as { request: { id: string } | null };
    if (request) seen(request.id, performance.now());
  }

  /** More has changed than an event lists, so a screen would read its list again. The database stands in for
   *  that read. */
  async function readAll(): Promise<void> {
    const ids = await database
      .db('tasks')
      .whereIn('request_id', [...expected.keys()])
      .pluck('request_id');
    for (const id of ids) seen(id, performance.now());
  }

  let told = new Map<string, number>();
  let asking: NodeJS.Timeout | undefined;
  /** Looks up the requests of reported tasks in batches, because that work belongs to the benchmark
   *  itself. */
  async function askWhose(): Promise<void> {
    const tasks = told;
    told = new Map();
    asking = undefined;
    const rows = await database
      .db('tasks')
      .select('task_key', 'request_id')
      .whereIn('task_key', [...tasks.keys()])
      .whereNotNull('request_id');
    for (const { task_key, request_id } of rows as { task_key: string; request_id: string }[])
      seen(request_id, tasks.get(task_key) ?? Number.NaN);
  }

  async function on({ name, data }: Event, at: number): Promise<void> {
    if (data.many) return readAll();
    if (name !== 'tasks-changed') return;
    const keys = data.keys ?? [];
    if (reading) return void (await Promise.all(keys.map(read)));
    for (const key of keys) if (!told.has(key)) told.set(key, at);
    asking ??= setTimeout(() => void askWhose().catch(ignoreStop), POLL_INTERVAL_MS);
  }

  async function open() {
    const answer = await fetch(`${apiUrl}/api/events`, {
      headers: await bearer(username),
      signal: stopping.signal,
    });
    if (!answer.ok || !answer.body) throw new Error(`the events are answered with ${answer.status}`);
    return answer.body.pipeThrough(new TextDecoderStream());
  }

  /** A stream ends with its token. The screen then opens another one and reads its list again. */
  async function hear(stream: Awaited<ReturnType<typeof open>>): Promise<void> {
    let rest = '';
    for await (const text of stream) {
      const blocks = (rest + text).split('\n\n');
      rest = blocks.pop() ?? '';
      for (const event of blocks.flatMap(parsed)) void on(event, performance.now()).catch(ignoreStop);
    }
    const next = await open();
    await readAll();
    return hear(next);
  }
  void hear(await open()).catch(ignoreStop);

  return {
    expect: (requestId, since) => void expected.set(requestId, since),
    lags,
    missing: () => expected.size,
    stop() {
      stopping.abort();
      clearTimeout(asking);
    },
  };
}

function parsed(block: string): Event[] {
  const name = /^event: (.+)$/m.exec(block)?.[1];
  const data = /^data: (.+)$/m.exec(block)?.[1];
  return name && data ? [{ name, data: JSON.parse(data) as Event['data'] }] : [];
}
