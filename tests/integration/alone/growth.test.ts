import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import { afterEach, describe, it } from 'mocha';
import type { Store } from '#engine/store/store.ts';
import { aDatabase, type TestDatabase } from '#tests/support/database.ts';
import { aDiagram, end, multiInstance, serviceTask, start } from '#tests/support/engine/diagram-builders.ts';
import { openTestStore } from '#tests/support/engine/open-test-store.ts';

const DAY_MS = 86_400_000;
const CACHE_BYTES = 128 * 1024 ** 2;
const ASK = 'inputCollection="=bodies" inputElement="body"';
const COLLECT = `${ASK} outputCollection="opinions" outputElement="=opinion"`;

/** Bytes that are written; the WAL is that of the whole server, on which little else happens meanwhile. */
async function written({ db }: TestDatabase): Promise<{ wal: number; records: number }> {
  const { rows } = await db.raw<{ rows: [{ wal: number; records: number }] }>(`
    select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::float8 as wal,
           coalesce(sum(octet_length(records)), 0)::float8 as records
      from engine.record_batch`);
  return rows[0];
}

describe('what the embedded engine writes', function () {
  this.timeout(300_000);
  let database: TestDatabase;
  let store: Store;

  /** Bytes a job, for all jobs of an instance one after the other. */
  async function perJob(loop: string, variables: { bodies: string[]; large?: string }) {
    database = await aDatabase({ max: 1 });
    store = await openTestStore(database.engineUrl, { cacheBytes: CACHE_BYTES });
    const elements =
      start() + multiInstance(serviceTask('Ask', 'ask'), loop) + serviceTask('After', 'after') + end();
    await store.deploy([aDiagram('asking', elements, ['Start -> Ask', 'Ask -> After', 'After -> End'])]);
    const take = (type: string) =>
      store.execute({ do: 'activate-jobs', type, worker: 'w', max: 250, timeoutMs: DAY_MS, fetch: ['body'] });

    const first = await written(database);
    await store.execute({ do: 'create-instance', processId: 'asking', variables });
    const created = await written(database);
    for (let jobs = await take('ask'); jobs.length > 0; jobs = await take('ask'))
      for (const {
        key: jobKey,
        variables: { body },
      } of jobs)
        await store.execute({ do: 'complete-job', jobKey, variables: { opinion: `${String(body)}: yes` } });
    const done = await written(database);

    expect(await take('after')).to.have.length(1);
    const each = (from: typeof first, to: typeof first, what: 'wal' | 'records') =>
      Math.round((to[what] - from[what]) / variables.bodies.length);
    return {
      toStart: { wal: each(first, created, 'wal'), records: each(first, created, 'records') },
      toComplete: { wal: each(created, done, 'wal'), records: each(created, done, 'records') },
    };
  }

  const leave = async (): Promise<void> => {
    await store.close();
    await database.drop();
  };
  afterEach(leave);

  it('for an item of a multi-instance is as much when there are four times as many', async () => {
    // given
    const few = Array.from({ length: 500 }, (_, at) => `body-${at}`);
    const many = Array.from({ length: 2_000 }, (_, at) => `body-${at}`);

    // when
    const ofFew = await perJob(COLLECT, { bodies: few });
    await leave();
    const ofMany = await perJob(COLLECT, { bodies: many });

    // then
    for (const step of ['toStart', 'toComplete'] as const)
      for (const what of ['wal', 'records'] as const)
        expect(ofMany[step][what] / ofFew[step][what], `${what} ${step}`).to.be.lessThan(1.3);
  });

  it('when a job completes does not contain a large variable beside it', async () => {
    // given
    const large = randomBytes(50_000).toString('hex');
    const bodies = Array.from({ length: 50 }, (_, at) => `body-${at}`);

    // when
    const { toComplete } = await perJob(ASK, { bodies, large });

    // then
    expect(toComplete.wal).to.be.lessThan(large.length / 10);
  });
});
