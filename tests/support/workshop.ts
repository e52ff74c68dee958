import { randomUUID } from 'node:crypto';
import type { AnyWorker } from '#api/engine/workers-host.ts';
import { compose } from '#api/compose.ts';
import { readConfig } from '#api/config.ts';
import { listen } from '#api/http/server.ts';
import type { Db } from '#api/platform/db.ts';
import { openLog, type Log } from '#api/platform/log.ts';
import { apiVariables } from './api.ts';
import { someKey } from './builders.ts';
import { aCutWire } from './cut-wire.ts';
import { aDatabase } from './database.ts';
import { peopleAt } from './people-at-work.ts';

type Input = Record<string, unknown>;

/** Where a job stands is for test runs only. */
export const SOMEWHERE = { processKey: 'any', elementId: 'any', instanceKey: '1' };

/** Sets up what a job finds, and gives the variables of the job. */
export type Scene = (at: SceneBuilder) => Promise<Input>;

/** A request on its way. Each step gives the job's variables: the request's id and what is named here. */
export type SceneBuilder = {
  readonly db: Db;
  /** A new request of the web form. */
  filed(more?: Input): Promise<Input>;
  /** As `filed`, and routed to its department. */
  routed(more?: Input): Promise<Input>;
  /** As `routed`, and a caseworker has sent this form. */
  decided(data: Input, more?: Input): Promise<Input>;
  /** As `routed`, and the citizen was asked. */
  asked(more?: Input): Promise<Input>;
  /** As `routed`, and the citizen has the answer. */
  answered(more?: Input): Promise<Input>;
  /** As `answered`, and the citizen has said a word on it: the body of `/track/feedback`. */
  judged(word: Input, more?: Input): Promise<Input>;
  /** As `answered`, and the time for feedback has run out. */
  closed(more?: Input): Promise<Input>;
  /** As `closed`, and the citizen has appealed. */
  appealed(more?: Input): Promise<Input>;
  /** As `appealed`, and the appeal is filed and decided with this form. */
  heard(decision: Input, more?: Input): Promise<Input>;
  /** As `routed`, and the citizen has taken it back. */
  withdrawn(more?: Input): Promise<Input>;
  /** As `decided` on a transfer, which is offered. */
  offered(more?: Input): Promise<Input>;
  /** A caseworker sends a form of this request: that of this element, or the one of `Task_HandleRequest`. */
  submits(requestId: string, data: Input, elementId?: string, by?: string): Promise<void>;
  /** Lets another worker do its job. */
  works(type: string, input: Input): Promise<void>;
};

/** The workers of the whole api without an engine, on a database that can be cut off; its clock stands. */
export type Workshop = {
  readonly db: Db;
  readonly log: Log;
  types(): string[];
  worker(type: string): AnyWorker;
  scene(scene: Scene | undefined): Promise<Input>;
  /** Lets the connection die at the n-th statement of the work. @returns whether there were so many */
  diesAt(n: number, when: 'before' | 'after', work: () => Promise<unknown>): Promise<boolean>;
  close(): Promise<void>;
};

/** A Tuesday morning in Tehran, far from the database's own time. */
const NOW = new Date('2027-06-15T06:30:00Z');

/** The last digits of the mobile number with which people file. */
const SECOND_FACTOR = '4567';

const ROUTING = { department: 'rmto-tehran', priority: 'normal', rule: 'provincial-road' };
const ANSWER = { decision: 'answer', outcome: 'resolved', text: 'چاله پر شد.' };
const TRANSFER = { decision: 'transfer', transferTo: 'railways', reason: 'این پل از آن راه‌آهن است.' };
const QUESTION = { decision: 'ask-citizen', question: 'کدام سمت جاده؟' };

export async function openWorkshop(): Promise<Workshop> {
  const database = await aDatabase();
  const wire = await aCutWire(database.apiUrl);
  const settings = readConfig({ ...apiVariables(database), DATABASE_URL: wire.url });
  const log = openLog(settings.LOG_LEVEL);
  const api = await compose(settings, { clock: { now: () => NOW }, log });
  const server = await listen(api.app, { host: '127.0.0.1', port: 0 });
  const people = peopleAt(server);
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

  const at: SceneBuilder = {
    db,
    filed: async (more = {}) => ({ requestId: (await people.file()).id, ...more }),
    async routed(more = {}) {
      const { requestId } = await at.filed();
      await at.works('shared.record-routing', { requestId, ...ROUTING });
      return { requestId, ...more };
    },
    async decided(data, more = {}) {
      const { requestId } = await at.routed();
      await at.submits(String(requestId), data);
      return { requestId, ...more };
    },
    async asked(more = {}) {
      const { requestId } = await at.decided(QUESTION);
      await at.works('shared.ask-citizen', { requestId });
      return { requestId, ...more };
    },
    async answered(more = {}) {
      const { requestId } = await at.decided(ANSWER);
      await at.works('shared.deliver-answer', { requestId });
      return { requestId, ...more };
    },
    async judged(word, more = {}) {
      const { requestId } = await at.answered();
      await citizen(requestId, 'feedback', word);
      return { requestId, ...more };
    },
    async closed(more = {}) {
      const { requestId } = await at.answered();
      await at.works('shared.close-request', { requestId, reason: 'time-out' });
      return { requestId, ...more };
    },
    async appealed(more = {}) {
      const { requestId } = await at.closed();
      await citizen(requestId, 'appeal', { text: 'پاسخ درست نیست.' });
      return { requestId, ...more };
    },
    async heard(decision, more = {}) {
      const { requestId } = await at.appealed();
      await at.works('shared.file-appeal', { requestId });
      await at.submits(String(requestId), decision);
      return { requestId, ...more };
    },
    async withdrawn(more = {}) {
      const { requestId } = await at.routed();
      await citizen(requestId, 'withdraw', {});
      return { requestId, ...more };
    },
    async offered(more = {}) {
      const { requestId } = await at.decided(TRANSFER);
      await at.works('shared.offer-transfer', { requestId });
      return { requestId, ...more };
    },
    async submits(requestId, data, elementId = 'Task_HandleRequest', by = 'caseworker.rmto-tehran') {
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
    async works(type, input) {
      await worker(type).handle(input, { onceKey: `job:${randomUUID()}:${type}`, log, at: SOMEWHERE });
    },
  };

  return {
    db,
    log,
    types: () => api.workers.map(({ type }) => type),
    worker,
    scene(scene) {
      if (!scene) throw new Error('there is no scene');
      return scene(at);
    },
    async diesAt(n, when, work) {
      wire.cutAt(n, when);
      const failed = await work().then(
        () => false,
        () => true,
      );
      const { cut } = wire.done();
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
