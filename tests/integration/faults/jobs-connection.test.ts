import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { addJob, type JobHandler, startJobs } from '#api/platform/jobs.ts';
import { openLog } from '#api/platform/log.ts';
import { aDatabase, type TestDatabase } from '#tests/support/database.ts';
import { aProxy, type Proxy } from '#tests/support/fakes/proxy.ts';
import { eventually } from '#tests/support/wait.ts';

/** Parts of the statements by which graphile-worker writes that a job is done, or failed. */
const COMPLETION = 'delete from "graphile_worker"._private_jobs';
const FAILURE = "last_error = (el->>'message')";

describe('faults: the connection breaks while the result of a job is written', function () {
  this.timeout(120_000);
  let database: TestDatabase;
  let wire: Proxy;
  let jobs: Awaited<ReturnType<typeof startJobs>> | undefined;
  let unhandled: unknown[];
  const noteUnhandled = (reason: unknown) => void unhandled.push(reason);

  beforeEach(async () => {
    unhandled = [];
    process.on('unhandledRejection', noteUnhandled);
    database = await aDatabase();
    const { hostname, port } = new URL(database.apiUrl);
    wire = await aProxy(`${hostname}:${port}`);
  });

  afterEach(async () => {
    await jobs?.stop();
    await wire.close();
    await database.drop();
    process.off('unhandledRejection', noteUnhandled);
  });

  async function run(note: JobHandler): Promise<void> {
    const url = new URL(database.apiUrl);
    url.host = wire.address;
    jobs = await startJobs({ databaseUrl: url.href, log: openLog('silent'), handlers: { note } });
  }

  const waiting = () => database.db('graphile_worker.jobs').pluck<string[]>('id');
  const nothingWaits = () => eventually(async () => (await waiting()).length === 0 || unhandled.length > 0);

  it('repeats a job whose completion was lost, and runs the next one', async () => {
    // given
    const ran: unknown[] = [];
    await run(async (payload) => void ran.push(payload));
    wire.cutOn(COMPLETION);

    // when
    await addJob(database.db, 'note', { n: 1 });
    await eventually(() => ran.length === 2 || unhandled.length > 0);
    await addJob(database.db, 'note', { n: 2 });
    await nothingWaits();

    // then
    expect(unhandled).to.deep.equal([]);
    expect(ran).to.deep.equal([{ n: 1 }, { n: 1 }, { n: 2 }]);
  });

  it('repeats a job whose failure was lost', async () => {
    // given
    const attempts: number[] = [];
    await run(async (_payload, { attempt }) => {
      attempts.push(attempt);
      if (attempts.length === 1) throw new Error('not yet');
    });
    wire.cutOn(FAILURE);

    // when
    await addJob(database.db, 'note', {}, { maxAttempts: 3 });
    await eventually(() => attempts.length === 2 || unhandled.length > 0);
    await nothingWaits();

    // then
    expect(unhandled).to.deep.equal([]);
    expect(attempts).to.deep.equal([1, 2]);
  });

  it('stops while the database is away', async () => {
    // given
    let ran = false;
    await run(async () => {
      ran = true;
      await wire.close();
    });
    await addJob(database.db, 'note', {});
    await eventually(() => ran);

    // when
    await jobs?.stop();
    jobs = undefined;

    // then
    expect(unhandled).to.deep.equal([]);
    expect(await waiting()).to.have.length(1);
  });
});
