import { setTimeout as pause } from 'node:timers/promises';
import type {
  FiledRequest,
  RequestPage,
  Task,
  TaskCommandResult,
  TaskPage,
} from '../../../contract/index.ts';
import { Refused, type ApiClient } from './api-client.ts';
import { fillForm } from './demo-forms.ts';
import { REPLIES } from './demo-texts.ts';

export type Filed = { request: FiledRequest; lastDigits: string };
export type WorkDone = { answered: Filed[]; asked: Filed[]; claimed: number };

/** The demo people whose queues get requests, see stack/realm/demo-people.json. A process that needs two people finds a second
 *  one, and who is further up helps out in the departments below. */
const PEOPLE = [
  'caseworker.rmto',
  'caseworker.rmto-tehran',
  'caseworker.rmto-tehran-2',
  'agent',
  'caseworker.public-relations',
  'caseworker.railways',
  'caseworker.land-housing',
  'caseworker.civil-aviation',
  'caseworker.urban-planning',
  'caseworker.housing',
  'caseworker.staff-conduct',
  'supervisor.rmto',
  'deputy.ministry',
];
/** Writes down what carriers answer. */
const OFFICER = 'supervisor.rmto';
const MOST_TASKS_EACH = 12;
/** A task that is done leads to the next one of its process, which somebody takes in a later round. */
const ROUNDS = 4;
const PAGE = 200;
/** The processes of all requests begin at about the same time: who has no task soon after the first has none. */
const FIRST_TASKS_WITHIN_MS = 60_000;
const FURTHER_TASKS_WITHIN_MS = 5_000;
const STEP_WITHIN_MS = 20_000;
const LOOK_EVERY_MS = 500;

/** Lets the demo caseworkers and citizens do some of the work, through the API, so that lists and pages look alive and every
 *  process is on its way. Only requests of this run are touched. */
export async function workForward(api: ApiClient, filed: readonly Filed[]): Promise<WorkDone> {
  const own = new Map(filed.map((one) => [one.request.id, one]));
  const done: WorkDone = { answered: [], asked: [], claimed: 0 };
  let wait = FIRST_TASKS_WITHIN_MS;
  for (let round = 0; round < ROUNDS; round++) {
    for (const person of PEOPLE) {
      const tasks = await tasksOf(api, person, own, wait);
      wait = round === 0 ? FURTHER_TASKS_WITHIN_MS : 0;
      for (const [index, task] of tasks.slice(0, MOST_TASKS_EACH).entries())
        await workOn(api, { person, task, index }, own.get(task.request?.id ?? '') as Filed, done);
    }
    await carriersReply(api, own);
  }
  return done;
}

/** Of four tasks one stays untouched and one is only taken. */
async function workOn(
  api: ApiClient,
  { person, task, index }: { person: string; task: Task; index: number },
  request: Filed,
  done: WorkDone,
): Promise<void> {
  const step = index % 4;
  const filled = fillForm(task.formKey, index);
  if (step === 3 || !filled) return;
  const claimed = await command(api, person, task, 'claim', {});
  if (!claimed) return;
  done.claimed += 1;
  if (step === 2) return;
  await command(api, person, claimed, 'complete', { data: filled.data });
  if (filled.said !== 'worked') done[filled.said].push(request);
}

/** Some of the carriers that were asked have answered: an officer takes it down. */
async function carriersReply(api: ApiClient, own: ReadonlyMap<string, Filed>): Promise<void> {
  const { items } = await api.call<RequestPage>(
    OFFICER,
    'GET',
    `/requests?status=waiting-body&limit=${PAGE}`,
  );
  for (const [index, { id }] of items.filter((one) => own.has(one.id)).entries()) {
    if (index % 3 === 2) continue;
    const position = index % 2 === 0 ? 'disputes' : 'accepts';
    const reply = { position, text: 'توضیح شرکت پیوست نامه است.', reference: `۱۴۰۵/${index + 101}` };
    await api.call(OFFICER, 'POST', `/requests/${id}/outside-reply`, reply).catch(notLegalAnyMore);
  }
}

function notLegalAnyMore(error: unknown): void {
  if (!(error instanceof Refused && error.code === 'step-not-legal')) throw error;
}

/** Lets a few citizens reply, confirm and ask for another look. */
export async function respond(api: ApiClient, { answered, asked }: WorkDone): Promise<void> {
  for (const [index, one] of asked.slice(0, 2).entries()) {
    await whenReady(() =>
      api.call(null, 'POST', '/track/reply', { track: keyOf(one), text: REPLIES[index] }),
    );
  }
  for (const [index, one] of answered.slice(0, 4).entries()) {
    const feedback =
      index === 3
        ? { satisfied: false, reopen: true, text: 'مشکل هنوز پابرجاست؛ لطفاً دوباره بررسی کنید.' }
        : { satisfied: true, reasons: ['solved'] };
    await whenReady(() => api.call(null, 'POST', '/track/feedback', { track: keyOf(one), ...feedback }));
  }
}

const keyOf = ({ request, lastDigits }: Filed) => ({
  trackingCode: request.trackingCode,
  secondFactor: lastDigits,
});

/** The process takes a moment until it waits for the citizen. */
async function whenReady(step: () => Promise<unknown>): Promise<void> {
  for (const end = Date.now() + STEP_WITHIN_MS; ; await pause(LOOK_EVERY_MS * 4)) {
    try {
      await step();
      return;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      if (error.code === 'too-many-requests') return;
      if (error.code !== 'step-not-legal' || Date.now() > end) throw error;
    }
  }
}

/** The person's open tasks of this run, oldest first; waits a while until there are any. */
async function tasksOf(
  api: ApiClient,
  person: string,
  own: ReadonlyMap<string, Filed>,
  withinMs: number,
): Promise<Task[]> {
  for (const end = Date.now() + withinMs; ; await pause(LOOK_EVERY_MS)) {
    const { items } = await api.call<TaskPage>(
      person,
      'GET',
      `/tasks?scope=unassigned&order=created&limit=${PAGE}`,
    );
    const found = items.filter((task) => own.has(task.request?.id ?? ''));
    if (found.length > 0 || Date.now() > end) return found;
  }
}

async function command(
  api: ApiClient,
  person: string,
  task: Task,
  verb: 'claim' | 'complete',
  body: object,
): Promise<Task | undefined> {
  const path = `/tasks/${task.key}`;
  try {
    const result = await api.call<TaskCommandResult>(person, 'POST', `${path}/${verb}`, {
      ...body,
      expectedVersion: task.version,
    });
    if (!result.pending) return result.task ?? undefined;
    return verb === 'claim' ? await api.call<Task>(person, 'GET', path) : undefined;
  } catch (error) {
    if (error instanceof Refused && [403, 404, 409].includes(error.status)) return undefined;
    throw error;
  }
}
