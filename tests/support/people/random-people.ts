import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FiledRequest, RequestStatus, Task } from '#common/contract/index.ts';
import type { OpenTask, RequestSnapshot } from '../checks/idle-watcher.ts';
import { forms, ROOT, services } from '../diagrams/project-files.ts';
import { engineClock } from '../engine/clock.ts';
import type { EngineHarness } from '../harness/engine-harness.ts';
import { fillForm } from './form-filler.ts';
import type { ApiResponse } from './people-client.ts';
import type { SeededRandom } from './seeded-random.ts';

type Person = { username: string; roles: string[]; departments: string[] };

/** Action that a user attempts; the API decides whether it is allowed. */
export type RandomAction = { kind: string; run: () => Promise<ApiResponse> };

const SECOND_FACTOR = '4567';
const TEXT = 'چاله هنوز هست.';

/** Actions that a citizen is likely to take in a status. */
const LIKELY_ACTIONS: Partial<Record<RequestStatus, string[]>> = {
  'waiting-citizen': ['reply'],
  answered: ['confirm', 'unsatisfied', 'reopen', 'reopen'],
  closed: ['appeal'],
};

const demoPeople = JSON.parse(readFileSync(join(ROOT, 'stack/realm/demo-people.json'), 'utf8')) as Person[];

const staffedDepartments = [
  ...new Set(
    demoPeople.filter(({ roles }) => roles.includes('caseworker')).flatMap(({ departments }) => departments),
  ),
];

/** Citizens, caseworkers and supervisors who act at random. */
export function randomPeople(
  { people, sendMessage }: Pick<EngineHarness, 'people' | 'sendMessage'>,
  random: SeededRandom,
) {
  const fill = (formKey: string): Record<string, unknown> => {
    const form = forms.get(formKey);
    if (!form) throw new Error(`there is no form ${formKey}`);
    return fillForm(form, random, { departments: staffedDepartments, now: engineClock.now() });
  };

  const citizen = (
    kind: string,
    path: string,
    { trackingCode }: FiledRequest,
    body: object = {},
  ): RandomAction => ({
    kind,
    run: () =>
      people.call('POST', `/track/${path}`, {
        track: { trackingCode, secondFactor: SECOND_FACTOR },
        ...body,
      }),
  });

  const citizens = (request: FiledRequest): Record<string, RandomAction> => ({
    reply: citizen('reply', 'reply', request, { text: TEXT }),
    confirm: citizen('confirm', 'feedback', request, { satisfied: true }),
    unsatisfied: citizen('unsatisfied', 'feedback', request, { satisfied: false }),
    reopen: citizen('reopen', 'feedback', request, { satisfied: false, reopen: true, text: TEXT }),
    appeal: citizen('appeal', 'appeal', request, { text: TEXT }),
    withdraw: citizen('withdraw', 'withdraw', request),
  });

  /** Sends the reply of an external body, whether or not anything waits for it. */
  const bodyReplies = (request: FiledRequest): RandomAction => ({
    kind: 'body-replies',
    async run() {
      await sendMessage(request, 'outside-body-replied');
      return { status: 200, body: {} };
    },
  });

  const working = (queue: string, role: string): string[] =>
    demoPeople
      .filter(({ roles, departments }) => roles.includes(role) && departments.includes(queue))
      .map(({ username }) => username);

  /** Claims a task and submits its form. All random values are drawn before anything is sent. */
  function complete({ key, queue, assignee, formKey }: OpenTask): RandomAction | undefined {
    const able = working(queue, 'caseworker');
    const by = assignee ?? (able.length > 0 ? random.pick(able) : undefined);
    if (!by) return undefined;
    const data = fill(formKey);
    return {
      kind: 'complete',
      async run() {
        const seen = await people.task(key, by);
        if (seen.status !== 200) return seen;
        if (seen.body.assignee !== by) {
          const claimed = await people.claim(seen.body, by);
          if (claimed.status !== 200) return claimed;
        }
        const { body: held } = await people.task(key, by);
        return people.complete(held, data, { by, submissionId: randomUUID() });
      },
    };
  }

  /** Assigns a task to somebody in its queue as a supervisor, or unassigns it. */
  function assign({ key, queue }: OpenTask): RandomAction | undefined {
    const [able, supervisors] = [working(queue, 'caseworker'), working(queue, 'supervisor')];
    if (able.length === 0 || supervisors.length === 0) return undefined;
    const [assignee, by] = [random.pick(able), random.pick(supervisors)];
    return {
      kind: 'assign',
      async run() {
        const seen: ApiResponse<Task> = await people.task(key, by);
        if (seen.status !== 200) return seen;
        const { version: expectedVersion } = seen.body;
        return people.call('POST', `/tasks/${key}/assign`, { assignee, expectedVersion }, { as: by });
      },
    };
  }

  return {
    /** Files a request for a process, with the answers that its service requires. */
    file(process: string): Promise<FiledRequest> {
      const service = random.pick(services.filter((one) => one.process === process));
      const filing = { service: service.key, answers: fill(service.intakeForm) };
      return people.file(filing);
    },

    /** Returns the next action on a request: usually one that fits its state, sometimes any. */
    next(request: FiledRequest, { tasks, status }: RequestSnapshot): RandomAction | undefined {
      const wish = random.next();
      const verbs = citizens(request);
      const fitting = LIKELY_ACTIONS[status] ?? [];
      const task = tasks.length > 0 ? random.pick(tasks) : undefined;
      if (wish < 0.1) return undefined;
      if (status === 'waiting-body' && wish < 0.5) return bodyReplies(request);
      if (wish < 0.2) return random.pick(Object.values(verbs));
      if (task && wish < 0.3) return assign(task);
      if (task && (wish < 0.8 || fitting.length === 0)) return complete(task);
      return fitting.length > 0 ? verbs[random.pick(fitting)] : undefined;
    },
  };
}
