import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect } from 'chai';
import { afterEach, describe, it } from 'mocha';
import { Rejection } from '#engine/core/rejection.ts';
import type { Store } from '#engine/store/store.ts';
import { aDatabase, type TestDatabase } from '#tests/support/database.ts';
import { filesBelow, ROOT } from '#tests/support/diagrams/project-files.ts';
import { aDiagram, end, serviceTask, start } from '#tests/support/engine/diagram-builders.ts';
import { openTestStore, storedRecordsOf } from '#tests/support/engine/open-test-store.ts';
import { seededRandom } from '#tests/support/people/seeded-random.ts';

const DAY_MS = 86_400_000;
const START = Date.UTC(2026, 0, 1);
const STEPS = 250;
const LARGE = 1024 ** 3;
const TYPES = ['record-routing', 'ask-citizen', 'resume-work', 'deliver-answer', 'close-request'];
const DECISIONS = [
  { decision: 'answer' },
  { decision: 'ask-citizen' },
  { decision: 'transfer', transferTo: 'railways' },
];

describe('the state of the embedded engine in PostgreSQL', function () {
  this.timeout(120_000);
  const databases: TestDatabase[] = [];
  const stores: Store[] = [];

  const open = async (database: TestDatabase, cacheBytes: number): Promise<Store> => {
    const store = await openTestStore(database.engineUrl, { partitions: 3, cacheBytes });
    stores.push(store);
    return store;
  };
  const aFreshDatabase = async (): Promise<TestDatabase> => {
    const database = await aDatabase({ max: 1 });
    databases.push(database);
    return database;
  };
  const deploy = async (store: Store) => {
    await store.moveClock(() => ({ offsetMs: 0, pinnedMs: START }));
    await store.deploy(
      [...filesBelow('processes', '.bpmn'), ...filesBelow('processes', '.dmn')].map((file) => ({
        name: basename(file),
        content: readFileSync(join(ROOT, file)).toString('base64'),
      })),
    );
  };
  const openTasks = async (store: Store): Promise<string[]> => {
    const states = new Map<string, string>();
    for (const { valueType, text } of await storedRecordsOf(store)) {
      if (valueType !== 'USER_TASK') continue;
      states.set(/"userTaskKey":(\d+)/.exec(text)?.[1] ?? '', /"intent":"(\w+)"/.exec(text)?.[1] ?? '');
    }
    return [...states].flatMap(([key, intent]) => (/COMPLETED|CANCEL/.test(intent) ? [] : key));
  };
  const take = (store: Store, type: string, max: number) =>
    store.execute({ do: 'activate-jobs', type, worker: 'w', max, timeoutMs: DAY_MS, fetch: [] });
  const jobsOf = async (store: Store) => {
    const all = [];
    for (const type of TYPES) all.push(...(await take(store, `shared.${type}`, 99)));
    return all.map(({ key, retries, variables }) => [key, retries, variables]);
  };

  /** Lives a life of requests, the same one for the same seed. Whether a rejection was the answer does not
   *  matter here. */
  const live = async (store: Store, seed: number): Promise<void> => {
    const { int: random } = seededRandom(seed);
    const publish = (name: string, correlationKey: string, variables: Record<string, unknown>) =>
      store.execute({
        do: 'publish',
        name,
        correlationKey,
        messageId: `${random(50)}`,
        ttlMs: random(2) * DAY_MS,
        variables,
      });
    const acts: ((id: string) => Promise<unknown>)[] = [
      (id) =>
        publish('request.citizen-request', id, {
          requestId: id,
          service: random(5) ? 'road-damage' : 'nobody-knows-it',
          region: 'tehran',
          channel: 'web',
          priority: 'normal',
          feedbackWindow: random(9) ? 'P15D' : 'for ever',
          replyWindow: 'P10D',
        }),
      (id) => publish('citizen-replied', id, {}),
      (id) => publish('citizen-feedback', id, { feedback: random(2) ? 'reopened' : 'confirmed' }),
      async () => {
        for (const { key: jobKey } of await take(store, `shared.${TYPES[random(TYPES.length)]}`, 5))
          if (random(6)) await store.execute({ do: 'complete-job', jobKey, variables: {} });
          else
            await store.execute({
              do: 'fail-job',
              jobKey,
              retries: random(3),
              backOffMs: DAY_MS,
              message: 'x',
            });
      },
      async () => {
        const tasks = await openTasks(store);
        const taskKey = tasks[random(tasks.length)] ?? '';
        const variables = DECISIONS[random(DECISIONS.length)] ?? {};
        await store.execute({
          do: 'assign-task',
          taskKey,
          assignee: 'sara',
          action: '',
          allowOverride: false,
        });
        if (random(4)) await store.execute({ do: 'complete-task', taskKey, action: 'a', variables });
      },
      () => {
        const ms = random(3) * DAY_MS;
        return store.moveClock(({ pinnedMs = START }) => ({ offsetMs: 0, pinnedMs: pinnedMs + ms }));
      },
    ];
    for (let step = 0; step < STEPS; step += 1)
      await acts[random(acts.length)]?.(`request-${random(40)}`).catch((error: unknown) => {
        if (!(error instanceof Rejection)) throw error;
      });
  };
  const textsOf = async (store: Store) => (await storedRecordsOf(store)).map(({ text }) => text);

  afterEach(async () => {
    for (const store of stores.splice(0)) await store.close();
    for (const database of databases.splice(0)) await database.drop();
  });

  it('is the same whether instances stay in memory or are read anew for every command', async () => {
    for (const seed of [1, 2]) {
      // given
      const [first, second] = [await aFreshDatabase(), await aFreshDatabase()];
      const inMemory = await open(first, LARGE);
      const readAnew = await open(second, 0);

      // when
      for (const store of [inMemory, readAnew]) {
        await deploy(store);
        await live(store, seed);
      }

      // then
      expect((await textsOf(readAnew)).length).to.be.greaterThan(1_000);
      expect(await textsOf(readAnew)).to.deep.equal(await textsOf(inMemory));
    }
  });

  it('goes on where another engine stopped, with the same jobs, and repeats no key and no position', async () => {
    // given
    const database = await aFreshDatabase();
    const first = await open(database, LARGE);
    await deploy(first);
    await live(first, 3);
    const before = await textsOf(first);
    await first.close();

    // when
    const second = await open(database, LARGE);
    const after = await textsOf(second);
    const jobs = await jobsOf(second);
    await second.execute({
      do: 'publish',
      name: 'x',
      correlationKey: 'y',
      messageId: '',
      ttlMs: 0,
      variables: {},
    });

    // then
    expect(after).to.deep.equal(before);
    expect(jobs.length).to.be.greaterThan(0);
    const positions = (await storedRecordsOf(second)).map(
      ({ partition, position }) => `${partition}-${position}`,
    );
    expect(new Set(positions).size).to.equal(positions.length);
  });

  it('is read for each command alone when what one of them asks for cannot be', async () => {
    // given
    const store = await open(await aFreshDatabase(), LARGE);
    await deploy(store);
    const impossible = take(store, 'a\0b', 1).catch((error: Error) => error);
    const possible = take(store, 'shared.record-routing', 1);

    // when
    const answers = await Promise.all([impossible, possible]);

    // then
    expect(answers[0]).to.be.instanceOf(Error);
    expect(answers[1]).to.deep.equal([]);
    expect(await take(store, 'shared.record-routing', 1)).to.deep.equal([]);
  });

  it('hands out every job that comes up or comes back, however often somebody has asked in vain before', async () => {
    // given
    const store = await open(await aFreshDatabase(), LARGE);
    await store.moveClock(() => ({ offsetMs: 0, pinnedMs: START }));
    await store.deploy([
      aDiagram('p', start() + serviceTask('Work', 'work') + end(), ['Start -> Work', 'Work -> End']),
    ]);
    const begin = () => store.execute({ do: 'create-instance', processId: 'p', variables: {} });
    const fail = (jobKey: string, backOffMs: number) =>
      store.execute({ do: 'fail-job', jobKey, retries: 2, backOffMs, message: 'x' });
    const keys = async (max = 5) => (await take(store, 'work', max)).map(({ key }) => key);
    const none = async () => expect(await keys()).to.deep.equal([]);
    await none();

    // when, then
    await begin();
    const [first = ''] = await keys();
    expect(first).not.to.equal('');
    await none();

    await fail(first, 0);
    expect(await keys()).to.deep.equal([first]);
    await none();

    await fail(first, DAY_MS);
    await none();
    await store.moveClock(() => ({ offsetMs: 0, pinnedMs: START + DAY_MS }));
    expect(await keys()).to.deep.equal([first]);
    await none();

    await Promise.all([begin(), begin(), begin()]);
    expect(await keys(2)).to.have.length(2);
    expect(await keys(2)).to.have.length(1);
    await none();

    const [, together] = await Promise.all([begin(), keys()]);
    expect(together).to.have.length(1);
    await none();
  });

  it('is not opened with fewer partitions than it has', async () => {
    // given
    const database = await aFreshDatabase();
    const before = await open(database, LARGE);
    await deploy(before);
    await before.close();

    // when
    const error = await openTestStore(database.engineUrl, { partitions: 2 }).catch((why: Error) => why);

    // then
    expect(error)
      .to.have.property('message')
      .that.includes('ZEEBE_PARTITIONS is 2, but the state has 3 partitions');
    await open(database, LARGE);
  });
});
