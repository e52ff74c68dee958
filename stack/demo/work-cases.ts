import { setTimeout as pause } from 'node:timers/promises';
import type { RequestStatus, RequestSummary, Task, TaskCommandResult } from '#common/contract/index.ts';
import { type ApiClient, ApiRefused } from './api-client.ts';
import { actAsCitizen, nextCitizenStep } from './citizen-actions.ts';
import { fillOf, restsAt } from './demo-case.ts';
import type { FiledCase } from './filing.ts';
import { openTasks, OVERSEER, statuses } from './read-lists.ts';
import { runConcurrently } from './run-concurrently.ts';
import type { Staffing } from './staffing.ts';

export type WorkDone = { completed: number; taken: number; stillOnTheWay: FiledCase[] };

type CaseProgress = {
  one: FiledCase;
  turn: number;
  /** How often each form was submitted. */
  sent: Map<string, number>;
  /** Completed tasks and steps, even if the lists do not show it yet. */
  done: Set<string>;
  /** Set when it rests, or when its citizen may not look it up again for a while. */
  over: 'arrived' | 'stopped' | undefined;
};

const CONCURRENCY = 4;
const POLL_INTERVAL_MS = 300;
/** If nothing has advanced for this long, the engine is unavailable or something is wrong. */
const STALL_TIMEOUT_MS = 60_000;

/** Takes each case to the end of its course, as people at their screens would: the task lists and the
 *  citizens' pages say what is next. Engine and lists follow a command with a delay, so it polls until all
 *  cases have arrived. */
export async function workCases(
  api: ApiClient,
  office: Staffing,
  cases: readonly FiledCase[],
  onArrived: (count: number) => void,
): Promise<WorkDone> {
  const standings = cases.map((one, turn): CaseProgress => ({
    one,
    turn,
    sent: new Map(),
    done: new Set(),
    over: undefined,
  }));
  const counts = { completed: 0, taken: 0 };
  const under = (): CaseProgress[] => standings.filter(({ over }) => over === undefined);
  let lastMove = Date.now();
  while (under().length > 0 && Date.now() - lastMove < STALL_TIMEOUT_MS) {
    const requests = under().map(({ one }) => one.request);
    const [tasks, status] = await Promise.all([openTasks(api, requests), statuses(api, requests)]);
    let moved = false;
    await runConcurrently(CONCURRENCY, under(), async (standing) => {
      const { id } = standing.one.request;
      const seen = { tasks: tasks.get(id) ?? [], status: status.get(id) ?? 'received' };
      if (await advanceCase({ api, office, counts }, standing, seen)) moved = true;
    });
    onArrived(standings.length - under().length);
    if (moved) lastMove = Date.now();
    else await pause(POLL_INTERVAL_MS);
  }
  return {
    ...counts,
    stillOnTheWay: standings.filter(({ over }) => over !== 'arrived').map(({ one }) => one),
  };
}

type Deps = { api: ApiClient; office: Staffing; counts: { completed: number; taken: number } };
type Seen = { tasks: readonly Task[]; status: RequestStatus };

/** @returns true when something was done, or the case has arrived */
async function advanceCase(deps: Deps, standing: CaseProgress, { tasks, status }: Seen): Promise<boolean> {
  const { one, done, sent } = standing;
  const { rests } = one.course;
  if (rests === status) {
    standing.over = 'arrived';
    return true;
  }
  let moved = await answerFromOutside(deps, standing, status);
  const reached = new Set<string>();
  for (const task of tasks.filter(({ key }) => !done.has(key))) {
    const form = task.formKey ?? '';
    if (restsAt(one, form, (sent.get(form) ?? 0) + 1)) {
      if (await settle(deps, one, task)) reached.add(form);
    } else if (await complete(deps, standing, task)) moved = true;
  }
  if (typeof rests !== 'string' && rests.every((form) => reached.has(form))) standing.over = 'arrived';
  return moved || standing.over !== undefined;
}

/** Lets the citizen or the carrier give the answer that the case waits for; each once.
 *  @returns true when somebody did */
async function answerFromOutside(
  deps: Deps,
  standing: CaseProgress,
  status: RequestStatus,
): Promise<boolean> {
  const { one, done } = standing;
  const step = status === 'waiting-body' ? 'outside-reply' : nextCitizenStep(one, status);
  if (!step || done.has(step)) return false;
  try {
    if (step === 'outside-reply') await writeDownReply(deps, standing);
    else await actAsCitizen(deps.api, one, step);
    done.add(step);
  } catch (error) {
    const code = error instanceof ApiRefused ? error.code : undefined;
    if (code === 'step-not-legal') return false;
    if (code !== 'too-many-requests') throw error;
    standing.over = 'stopped';
  }
  return true;
}

/** Leaves the task at which a case rests as it is, or lets the intended person claim it.
 *  @returns true once that is so */
async function settle({ api, office, counts }: Deps, { course }: FiledCase, task: Task): Promise<boolean> {
  const { takenBy } = course;
  if (takenBy === undefined || !office.isOwn(takenBy, task.queue) || task.assignee === takenBy) return true;
  if (!(await claim(api, task, takenBy))) return false;
  counts.taken += 1;
  return true;
}

/** Lets the first person who may do so claim the task and submit its form. */
async function complete({ api, office, counts }: Deps, standing: CaseProgress, task: Task): Promise<boolean> {
  const { one, turn, sent, done } = standing;
  const form = task.formKey ?? '';
  const visit = (sent.get(form) ?? 0) + 1;
  const data = fillOf(one, form, { visit, queue: task.queue });
  if (!data) throw new Error(`${one.key} comes to the form ${form}, which it does not know`);
  const meant = one.course.by?.[form];
  const people = meant ? [meant] : office.workersOf(task.queue, form, turn);
  const able = task.assignee ? [task.assignee] : people;
  for (const person of able) {
    const held = task.assignee === person ? task : await claim(api, task, person);
    if (!held) continue;
    const body = { data, expectedVersion: held.version };
    const sending = api.call('POST', `/tasks/${task.key}/complete`, { as: person, body });
    if ((await unlessTaken(sending)) === undefined) return false;
    sent.set(form, visit);
    done.add(task.key);
    counts.completed += 1;
    return true;
  }
  return false;
}

/** @returns undefined when this person may not claim it, or it has changed meanwhile */
async function claim(api: ApiClient, task: Task, person: string): Promise<Task | undefined> {
  const path = `/tasks/${task.key}`;
  const body = { expectedVersion: task.version };
  const claimed = await unlessTaken(
    api.call<TaskCommandResult>('POST', `${path}/claim`, { as: person, body }),
  );
  if (!claimed) return undefined;
  if (claimed.task && !claimed.pending) return claimed.task;
  const seen = await unlessTaken(api.call<Task>('GET', path, { as: person }));
  return seen?.assignee === person ? seen : undefined;
}

/** Returns the result of a command; undefined when it came too late, or the person may not. */
async function unlessTaken<T>(command: Promise<T>): Promise<T | undefined> {
  try {
    return await command;
  } catch (error) {
    if (error instanceof ApiRefused && [403, 404, 409].includes(error.status)) return undefined;
    throw error;
  }
}

/** Lets an officer of the department record the carrier's reply. */
async function writeDownReply({ api, office }: Deps, { one, turn }: CaseProgress): Promise<void> {
  const { id, trackingCode } = one.request;
  const { department } = await api.call<RequestSummary>('GET', `/requests/${id}`, { as: OVERSEER });
  const [officer = OVERSEER] = office.workersOf(department, '', turn);
  const body = { ...one.matter.outside, reference: `پ-${trackingCode.slice(-4)}` };
  await api.call('POST', `/requests/${id}/outside-reply`, { as: officer, body });
}
