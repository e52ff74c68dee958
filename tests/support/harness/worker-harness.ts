import { randomUUID } from 'node:crypto';
import { compose } from '#api/compose.ts';
import { readConfig } from '#api/config.ts';
import type { AnyWorker } from '#api/engine/workers-host.ts';
import { listen } from '#api/http/server.ts';
import type { Db } from '#api/platform/db.ts';
import { type Log, openLog } from '#api/platform/log.ts';
import { apiVariables } from '../api.ts';
import { aDatabase } from '../database.ts';
import { aFlakyConnection } from '../fakes/flaky-connection.ts';
import { someKey } from '../fixtures/builders.ts';
import { peopleClient } from '../people/people-client.ts';

type Input = Record<string, unknown>;

/** Default job position; only test runs use it. */
export const ANY_JOB_ELEMENT = { processKey: 'any', elementId: 'any', instanceKey: '1' };

/** Sets up the data for a job and returns the job's variables. */
export type WorkerFixture = (at: FixtureBuilder) => Promise<Input>;

/** Builds requests at stages of their life cycle. Each method returns the job's variables: the request's id
 *  and what is passed in. */
export type FixtureBuilder = {
  readonly db: Db;
  /** Files a new request from the web form. */
  filed(more?: Input): Promise<Input>;
  /** Like `filed`, and routed to its department. */
  routed(more?: Input): Promise<Input>;
  /** Like `routed`, and a caseworker has submitted this form. */
  formSubmitted(data: Input, more?: Input): Promise<Input>;
  /** Like `routed`, and the citizen was asked a question. */
  asked(more?: Input): Promise<Input>;
  /** Like `routed`, and the citizen has the answer. */
  answered(more?: Input): Promise<Input>;
  /** Like `answered`, and the citizen has given feedback: the body of `/track/feedback`. */
  feedbackGiven(word: Input, more?: Input): Promise<Input>;
  /** Like `answered`, and the feedback period has expired. */
  closed(more?: Input): Promise<Input>;
  /** Like `closed`, and the citizen has appealed. */
  appealed(more?: Input): Promise<Input>;
  /** Like `appealed`, and the appeal is filed and decided with this form. */
  appealDecided(decision: Input, more?: Input): Promise<Input>;
  /** Like `routed`, and the citizen has withdrawn it. */
  withdrawn(more?: Input): Promise<Input>;
  /** Like `formSubmitted` with a transfer, which has been offered. */
  transferOffered(more?: Input): Promise<Input>;
  /** Submits a form of this request as a caseworker: that of this element, or of `Task_HandleRequest`. */
  submitForm(requestId: string, data: Input, elementId?: string, by?: string): Promise<void>;
  /** Runs the job of another worker. */
  runWorker(type: string, input: Input): Promise<void>;
};

/** All workers of the API without an engine, on a database that can be disconnected. The clock stands
 *  still. */
export type WorkerHarness = {
  readonly db: Db;
  readonly log: Log;
  types(): string[];
  worker(type: string): AnyWorker;
  setUp(scene: WorkerFixture | undefined): Promise<Input>;
  /** Runs `work` and cuts the connection at the n-th statement.
   *  @returns whether there were that many statements */
  losesConnectionAt(n: number, when: 'before' | 'after', work: () => Promise<unknown>): Promise<boolean>;
  close(): Promise<void>;
};

/** Tuesday morning in Tehran, far from the database's own time. */
const NOW = new Date('2027-06-15T06:30:00Z');

/** Last digits of the mobile number on the filed requests. */
const SECOND_FACTOR = '4567';

const ROUTING = { department: 'rmto-tehran', priority: 'normal', rule: 'provincial-road' };
const ANSWER = { decision: 'answer', outcome: 'resolved', text: 'چاله پر شد.' };
const TRANSFER = { decision: 'transfer', transferTo: 'railways', reason: 'این پل از آن راه‌آهن است.' };
const QUESTION = { decision: 'ask-citizen', question: 'کدام سمت جاده؟' };

export async function openWorkerHarness(): Promise<WorkerHarness> {
  const database = await aDatabase();
  const wire = await aFlakyConnection(database.apiUrl);
  const settings = readConfig({ ...apiVariables(database), DATABASE_URL: wire.url });
  const log = openLog(settings.LOG_LEVEL);
  const api = await compose(settings, { clock: { now: () => NOW }, log });
  const server = await listen(api.app, { host: '127.0.0.1', port: 0 });
  const people = peopleClient(server);
  const { db } = database;

  const worker = (type: string): AnyWorker => {
    const found = api.workers.find((one) => one.type === type);
    if (!found) throw new Error(`no worker is registered for ${type}`);
    return found;
  };

  async function citizen(requestId: unknown, step: string, body: Input): Promise<void> {
    const { tracking_code: trackingCode } = await db('requests').where({ id: requestId }).first();
    const track = { trackingCode, secondFactor: SECOND_FACTOR };
    const { status, body: answer } = await people.call('POST', `/track/${step}`, { track, ...body });
    if (status !== 200) throw new Error(`${step} was answered with ${status} ${answer.code}`);
  }

  const at: FixtureBuilder = {
    db,
    filed: async (more = {}) => ({ requestId: (await people.file()).id, ...more }),
    async routed(more = {}) {
      const { requestId } = await at.filed();
      await at.runWorker('shared.record-routing', { requestId, ...ROUTING });
      return { requestId, ...more };
    },
    async formSubmitted(data, more = {}) {
      const { requestId } = await at.routed();
      await at.submitForm(String(requestId), data);
      return { requestId, ...more };
    },
    async asked(more = {}) {
      const { requestId } = await at.formSubmitted(QUESTION);
      await at.runWorker('shared.ask-citizen', { requestId });
      return { requestId, ...more };
    },
    async answered(more = {}) {
      const { requestId } = await at.formSubmitted(ANSWER);
      await at.runWorker('shared.deliver-answer', { requestId });
      return { requestId, ...more };
    },
    async feedbackGiven(word, more = {}) {
      const { requestId } = await at.answered();
      await citizen(requestId, 'feedback', word);
      return { requestId, ...more };
    },
    async closed(more = {}) {
      const { requestId } = await at.answered();
      await at.runWorker('shared.close-request', { requestId, reason: 'time-out' });
      return { requestId, ...more };
    },
    async appealed(more = {}) {
      const { requestId } = await at.closed();
      await citizen(requestId, 'appeal', { text: 'پاسخ درست نیست.' });
      return { requestId, ...more };
    },
    async appealDecided(decision, more = {}) {
      const { requestId } = await at.appealed();
      await at.runWorker('shared.file-appeal', { requestId });
      await at.submitForm(String(requestId), decision);
      return { requestId, ...more };
    },
    async withdrawn(more = {}) {
      const { requestId } = await at.routed();
      await citizen(requestId, 'withdraw', {});
      return { requestId, ...more };
    },
    async transferOffered(more = {}) {
      const { requestId } = await at.formSubmitted(TRANSFER);
      await at.runWorker('shared.offer-transfer', { requestId });
      return { requestId, ...more };
    },
    async submitForm(requestId, data, elementId = 'Task_HandleRequest', by = 'caseworker.rmto-tehran') {
      await db('task_submissions').insert({
        id: randomUUID(),
        task_key: someKey(),
        request_id: requestId,
        element_id: elementId,
        data,
        submitted_by: by,
        submitted_at: NOW,
        state: 'pending',
      });
    },
    async runWorker(type, input) {
      await worker(type).handle(input, { onceKey: `job:${randomUUID()}:${type}`, log, at: ANY_JOB_ELEMENT });
    },
  };

  return {
    db,
    log,
    types: () => api.workers.map(({ type }) => type),
    worker,
    setUp(scene) {
      if (!scene) throw new Error('there is no scene');
      return scene(at);
    },
    async losesConnectionAt(n, when, work) {
      wire.cutAt(n, when);
      const failed = await work().then(
        () => false,
        () => true,
      );
      const { cut } = wire.stopCounting();
      if (failed && !cut) throw new Error('the work failed although nothing was cut');
      return cut;
    },
    async close() {
      api.quiesce();
      await server.close();
      await api.stop();
      await wire.close();
      await database.drop();
    },
  };
}
