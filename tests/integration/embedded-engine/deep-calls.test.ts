import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { Store } from '#engine/store/store.ts';
import { aDatabase, type TestDatabase } from '#tests/support/database.ts';
import {
  aDiagram,
  callActivity,
  end,
  gateway,
  input,
  serviceTask,
  start,
} from '#tests/support/engine/diagram-builders.ts';
import { openTestStore, storedRecordsOf } from '#tests/support/engine/open-test-store.ts';

const SELF = aDiagram('self', start() + callActivity('Call', 'self') + end(), [
  'Start -> Call',
  'Call -> End',
]);

/** Depth that an engine reached if it did not count the calls above an instance. */
const DEEP = 3_150;

describe('a process that calls itself without end', function () {
  this.timeout(300_000);
  let database: TestDatabase;
  let store: Store;

  const incidents = async (): Promise<{ key: string; errorType: string }[]> => {
    const records = await storedRecordsOf(store);
    return records
      .filter(({ valueType }) => valueType === 'INCIDENT')
      .map(({ text }) => JSON.parse(text))
      .filter(({ intent }) => intent === 'CREATED')
      .map(({ key, value }) => ({ key: String(key), errorType: value.errorType }));
  };
  const instances = async (): Promise<number> => {
    const [row] = await database.db('engine.instance').count({ count: '*' });
    return Number(row?.['count']);
  };
  const goOn = async (): Promise<void> => {
    const incidentKey = (await incidents()).at(-1)?.key ?? '';
    await store.execute({ do: 'resolve-incident', incidentKey });
  };

  beforeEach(async () => {
    database = await aDatabase({ max: 1 });
    store = await openTestStore(database.engineUrl);
    await store.deploy([SELF]);
  });

  afterEach(async () => {
    await store.close();
    await database.drop();
  });

  it('stops with an incident, and is cancelled as a whole, however deep it is', async () => {
    // given
    const { key } = await store.execute({ do: 'create-instance', processId: 'self', variables: {} });
    while ((await incidents()).at(-1)?.errorType !== 'CALLED_ELEMENT_ERROR') await goOn();
    const depth = await instances();
    while ((await instances()) < DEEP) {
      await database.db.raw(
        `update engine.instance set state = regexp_replace(state::text, ',"depth":[0-9]+', '')::json`,
      );
      await goOn();
    }

    // when
    await store.execute({ do: 'cancel-instance', instanceKey: key });

    // then
    expect(depth).to.equal(1_001);
    expect(await instances()).to.equal(0);
  });

  it('is come back from as a whole, however deep it is, also where nothing of it is in memory', async function () {
    // Read one after the other, the callers took a minute each way.
    this.timeout(120_000);

    // given
    const flows = [
      'Start -> Deep',
      'Deep -> Call: =modulo(n, 150) &gt; 0 and n &lt; 1000',
      'Deep -> Work',
      'Work -> Last',
      'Last -> Call: =n &lt; 1000',
      'Last -> End',
    ];
    const counting = callActivity('Call', 'count', { io: input('=n + 1', 'n') });
    const gateways =
      gateway('Deep', 'exclusive', 'default="Flow_3"') + gateway('Last', 'exclusive', 'default="Flow_6"');
    await store.deploy([
      aDiagram('count', start() + gateways + serviceTask('Work', 'work') + counting + end(), flows),
    ]);
    const takeJob = async () => {
      const activation = { type: 'work', worker: 'w', max: 1, timeoutMs: 60_000, fetch: ['n'] };
      const [job] = await store.execute({ do: 'activate-jobs', ...activation });
      return { jobKey: job?.key ?? '', n: Number(job?.variables['n']) };
    };
    await store.execute({ do: 'create-instance', processId: 'count', variables: { n: 0 } });
    let job = await takeJob();
    for (; job.n < 1_000; job = await takeJob())
      await store.execute({ do: 'complete-job', jobKey: job.jobKey, variables: {} });

    // when
    const { jobKey } = job;
    await store.execute({ do: 'throw-error', jobKey, code: 'bad', message: '', variables: {} });
    const thrown = (await incidents()).map(({ errorType }) => errorType);
    await goOn();
    await takeJob();
    await store.execute({ do: 'complete-job', jobKey, variables: {} });

    // then
    expect(thrown).to.deep.equal(['UNHANDLED_ERROR_EVENT']);
    expect(await instances()).to.equal(0);
  });
});
