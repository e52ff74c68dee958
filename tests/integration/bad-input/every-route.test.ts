import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { startApi, type TestApi } from '#tests/support/api.ts';
import { type Caller, createCaller } from '#tests/support/api-caller.ts';
import { aDatabase, type TestDatabase } from '#tests/support/database.ts';
import { aRequest, aTask } from '#tests/support/fixtures/builders.ts';

type BatchOperation = {
  operationId: string;
  method: string;
  path: string;
  parameters?: { name: string; in: 'path' | 'query' | 'header' }[];
  requestBody?: object;
};

type Document = { paths: Record<string, Record<string, Omit<BatchOperation, 'method' | 'path'>>> };

/** Who may call the most, so that the most gets through to the checks: in the room of processes an
 *  administrator, elsewhere a
 *  supervisor. */
const callerOf = (path: string): string =>
  /^\/api\/(drafts|processes|process-definitions|releases|test-runs|what-ifs|move|instances|incidents|operations|audit|broken-off|element-templates)/.test(
    path,
  )
    ? 'admin'
    : 'supervisor.rmto';

const TRACK = { trackingCode: '123456789012', secondFactor: '4567' };

const ALERT = {
  kind: 'road-closed',
  severity: 'warning',
  provinces: ['tehran'],
  title: { fa: 'جاده بسته است', en: 'The road is closed' },
  text: { fa: 'جاده تا فردا بسته است.', en: 'The road is closed until tomorrow.' },
  validUntil: '2026-11-24T04:00:00Z',
};

const WISHES = {
  topics: ['road-closed'],
  provinces: ['tehran'],
  quietHours: { from: '22:00', to: '07:00' },
  locale: 'fa',
};

const SEEN = [{ name: 'road-defect.bpmn', sha256: 'a'.repeat(64) }];

/** A body of each operation that takes one, in which every field is spoilt in turn. */
const BODIES: Record<string, object> = {
  fileRequest: {
    service: 'road-safety-signs',
    text: 'در کیلومتر ۱۲ جاده قدیم چاله عمیقی هست.',
    applicant: { name: 'سارا احمدی', mobile: '09121234567', email: 'sara@example.org' },
    place: { province: 'tehran', address: 'کیلومتر ۱۲', latitude: 35.7, longitude: 51.4 },
    answers: { road: 'جاده قدیم قم' },
    locale: 'fa',
  },
  trackRequest: TRACK,
  replyToQuestion: { track: TRACK, text: 'پل دوم' },
  giveFeedback: { track: TRACK, satisfied: false, reasons: ['not-solved'], text: 'هنوز نه', reopen: true },
  fileAppeal: { track: TRACK, text: 'پاسخ درست نیست' },
  withdrawRequest: { track: TRACK, text: 'دیگر لازم نیست' },
  recordOutsideReply: { position: 'disputes', text: 'راننده در ترافیک بود.', reference: '۱۲/۳۴۵' },
  publishCalendar: { expectedVersion: 0, province: 'tehran', holidays: ['2030-01-01'], note: 'آزمون' },
  announceClosure: {
    expectedVersion: 1,
    closure: { date: '2030-01-01', from: '08:00', to: '12:00', reason: 'برف' },
  },
  deployDraft: { draftId: '00000000-0000-4000-8000-000000000000', files: SEEN },
  submitDraft: { notes: { fa: 'تغییر', en: 'Change' }, files: SEEN },
  reviewDraft: { decision: 'return', reason: 'ناتمام', files: SEEN },
  scheduleDraft: { at: '2030-01-01T00:00:00Z', files: SEEN },
  restoreProcessVersion: { title: 'بازگشت', files: ['road-defect.bpmn'] },
  createDraft: { processKey: 'road-defect', title: 'پیش‌نویس', newProcess: { fa: 'نو', en: 'New' } },
  renameDraft: { title: 'پیش‌نویس', expectedVersion: 1 },
  saveDraftFile: { content: '<a />', expectedVersion: 0, seenRunning: 'a' },
  importDraftFile: { fileName: 'a.bpmn', content: '<a />', as: 'road-defect.bpmn', expectedVersion: 0 },
  restoreDraftRevision: { expectedVersion: 1 },
  writeDraftComment: { file: 'road-defect.bpmn', elementId: 'Task_Inspect', text: 'چرا؟' },
  settleDraftComment: { resolved: true },
  showPresence: { file: 'road-defect.bpmn', elementId: null },
  startTestRun: {
    id: '00000000-0000-4000-8000-000000000000',
    variables: { region: 'tehran' },
    answers: { 'road-defect/Task_Plan': { complete: { crew: 'a' } } },
    fast: true,
  },
  completeTestTask: { data: { decision: 'answer' } },
  sendTestMessage: { variables: { feedback: 'confirmed' } },
  setTestAnswers: { answers: { 'road-defect/Task_Plan': { bpmnError: 'Error_NoCrew' } } },
  startWhatIf: {
    decisionId: 'route-request',
    most: 100,
    service: 'road-damage',
    from: '2026-11-01T00:00:00Z',
  },
  planMigration: {
    processKey: 'road-defect',
    fromVersions: [1],
    toVersion: 2,
    mapping: [{ from: 'Task_A', to: 'Task_B' }],
  },
  startMigration: { confirm: 3, reason: 'آزمون', expectedVersion: 1 },
  stopMigration: { expectedVersion: 1 },
  resumeMigration: { expectedVersion: 1 },
  replayQuarantine: { ids: ['1'], reason: 'پس از اصلاح دوباره خوانده شود' },
  actOnInstance: { action: { kind: 'cancel' }, reason: 'دو بار ثبت شده است' },
  previewModification: { moves: [{ from: 'Task_A', to: 'Task_B' }], variables: { region: 'tehran' } },
  createBatchOperation: {
    action: { kind: 'retry', retries: 3 },
    reason: 'دوباره تلاش شود',
    keys: ['2251799813685249'],
  },
  startBatchOperation: { count: 1 },
  draftAlert: ALERT,
  editAlert: { ...ALERT, expectedVersion: 1 },
  submitAlert: { expectedVersion: 1 },
  withdrawAlert: { expectedVersion: 1 },
  optIntoAlerts: { channel: 'email', address: 'sara@example.org', wishes: WISHES },
  confirmAlerts: { id: '00000000-0000-4000-8000-000000000000', code: '123456' },
  readSubscription: { token: 'A'.repeat(72) },
  changeSubscription: { token: 'A'.repeat(72), wishes: WISHES },
  readSurvey: { token: 'A'.repeat(72) },
  answerSurvey: { token: 'A'.repeat(72), values: { csat: 4, 'reasons.speed': 1 }, comment: 'خوب بود' },
  claimTask: { expectedVersion: 1 },
  unclaimTask: { expectedVersion: 1 },
  readNotices: { ids: ['00000000-0000-4000-8000-000000000000'] },
  enterAbsence: {
    username: 'nobody-here',
    from: '2026-11-24T04:00:00Z',
    until: '2026-11-30T04:00:00Z',
    substitute: 'caseworker.rmto',
  },
  nameDepartmentHead: { username: 'head.rmto', name: 'Head', email: 'head@example.org' },
  assignTask: { assignee: 'caseworker.rmto', expectedVersion: 1 },
  completeTask: {
    data: { decision: 'answer', outcome: 'resolved', text: 'چاله پر شد.' },
    expectedVersion: 1,
    submissionId: '00000000-0000-4000-8000-000000000000',
  },
};

const NASTY_TEXTS = [
  '',
  ' ',
  "' or 1=1; drop table requests; --",
  '<script>alert(1)</script>',
  '../../../../etc/passwd',
  '\u0000',
  '\ud800',
  '%',
  '__proto__',
  '99999999999999999999999999',
  '-1',
  'NaN',
  'ا'.repeat(9_000),
];
const NASTY_IN_QUERY = ['', "' or 1=1; --", '\u0000', '%', '-1', '99999999999999999999', 'ا'.repeat(900)];
const WRONG_TYPES = [null, true, 12, -1, 1e308, [], {}, [[]], { length: 3 }, [null]];

/** Every copy of a body with one field spoilt, at any depth. */
function spoilt(value: unknown, put: (value: unknown) => unknown = (it) => it): unknown[] {
  const here = [...WRONG_TYPES, ...NASTY_TEXTS].map(put);
  if (typeof value !== 'object' || value === null) return here;
  const fields = Object.entries(value).flatMap(([name, inner]) =>
    spoilt(inner, (other) => put({ ...value, [name]: other })),
  );
  return [
    ...here,
    put({ ...value, unknown: 1 }),
    put({ ...value, constructor: { prototype: {} } }),
    ...fields,
  ];
}

describe('bad input: every route', function () {
  this.timeout(60_000);
  let database: TestDatabase;
  let api: TestApi;
  let call: Caller;
  let operations: BatchOperation[];

  before(async () => {
    database = await aDatabase();
    api = await startApi({ database, config: { ENGINE_RECORDS_PORT: 0 } });
    call = createCaller(api.url);
    const { paths } = (await call('GET', '/api/openapi.json')).body as Document;
    operations = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({
        ...operation,
        method: method.toUpperCase(),
        path,
      })),
    );
    await aTask(database.db, { request: await aRequest(database.db) });
  });

  after(async () => {
    await api.close();
    await database.drop();
  });

  /** What no refused call may change. Whatever goes on by itself with requests that were accepted is left
   *  out. */
  async function everything(): Promise<unknown> {
    const whole = (table: string) => database.db(table).orderByRaw('1');
    return {
      requests: await database.db('requests').orderBy('id').pluck('id'),
      outbox: await database.db('outbox').orderBy('id').pluck('id'),
      notifications: await database.db('notifications').orderBy('id').pluck('id'),
      people: await whole('people'),
      interactions: await whole('interactions'),
      tasks: await database.db('tasks').orderBy('task_key').select('task_key', 'assignee', 'state'),
      submissions: await whole('task_submissions'),
    };
  }

  async function send(operation: BatchOperation, path: string, body?: unknown): Promise<string | undefined> {
    const before = operation.method === 'GET' ? undefined : JSON.stringify(await everything());
    const {
      status,
      body: answer,
      headers,
    } = await call(operation.method, path, body, { as: callerOf(path) });
    const what = `${operation.method} ${path.slice(0, 80)} ${(JSON.stringify(body) ?? '').slice(0, 200)}`;
    if (status < 400) return undefined;
    if (status >= 500 && answer.code !== 'engine-unavailable') return `${what}: ${status} ${answer.code}`;
    if (!headers.get('content-type')?.startsWith('application/problem+json')) return `${what}: is no problem`;
    if (!answer.code || answer.status !== status) return `${what}: ${JSON.stringify(answer)}`;
    if (before !== undefined && JSON.stringify(await everything()) !== before)
      return `${what}: changed something`;
    return undefined;
  }

  const filled = (path: string, values: Record<string, string>): string =>
    path.replace(/\{(\w+)\}/g, (_, name: string) =>
      encodeURIComponent(
        values[path.startsWith('/api/forms/') && name === 'key' ? 'form' : name] ?? '1',
      ).replaceAll('%2F', '/'),
    );

  async function firstKeys(): Promise<Record<string, string>> {
    const task = await database.db('tasks').first();
    return {
      taskKey: String(task.task_key),
      id: task.request_id,
      slug: 'rmto',
      form: 'citizen-request/handle',
      name: 'road-defect.bpmn',
      processKey: 'road-defect',
      draftId: task.request_id,
      revisionId: task.request_id,
      commentId: task.request_id,
      clientId: task.request_id,
    };
  }

  it('that takes a body is tried here', () => {
    const taking = operations.filter(({ requestBody }) => requestBody).map(({ operationId }) => operationId);
    expect(Object.keys(BODIES).sort()).to.deep.equal(taking.sort());
  });

  for (const [operationId, body] of Object.entries(BODIES)) {
    it(`${operationId} answers every spoilt body with a problem that changes nothing, and never with a fault`, async () => {
      // given
      const operation = operations.find((one) => one.operationId === operationId) as BatchOperation;
      const path = filled(operation.path, await firstKeys());

      // when
      const wrong: (string | undefined)[] = [];
      for (const bad of spoilt(body)) wrong.push(await send(operation, path, bad));
      const whole = await call(operation.method, path, body, { as: callerOf(path) });

      // then
      expect(wrong.filter(Boolean)).to.deep.equal([]);
      expect(whole.body.code).not.to.be.oneOf(['invalid-input', 'unknown-route']);
    });
  }

  it('takes no nonsense in its path', async () => {
    // given
    const keys = await firstKeys();
    const texts = NASTY_TEXTS.filter((text) => text.trim() !== '' && text !== '\ud800');

    // when
    const wrong: (string | undefined)[] = [];
    for (const operation of operations)
      for (const { name } of operation.parameters?.filter((one) => one.in === 'path') ?? [])
        for (const text of [...texts, randomUUID()]) {
          const path = filled(operation.path, {
            ...keys,
            [name]: text.slice(0, 1_000),
            form: text.slice(0, 1_000),
          });
          wrong.push(await send(operation, path, BODIES[operation.operationId]));
        }

    // then
    expect(wrong.filter(Boolean)).to.deep.equal([]);
  });

  it('takes no nonsense in its query', async () => {
    // given
    const keys = await firstKeys();
    const asked = operations.filter(({ method, path }) => method === 'GET' && path !== '/api/events');

    // when
    const wrong: (string | undefined)[] = [];
    for (const operation of asked)
      for (const name of [
        ...(operation.parameters ?? []).filter((one) => one.in === 'query').map((one) => one.name),
        'no-such',
      ])
        for (const text of NASTY_IN_QUERY) {
          const path = filled(operation.path, keys);
          const value = encodeURIComponent(text);
          for (const query of [
            `${name}=${value}`,
            `${name}=${value}&${name}=${value}`,
            `${name}[a]=${value}`,
          ])
            wrong.push(await send(operation, `${path}?${query}`));
        }

    // then
    expect(wrong.filter(Boolean)).to.deep.equal([]);
  });
});
