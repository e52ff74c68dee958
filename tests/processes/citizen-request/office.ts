import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import type { FiledRequest, Task, TrackedRequest } from '../../../api/contract/index.ts';
import { enqueue } from '../../../api/src/platform/outbox.ts';
import { startApi } from '../../support/api.ts';
import { aRequest } from '../../support/builders.ts';
import { aDatabase, type TestDatabase } from '../../support/database.ts';
import { advanceClock, syncClock } from '../../support/engine.ts';
import { peopleAt, type People } from '../../support/people-at-work.ts';
import { eventually } from '../../support/wait.ts';

const DAY_MS = 86_400_000;
const SECOND_FACTOR = '4567';

/** The whole api on the engine of the test services, with people who file and handle. */
export type Office = {
  readonly database: TestDatabase;
  readonly people: People;
  file(given?: Parameters<People['file']>[0]): Promise<FiledRequest>;
  /** A request of which nobody knows the province, as another channel may bring it in. */
  fileWithoutProvince(): Promise<FiledRequest>;
  /** The open task of a request as its caseworker sees it; waits until the process has come there, and says where. */
  taskOf(request: FiledRequest, elementId: string, by: string): Promise<Task>;
  /** Claims the open task and completes it. */
  complete(request: FiledRequest, elementId: string, by: string, data: object): Promise<void>;
  /** What the citizen sees, as soon as the status is this. */
  tracked(request: FiledRequest, status: TrackedRequest['status']): Promise<TrackedRequest>;
  /** The history of a request that its process wrote: kind and why. */
  history(request: FiledRequest): Promise<string[]>;
  /** Waits until the process of a request has ended. */
  processEnded(request: FiledRequest): Promise<void>;
  /** Lets days pass, once the process waits for time to pass. */
  daysPass(request: FiledRequest, days: number): Promise<void>;
  close(): Promise<void>;
};

export async function openOffice(): Promise<Office> {
  await syncClock();
  const database = await aDatabase();
  const api = await startApi({ database });
  const people = peopleAt(api);
  const { db } = database;

  const office: Office = {
    database,
    people,
    file: (given = {}) => people.file(given),
    fileWithoutProvince: () =>
      db.transaction(async (trx) => {
        const row = await aRequest(trx, { province: null, contact_mobile: '+989121234567' });
        const facts = { service: row.service, region: null, channel: 'web', priority: 'normal' };
        await enqueue(trx, {
          requestId: row.id,
          kind: 'start',
          messageName: 'request.citizen-request',
          variables: { requestId: row.id, ...facts, replyWindow: 'P10D', feedbackWindow: 'P15D' },
        });
        return { id: row.id, trackingCode: row.tracking_code, status: 'received', receivedAt: '', dueAt: '' };
      }),
    async taskOf({ id }, elementId, by) {
      const key = await eventually(async () => {
        const row = await db('tasks')
          .where({ request_id: id, state: 'created', element_id: elementId })
          .first();
        return row && String(row.task_key);
      });
      const { status, body } = await people.task(key, by);
      expect(status, `the task as ${by} sees it`).to.equal(200);
      return body;
    },
    async complete(request, elementId, by, data) {
      const task = await office.taskOf(request, elementId, by);
      const { status, body } = await people.claim(task, by);
      expect(status, `claim: ${JSON.stringify(body)}`).to.equal(200);
      const held = await office.taskOf(request, elementId, by);
      const completed = await people.complete(held, data, { by, submissionId: randomUUID() });
      expect(completed.status, `complete: ${JSON.stringify(completed.body)}`).to.equal(200);
    },
    tracked: ({ trackingCode }, wanted) =>
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
    async processEnded({ id }) {
      await eventually(async () => {
        const instances: { state: string }[] = await db('process_instances').where({ request_id: id });
        return instances.length > 0 && instances.every(({ state }) => state === 'completed');
      });
    },
    async daysPass({ id }, days) {
      await eventually(
        async () => (await db('outbox').where({ request_id: id }).whereNull('sent_at')).length === 0,
      );
      await advanceClock(days * DAY_MS);
    },
    async close() {
      await api.close();
      await database.drop();
    },
  };
  return office;
}
