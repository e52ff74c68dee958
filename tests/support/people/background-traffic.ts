import type { Db } from '#api/platform/db.ts';
import type { FiledRequest } from '#common/contract/index.ts';
import { eventually } from '../wait.ts';
import { DECISIONS, type PeopleClient } from './people-client.ts';

export type BackgroundTraffic = {
  /** Requests that received a tracking code.
   *  @throws the error that a client encountered */
  filed(): readonly FiledRequest[];
  /** Keys of tasks whose completion was acknowledged.
   *  @throws the error that a client encountered */
  completed(): readonly string[];
  /** Waits until all clients have finished what they are doing.
   *  @throws the error that a client encountered */
  stop(): Promise<void>;
};

const CITIZENS = 3;
const CASEWORKERS = ['caseworker.rmto-tehran', 'caseworker.rmto-tehran', 'supervisor.rmto'];
/** Every n-th task is answered with a question to the citizen. */
const QUESTION_INTERVAL = 4;

/** Generates continuous traffic: citizens file requests one after the other, caseworkers answer or ask, and
 *  citizens reply and confirm. */
export function startBackgroundTraffic(people: PeopleClient, db: Db): BackgroundTraffic {
  const filed = new Map<string, FiledRequest>();
  const completed: string[] = [];
  const taken = new Set<string>();
  let stopped = false;
  let failure: Error | undefined;

  /** Returns the next item that nobody has taken; undefined once traffic has stopped. */
  const next = async (find: () => Promise<string[]>): Promise<string | undefined> => {
    const found = await eventually(async () => {
      const id = stopped ? undefined : (await find()).find((one) => !taken.has(one));
      return (stopped || id !== undefined) && { id };
    });
    if (found.id !== undefined) taken.add(found.id);
    return found.id;
  };
  const inStatus = (status: string) => (): Promise<string[]> =>
    db('requests')
      .where({ status })
      .whereIn('id', [...filed.keys()])
      .pluck('id');

  async function file(): Promise<void> {
    const request = await people.file();
    filed.set(request.id, request);
    await eventually(async () => stopped || (await db('tasks').where({ request_id: request.id }).first()));
  }

  async function handle(by: string): Promise<void> {
    const task = await next(async () =>
      (await db('tasks').where({ state: 'created' }).orderBy('task_key').pluck('task_key')).map(String),
    );
    if (task === undefined) return;
    const decision = taken.size % QUESTION_INTERVAL === 0 ? DECISIONS.ask : DECISIONS.answer;
    if (await people.claimAndComplete(task, decision, by)) completed.push(task);
  }

  async function follow(status: string, act: (request: FiledRequest) => Promise<unknown>): Promise<void> {
    const id = await next(inStatus(status));
    const request = id === undefined ? undefined : filed.get(id);
    if (request) await act(request);
  }

  const repeat = async (act: () => Promise<void>): Promise<void> => {
    while (!stopped) await act();
  };
  const running = Promise.all([
    ...Array.from({ length: CITIZENS }, () => repeat(file)),
    ...CASEWORKERS.map((by) => repeat(() => handle(by))),
    repeat(() => follow('waiting-citizen', people.reply)),
    repeat(() => follow('answered', (request) => people.confirmOrReopen(request, { reopen: false }))),
  ]);
  running.catch((error: Error) => (failure = error));
  const unlessFailed = <T>(value: T): T => {
    if (failure) throw failure;
    return value;
  };
  return {
    filed: () => unlessFailed([...filed.values()]),
    completed: () => unlessFailed([...completed]),
    async stop() {
      stopped = true;
      await running;
    },
  };
}
