import type { TestDatabase } from '../../support/database.ts';
import { freshToken } from './stage.ts';

type Event = { name: string; data: { keys?: string[]; ids?: string[]; many: boolean } };

export type Listener = {
  /** From now on it is waited for. */
  expect(requestId: string): void;
  /** Milliseconds from `expect` until a listening client had it, by request. */
  readonly lags: ReadonlyMap<string, number>;
  missing(): number;
  stop(): void;
};

/** A screen that listens to `GET /api/events` as somebody of the queue. With `reading` it then reads each task, as the screen
 *  does, and only the answer counts; without, the event does. */
export async function listen(run: {
  apiUrl: string;
  database: TestDatabase;
  username: string;
  reading: boolean;
}): Promise<Listener> {
  const { apiUrl, database, username, reading } = run;
  const headers = { authorization: `Bearer ${await freshToken(username)}` };
  const stopping = new AbortController();
  const expected = new Map<string, number>();
  const lags = new Map<string, number>();

  const seen = (requestId: string): void => {
    const since = expected.get(requestId);
    if (since === undefined) return;
    expected.delete(requestId);
    lags.set(requestId, performance.now() - since);
  };

  async function read(taskKey: string): Promise<void> {
    const answer = await fetch(`${apiUrl}/api/tasks/${taskKey}`, { headers, signal: stopping.signal });
    if (!answer.ok) throw new Error(`a task that was announced is answered with ${answer.status}`);
    const { request } = (await answer.json()) as { request: { id: string } | null };
    if (request) seen(request.id);
  }

  /** More changed than an event lists: a screen reads its list again. Here the database says what that would show. */
  async function readAll(): Promise<void> {
    const rows = await database
      .db('tasks')
      .whereIn('request_id', [...expected.keys()])
      .pluck('request_id');
    rows.forEach(seen);
  }

  async function on({ name, data }: Event): Promise<void> {
    if (data.many) return readAll();
    if (reading && name === 'tasks-changed') await Promise.all((data.keys ?? []).map(read));
    if (!reading && name === 'request-changed') data.ids?.forEach(seen);
  }

  const answer = await fetch(`${apiUrl}/api/events`, { headers, signal: stopping.signal });
  if (!answer.ok || !answer.body) throw new Error(`the events are answered with ${answer.status}`);
  const stream = answer.body.pipeThrough(new TextDecoderStream());
  const ignoreStop = (error: unknown): void => {
    if (!stopping.signal.aborted) throw error;
  };
  void (async () => {
    let rest = '';
    for await (const text of stream) {
      const blocks = (rest + text).split('\n\n');
      rest = blocks.pop() ?? '';
      for (const event of blocks.flatMap(parsed)) void on(event).catch(ignoreStop);
    }
  })().catch(ignoreStop);

  return {
    expect: (requestId) => void expected.set(requestId, performance.now()),
    lags,
    missing: () => expected.size,
    stop: () => stopping.abort(),
  };
}

function parsed(block: string): Event[] {
  const name = /^event: (.+)$/m.exec(block)?.[1];
  const data = /^data: (.+)$/m.exec(block)?.[1];
  return name && data ? [{ name, data: JSON.parse(data) as Event['data'] }] : [];
}
