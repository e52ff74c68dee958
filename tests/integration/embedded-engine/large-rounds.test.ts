import { expect } from 'chai';
import { afterEach, describe, it } from 'mocha';
import type { Store } from '#engine/store/store.ts';
import { aDatabase, type TestDatabase } from '#tests/support/database.ts';
import {
  aDiagram,
  boundary,
  callActivity,
  catchMessage,
  end,
  input,
  message,
  multiInstance,
  output,
  sequence,
  serviceTask,
  start,
  subprocess,
  timer,
} from '#tests/support/engine/diagram-builders.ts';
import { openTestStore, storedRecordsOf } from '#tests/support/engine/open-test-store.ts';
import { eventually } from '#tests/support/wait.ts';

const START = Date.UTC(2026, 0, 1);
const HOUR_MS = 3_600_000;
const LARGE = 1024 ** 3;
const MANY = 120;
const BODIES = Array.from({ length: MANY }, (_, at) => `body-${at}`);
const TABLES = [
  'instance',
  'instance_part',
  'instance_value',
  'key_block',
  'job',
  'timer',
  'message_subscription',
];

const inside =
  start('In') +
  serviceTask('Work', 'work', { io: input('=body + padding', 'local') }) +
  boundary('Late', 'Work', timer('PT1H'), 'cancelActivity="false"') +
  serviceTask('Remind', 'remind') +
  catchMessage('Wait', 'Message_Go') +
  callActivity('Call', 'child', { io: output('=opinion', 'opinion') }) +
  end('Out') +
  ['In -> Work', 'Work -> Wait', 'Late -> Remind', 'Wait -> Call', 'Call -> Out']
    .map((flow, at) => sequence(`Inner_${at}`, ...(flow.split(' -> ') as [string, string])))
    .join('');
const COLLECT =
  'inputCollection="=bodies" inputElement="body" outputCollection="opinions" outputElement="=opinion"';
const DIAGRAMS = [
  aDiagram('short', start() + end(), ['Start -> End']),
  aDiagram('child', start() + serviceTask('Answer', 'answer') + end(), ['Start -> Answer', 'Answer -> End']),
  aDiagram(
    'asking',
    start() + multiInstance(subprocess('Ask', inside), COLLECT) + serviceTask('After', 'after') + end(),
    ['Start -> Ask', 'Ask -> After', 'After -> End'],
    message('Message_Go', 'go', '=body'),
  ),
];

describe('large multi-instance activities in PostgreSQL', function () {
  this.timeout(120_000);
  const opened: { store: Store; database: TestDatabase }[] = [];

  async function open(cacheBytes: number) {
    const database = await aDatabase({ max: 1 });
    const store = await openTestStore(database.engineUrl, { cacheBytes });
    opened.push({ store, database });
    await store.moveClock(() => ({ offsetMs: 0, pinnedMs: START }));
    await store.deploy(DIAGRAMS);
    const { key } = await store.execute({
      do: 'create-instance',
      processId: 'asking',
      variables: { bodies: BODIES, padding: 'x'.repeat(5_000) },
    });
    /** Activates the jobs of a type once all are there: a busy engine spreads what is due over several turns.
     *  */
    const take = async (type: string, { count = MANY } = {}) => {
      await eventually(async () => {
        const [found] = await database.db('engine.job').where({ type }).count();
        return Number(found?.['count']) === count;
      });
      return store.execute({
        do: 'activate-jobs',
        type,
        worker: 'w',
        max: 999,
        timeoutMs: 24 * HOUR_MS,
        fetch: [],
      });
    };
    const doAll = async (type: string, expected = { count: MANY }): Promise<void> => {
      await Promise.all(
        (await take(type, expected)).map(({ key: jobKey, variables: { body } }) =>
          store.execute({ do: 'complete-job', jobKey, variables: { opinion: `${String(body)}: yes` } }),
        ),
      );
    };
    const go = (correlationKey: string) =>
      store.execute({ do: 'publish', name: 'go', correlationKey, messageId: '', ttlMs: 0, variables: {} });
    const left = async () => {
      const counts: [string, number][] = [];
      for (const table of TABLES) {
        const { rows } = await database.db.raw<{ rows: [{ count: string }] }>(
          `select count(*) from engine.${table}`,
        );
        counts.push([table, Number(rows[0].count)]);
      }
      return Object.fromEntries(counts.filter(([, count]) => count > 0));
    };
    return { store, key, take, doAll, go, left };
  }

  afterEach(async () => {
    for (const { store, database } of opened.splice(0)) {
      await store.close();
      await database.drop();
    }
  });

  it('run the same whether instances stay in memory or are read anew, and leave nothing', async () => {
    const lives: { records: string[]; opinions: unknown; left: unknown }[] = [];
    for (const cacheBytes of [LARGE, 0]) {
      // given
      const { store, take, doAll, go, left } = await open(cacheBytes);

      // when
      await store.moveClock(() => ({ offsetMs: 0, pinnedMs: START + HOUR_MS }));
      await doAll('remind');
      await doAll('work');
      await Promise.all([...BODIES].reverse().map(go));
      await doAll('answer');
      const [after] = await take('after', { count: 1 });
      await store.execute({ do: 'complete-job', jobKey: after?.key ?? '', variables: {} });
      const records = (await storedRecordsOf(store)).map(({ text }) => text);
      lives.push({ records, opinions: after?.variables['opinions'], left: await left() });
    }

    // then
    const [inMemory, readAnew] = lives;
    expect(inMemory?.opinions).to.deep.equal(BODIES.map((body) => `${body}: yes`));
    expect(readAnew?.records).to.deep.equal(inMemory?.records);
    expect([inMemory?.left, readAnew?.left]).to.deep.equal([{}, {}]);
  });

  it('end with their instance, wherever each of them stands', async () => {
    for (const cacheBytes of [LARGE, 0]) {
      // given
      const { store, key, take, go, left } = await open(cacheBytes);
      for (const { key: jobKey } of (await take('work')).slice(0, 80))
        await store.execute({ do: 'complete-job', jobKey, variables: {} });
      await Promise.all(BODIES.slice(0, 60).map(go));
      for (const { key: jobKey } of (await take('answer', { count: 60 })).slice(0, 30))
        await store.execute({ do: 'complete-job', jobKey, variables: { opinion: 'yes' } });
      const before = await left();

      // when
      await store.execute({ do: 'cancel-instance', instanceKey: key });

      // then
      expect(before).to.include({
        instance: 31,
        instance_part: 90,
        job: 70,
        timer: 40,
        message_subscription: 20,
      });
      expect(await left()).to.deep.equal({});
    }
  });

  it('end once, also where two commands of a turn complete them by a key of a further block', async () => {
    // given
    const { store, take, doAll, go } = await open(0);
    const [work] = await take('work');
    const elementKey = work?.elementInstanceKey ?? '';
    const variables = Object.fromEntries(Array.from({ length: 5_000 }, (_, at) => [`v${at}`, at]));
    await store.execute({ do: 'set-variables', elementKey, variables, local: true });
    await store.moveClock(() => ({ offsetMs: 0, pinnedMs: START + HOUR_MS }));
    const reminders = await take('remind');
    await store.execute({ do: 'complete-job', jobKey: work?.key ?? '', variables: {} });
    await go('body-0');
    await doAll('answer', { count: 1 });
    const jobKey = reminders.find(({ variables: { body } }) => body === 'body-0')?.key ?? '';

    // when
    const twice = await Promise.allSettled(
      [1, 2].map(() => store.execute({ do: 'complete-job', jobKey, variables: {} })),
    );

    // then
    expect(Number(jobKey) - Number(work?.key)).to.be.greaterThan(4_096);
    expect(twice.map(({ status }) => status)).to.deep.equal(['fulfilled', 'rejected']);
  });

  it('leave no block of keys behind when all of an instance happens in one command', async () => {
    // given
    const { store, key, left } = await open(0);
    await store.execute({ do: 'cancel-instance', instanceKey: key });
    const variables = Object.fromEntries(
      BODIES.flatMap((body) => BODIES.map((other) => [`${body} ${other}`, 1])),
    );

    // when
    await store.execute({ do: 'create-instance', processId: 'short', variables });

    // then
    expect(await left()).to.deep.equal({});
  });
});
