import { setTimeout as pause } from 'node:timers/promises';
import type { RequestStatus, RequestSummary, Task, TaskCommandResult } from '../../../contract/index.ts';
import { Refused, type ApiClient } from './api-client.ts';
import { fillOf, restsAt } from './case.ts';
import { actAsCitizen, citizenStep } from './citizens.ts';
import type { FiledCase } from './filing.ts';
import { inLanes } from './lanes.ts';
import { openTasks, OVERSEER, statuses } from './lists.ts';
import type { Office } from './office.ts';

export type WorkDone = { completed: number; taken: number; stillOnTheWay: FiledCase[] };

type Standing = {
  one: FiledCase;
  turn: number;
  /** How often each form was sent. */
  sent: Map<string, number>;
  /** Tasks and steps that are done, though the lists may not show it yet. */
  done: Set<string>;
  arrived: boolean;
};

const LANES = 4;
const LOOK_EVERY_MS = 300;
/** When nothing has moved for so long, the engine is away or something is wrong. */
const PATIENCE_MS = 60_000;

/** Takes each case to where its course ends, as people at their screens would: the task lists and the citizens' pages say what is
 *  next. Engine and lists follow a command after a moment, so it looks again until all have arrived. */
export async function workForward(
  api: ApiClient,
  office: Office,
  cases: readonly FiledCase[],
  onArrived: (count: number) => void,
): Promise<WorkDone> {
  const standings = cases.map((one, turn): Standing => ({
    one,
    turn,
    sent: new Map(),
    done: new Set(),
    arrived: false,
  }));
  const counts = { completed: 0, taken: 0 };
  const under = (): Standing[] => standings.filter(({ arrived }) => !arrived);
  let lastMove = Date.now();
  let steps = 0;
  while (under().length > 0 && Date.now() - lastMove < PATIENCE_MS) {
    const requests = under().map(({ one }) => one.request);
    const [tasks, status] = await Promise.all([openTasks(api, requests), statuses(api, requests)]);
    const before = steps;
    await inLanes(LANES, under(), async (standing) => {
      const { id } = standing.one.request;
      const seen = { tasks: tasks.get(id) ?? [], status: status.get(id) ?? 'received' };
      steps += await moveOn({ api, office, counts }, standing, seen);
    });
    onArrived(standings.length - under().length);
    if (steps > before) lastMove = Date.now();
    else await pause(LOOK_EVERY_MS);
  }
  return { ...counts, stillOnTheWay: under().map(({ one }) => one) };
}

type Deps = { api: ApiClient; office: Office; counts: { completed: number; taken: number } };

/** @returns how many steps it took */
async function moveOn(
  deps: Deps,
  standing: Standing,
  { tasks, status }: { tasks: readonly Task[]; status: RequestStatus },
): Promise<number> {
  const { one, done } = standing;
  const { rests } = one.course;
  if (rests === status) {
    standing.arrived = true;
    return 1;
  }
  let steps = 0;
  const step = citizenStep(one, status) ?? (status === 'waiting-body' ? 'outside-reply' : undefined);
  const once = `${step} ${one.course.word ?? ''}`;
  if (step && !done.has(once)) {
    if (step === 'outside-reply') await writeDownReply(deps, standing);
    else await actAsCitizen(deps.api, one, step);
    done.add(once);
    steps += 1;
  }
  const reached = new Set<string>();
  for (const task of tasks) {
    const form = task.formKey ?? '';
    if (done.has(task.key)) continue;
    if (!restsAt(one, form, (standing.sent.get(form) ?? 0) + 1)) {
      if (await complete(deps, standing, task)) steps += 1;
      continue;
    }
    if (await settle(deps, one, task)) reached.add(form);
  }
  if (typeof rests !== 'string' && rests.every((form) => reached.has(form))) {
    standing.arrived = true;
    steps += 1;
  }
  return steps;
}

/** Leaves the task at which a case rests as it is, or lets who is meant take it.
 *  @returns whether it is so */
async function settle({ api, office, counts }: Deps, { course }: FiledCase, task: Task): Promise<boolean> {
  const { takenBy } = course;
  if (takenBy === undefined || !office.isOwn(takenBy, task.queue) || task.assignee === takenBy) return true;
  if (!(await claim(api, task, takenBy))) return false;
  counts.taken += 1;
  return true;
}

/** Lets the first who may do so take the task and send its form. */
async function complete({ api, office, counts }: Deps, standing: Standing, task: Task): Promise<boolean> {
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
    await api.call('POST', `/tasks/${task.key}/complete`, { as: person, body });
    sent.set(form, visit);
    done.add(task.key);
    counts.completed += 1;
    return true;
  }
  return false;
}

/** @returns undefined when this person may not have it, or it has changed meanwhile */
async function claim(api: ApiClient, task: Task, person: string): Promise<Task | undefined> {
  try {
    const body = { expectedVersion: task.version };
    const { task: claimed, pending } = await api.call<TaskCommandResult>('POST', `/tasks/${task.key}/claim`, {
      as: person,
      body,
    });
    if (claimed && !pending) return claimed;
    const seen = await api.call<Task>('GET', `/tasks/${task.key}`, { as: person });
    return seen.assignee === person ? seen : undefined;
  } catch (error) {
    if (error instanceof Refused && [403, 404, 409].includes(error.status)) return undefined;
    throw error;
  }
}

/** An officer of the department takes down what the carrier has answered. */
async function writeDownReply({ api, office }: Deps, { one, turn }: Standing): Promise<void> {
  const { id, trackingCode } = one.request;
  const { department } = await api.call<RequestSummary>('GET', `/requests/${id}`, { as: OVERSEER });
  const [officer = OVERSEER] = office.workersOf(department, '', turn);
  const body = { ...one.matter.outside, reference: `پ-${trackingCode.slice(-4)}` };
  await api.call('POST', `/requests/${id}/outside-reply`, { as: officer, body });
}
