import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import type { Environment } from '#api/config.ts';
import { closingRulesProvider } from '#api/modules/requests/index.ts';
import { type RoutingFacts, startVariables } from '#api/modules/requests/intake/start-variables.ts';
import { type WorkingCalendar, workingTime } from '#api/modules/sla/index.ts';
import { enqueue } from '#api/platform/outbox.ts';
import type { FiledRequest, Task, TrackedRequest } from '#common/contract/index.ts';
import { type ActiveElement, activeElements, isWaiting } from '../checks/active-elements.ts';
import { collectTakenFlows } from '../checks/flow-coverage.ts';
import type { TestDatabase } from '../database.ts';
import { advanceClock, engineClock, syncClock } from '../engine/clock.ts';
import { environment } from '../environment.ts';
import { aRequest } from '../fixtures/builders.ts';
import { type ApiResponse, type PeopleClient, peopleClient } from '../people/people-client.ts';
import { eventually } from '../wait.ts';
import { startApiWithStaff } from './start-api-with-staff.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const SECOND_FACTOR = '4567';

/** Anything with an id that a process can be about, such as a request. */
type Identified = { readonly id: string };

/** Whole API on the engine of the test services, with clients that file, handle and judge requests. All
 *  process tests run here. A test file opens one and closes it at its end. */
export type EngineHarness = {
  /** Base URL of the API. */
  readonly url: string;
  /** Base URL of health and metrics. */
  readonly operationsUrl: string;
  readonly database: TestDatabase;
  readonly people: PeopleClient;

  /** Files a request like the web form: any service, place and answers. Defaults to a fallen road sign near
   *  Tehran. */
  file(given?: Parameters<PeopleClient['file']>[0]): Promise<FiledRequest>;
  /** Inserts a request as another channel might, without validation: `columns` are database columns,
   *  `variables` extend those with which its process starts. */
  fileUnchecked(given?: {
    columns?: Record<string, unknown>;
    variables?: Record<string, unknown>;
  }): Promise<FiledRequest>;

  /** Returns the open task of a matter at an element, in its process or a called one, as visible to this
   *  user. Waits until the process gets there. */
  taskOf(matter: Identified, elementId: string, by: string): Promise<Task>;
  /** Returns the element ids of all open tasks of a matter, sorted, once they match the elements where its
   *  process waits. */
  openTasks(matter: Identified): Promise<string[]>;
  /** Claims the open task, unless this user holds it already, and completes it with the data of its form. */
  claimAndComplete(matter: Identified, elementId: string, by: string, data: object): Promise<void>;

  /** Completes the open task directly in the engine, bypassing the API, so the variables are not
   *  validated. */
  completeInEngine(matter: Identified, elementId: string, variables: object): Promise<void>;

  /** Confirms, as the citizen, that the answer settled the matter. */
  confirm(request: FiledRequest): Promise<void>;
  /** Asks, as the citizen, to reopen the request.
   *  @returns the response: 409 if reopening is no longer possible */
  reopen(request: FiledRequest): Promise<ApiResponse>;
  /** Reports, as the citizen, that the answer does not settle the matter, without asking for more. */
  reportUnsatisfied(request: FiledRequest): Promise<void>;
  /** Appeals, as the citizen, to the next senior officer. */
  appeal(request: FiledRequest): Promise<void>;
  /** Withdraws the request as the citizen. */
  withdraw(request: FiledRequest): Promise<void>;
  /** Answers a question as the citizen. */
  reply(request: FiledRequest): Promise<void>;
  /** Adds the citizen's event to the history while its message to the process is still in transit, as when
   *  the process's timer fires at that moment. `sendMessage` delivers the message. */
  insertCitizenEvent(request: FiledRequest, kind: 'reply' | 'reopened' | 'appealed'): Promise<void>;
  /** Sends a message to the process of a matter through the outbox, as services do. */
  sendMessage(matter: Identified, messageName: string, variables?: Record<string, unknown>): Promise<void>;

  /** Returns the citizen's view of a request once it has this status. */
  waitForStatus(request: FiledRequest, status: TrackedRequest['status']): Promise<TrackedRequest>;
  /** Returns the events that the process wrote to the history of a request: kind and reason. */
  history(request: Identified): Promise<string[]>;
  /** Returns the kinds of all events of a request, whoever caused them. */
  eventKinds(request: Identified): Promise<string[]>;
  /** Waits until the history contains this kind of event. */
  waitForEvent(request: Identified, kind: string): Promise<void>;

  /** Returns the current elements of a matter's process and all processes it called. */
  activeElements(matter: Identified): Promise<ActiveElement[]>;
  /** Waits until the process, or one it called, waits at this element, with its timers and subscriptions
   *  open. */
  waitUntilAt(matter: Identified, elementId: string): Promise<void>;
  /** Waits until all messages to a process have been sent and it either waits only for people, messages or
   *  timers, or has ended. */
  waitUntilIdle(matter: Identified): Promise<void>;
  /** Waits until the process of a matter and all processes it called have ended; `terminated` counts too. */
  waitUntilEnded(matter: Identified): Promise<void>;

  /** Advances time by days of 24 hours, once the process is idle. */
  passDays(matter: Identified, days: number): Promise<void>;
  passHours(matter: Identified, hours: number): Promise<void>;
  /** Advances time by working hours of the working calendar; nights, weekends and holidays are added on
   *  top. */
  passWorkingHours(matter: Identified, hours: number): Promise<void>;
  /** Advances time by working days, to the end of work on the last one. */
  passWorkingDays(matter: Identified, days: number): Promise<void>;

  /** Expects no incident in processes started here, and no quarantined record. Incidents left by other files
   *  are ignored. */
  expectNoIncident(): Promise<void>;
  close(): Promise<void>;
};

/** Variables of an SLA warning to a process. Its step belongs to no clock, so it changes none. */
export const SLA_WARNING = {
  slaStep: 'warn',
  slaTarget: 'resolve',
  slaMode: 'notify',
  slaStepId: '00000000-0000-4000-8000-000000000000',
};

/** @param config API variables that differ from the defaults */
export async function openEngineHarness(config: Partial<Environment> = {}): Promise<EngineHarness> {
  await syncClock();
  const { database, api } = await startApiWithStaff({ config });
  const people = peopleClient(api);
  const { db } = database;
  const active = activeElements(db);

  const instancesOf = async ({ id }: Identified): Promise<string[]> =>
    (await db('process_instances').where({ request_id: id }).pluck('instance_key')).map(String);

  const tasksOf = ({ id }: Identified) =>
    db('tasks')
      .whereIn('instance_key', db('process_instances').select('instance_key').where({ request_id: id }))
      .where({ state: 'created' });

  async function hasEnded({ id }: Identified): Promise<boolean> {
    const instances: { state: string }[] = await db('process_instances').where({ request_id: id });
    return instances.length > 0 && instances.every(({ state }) => state !== 'active');
  }

  const accepted = ({ status, body }: ApiResponse): void =>
    expect(status, JSON.stringify(body)).to.be.oneOf([200, 204]) as unknown as void;

  async function pass(matter: Identified, until: (now: Date) => number | Promise<number>): Promise<void> {
    await harness.waitUntilIdle(matter);
    const now = engineClock.now();
    await advanceClock((await until(now)) - now.getTime());
  }

  const harness: EngineHarness = {
    url: api.url,
    operationsUrl: api.operationsUrl,
    database,
    people,

    file: (given = {}) => people.file(given),
    fileUnchecked: ({ columns = {}, variables = {} } = {}) =>
      db.transaction(async (trx) => {
        const now = engineClock.now();
        const row = await aRequest(trx, {
          contact_mobile: '+989121234567',
          received_at: now,
          due_at: new Date(now.getTime() + 10 * DAY_MS),
          ...columns,
        });
        const rules = await closingRulesProvider({ db: trx }).of(row.service);
        const { service, department, province, channel, priority } = row as unknown as RoutingFacts;
        const facts = { service, department, province, channel, priority, keywords: [], answers: {} };
        await enqueue(trx, {
          requestId: row.id,
          kind: 'start',
          messageName: `request.${String(row.process_key)}`,
          variables: { requestId: row.id, ...startVariables(facts, rules), ...variables },
        });
        return { id: row.id, trackingCode: row.tracking_code, status: 'received', receivedAt: '', dueAt: '' };
      }),

    async taskOf(matter, elementId, by) {
      const key = await eventually(async () => {
        const row = await tasksOf(matter).where({ element_id: elementId }).first();
        return row && String(row.task_key);
      }).catch(async (error: unknown) => {
        const at = (await harness.activeElements(matter)).map(({ id }) => id).join(', ');
        throw new Error(`no open task ${elementId}; the process is at: ${at}`, { cause: error });
      });
      const { status, body } = await people.task(key, by);
      expect(status, `the task as ${by} sees it`).to.equal(200);
      return body;
    },
    openTasks: (matter) =>
      eventually(async () => {
        const shown: string[] = (await tasksOf(matter).pluck('element_id')).sort();
        const at = (await harness.activeElements(matter)).filter(({ type }) => type === 'USER_TASK');
        const waiting = at.map(({ id }) => id).sort();
        if (waiting.join() !== shown.join())
          throw new Error(`the process waits at: ${waiting.join()}; open are: ${shown.join()}`);
        return shown;
      }),
    async claimAndComplete(matter, elementId, by, data) {
      const task = await harness.taskOf(matter, elementId, by);
      if (task.assignee !== by) {
        const { status, body } = await people.claim(task, by);
        expect(status, `claim: ${JSON.stringify(body)}`).to.equal(200);
      }
      const { body: held } = await people.task(task.key, by);
      const completed = await people.complete(held, data, { by, submissionId: randomUUID() });
      expect(completed.status, `complete: ${JSON.stringify(completed.body)}`).to.equal(200);
    },

    async completeInEngine(matter, elementId, variables) {
      const key = await eventually(async () => {
        const row = await tasksOf(matter).where({ element_id: elementId }).first();
        return row && String(row.task_key);
      });
      const { status } = await fetch(`${environment.zeebeRestUrl}/v1/user-tasks/${key}/completion`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ variables }),
      });
      expect(status).to.equal(204);
    },

    confirm: async (request) => accepted(await people.feedback(request, { satisfied: true })),
    reopen: (request) => people.feedback(request, { satisfied: false, reopen: true, text: 'چاله هنوز هست.' }),
    reportUnsatisfied: async (request) => accepted(await people.feedback(request, { satisfied: false })),
    appeal: async (request) => accepted(await people.appeal(request)),
    withdraw: async (request) => accepted(await people.withdraw(request)),
    reply: async (request) => accepted(await people.reply(request)),
    sendMessage: ({ id }, messageName, variables = {}) =>
      enqueue(db, { requestId: id, kind: 'message', messageName, variables }),

    async insertCitizenEvent({ id }, kind) {
      await db('request_events').insert({
        request_id: id,
        at: engineClock.now(),
        kind,
        actor_kind: 'citizen',
        data: {},
        public: true,
      });
      if (kind === 'appealed') await db('requests').where({ id }).update({ appeal_state: 'pending' });
    },

    waitForStatus: ({ trackingCode }, wanted) =>
      eventually(async () => {
        const { status, body } = await people.call<TrackedRequest>('POST', '/track', {
          trackingCode,
          secondFactor: SECOND_FACTOR,
        });
        expect(status).to.equal(200);
        if (body.status !== wanted) throw new Error(`the request is ${body.status}, not ${wanted}`);
        return body;
      }),
    async history({ id }) {
      const rows: { kind: string; data: { reason?: string; rule?: string } }[] = await db('request_events')
        .where({ request_id: id, actor_kind: 'process' })
        .orderBy('id');
      return rows.map(({ kind, data }) => [kind, data.reason ?? data.rule].filter(Boolean).join(': '));
    },
    eventKinds: ({ id }) => db('request_events').where({ request_id: id }).orderBy('id').pluck('kind'),

    async waitForEvent(request, kind) {
      await eventually(async () => {
        const kinds = await harness.eventKinds(request);
        if (!kinds.includes(kind)) throw new Error(`no ${kind} happened, only: ${kinds.join()}`);
        return true;
      });
    },

    activeElements: async (matter) => active(await instancesOf(matter)),
    async waitUntilAt(matter, elementId) {
      await eventually(async () => {
        const at = (await harness.activeElements(matter)).map(({ id }) => id);
        if (!at.includes(elementId))
          throw new Error(`the process is not at ${elementId} but at: ${at.join()}`);
        return true;
      });
    },
    async waitUntilIdle(matter) {
      await eventually(async () => {
        const unsent = await db('outbox').where({ correlation_key: matter.id }).whereNull('sent_at');
        if (unsent.length > 0) throw new Error('a message has not left');
        const at = await harness.activeElements(matter);
        if (at.length === 0 && (await hasEnded(matter))) return true;
        if (!isWaiting(at)) throw new Error(`the process is still busy at: ${at.map(({ id }) => id).join()}`);
        return true;
      });
    },
    async waitUntilEnded(matter) {
      await eventually(() => hasEnded(matter));
    },

    passDays: (matter, days) => pass(matter, (now) => now.getTime() + days * DAY_MS),
    passHours: (matter, hours) => pass(matter, (now) => now.getTime() + hours * HOUR_MS),
    passWorkingHours: (matter, hours) =>
      pass(matter, async (now) => (await readWorkingTime()).addMinutes(now, hours * 60).getTime()),
    passWorkingDays: (matter, days) =>
      pass(matter, async (now) => (await readWorkingTime()).addDays(now, days).getTime()),

    async expectNoIncident() {
      const own = db('process_instances').select('instance_key').whereNotNull('started_at');
      const incidents: { error_message: string }[] = await db('incidents').whereIn('instance_key', own);
      /** Requests are never deleted, so one that is not found belongs to the database of another file. */
      const here = incidents.filter((one) => !one.error_message.includes('(request-not-found)'));
      expect(here).to.deep.equal([]);
      expect(await db('engine_quarantine')).to.deep.equal([]);
    },
    async close() {
      await api.close();
      await collectTakenFlows(db);
      await database.drop();
    },
  };

  /** Read over HTTP, so that it is the calendar that users see. */
  async function readWorkingTime() {
    const { body } = await people.call<WorkingCalendar>('GET', '/working-calendar');
    return workingTime(body);
  }

  return harness;
}
