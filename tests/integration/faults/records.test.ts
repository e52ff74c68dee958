import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import pg from 'pg';
import { replayQuarantine } from '#api/engine/rebuild-projections.ts';
import { startEngine } from '#stack/engine.ts';
import { freePort } from '#stack/ports.ts';
import { freePorts } from '#stack/ports.ts';
import type { Child } from '#stack/supervise.ts';
import { anApiProcess, type ApiProcess } from '#tests/support/api-process.ts';
import { type KeptBatch, keptBatches } from '#tests/support/checks/kept-records.ts';
import { aDatabase, type TestDatabase } from '#tests/support/database.ts';
import { environment } from '#tests/support/environment.ts';
import { useFixture } from '#tests/support/hooks/use-fixture.ts';
import { DECISIONS } from '#tests/support/people/people-client.ts';
import { type SeededRandom, seededRandom, testSeed } from '#tests/support/people/seeded-random.ts';
import { eventually } from '#tests/support/wait.ts';
import { anApiFaultFixture, type ApiFaultFixture, CASEWORKER, inParallel } from './api-fault-fixture.ts';

const SEED = testSeed();

/** Where no engine answers: a node that only projects. */
const NOWHERE = '127.0.0.1:1';

describe('faults: the record stream', function () {
  this.timeout(90_000);
  const harness = useFixture(anApiFaultFixture, (opened) => opened.close());

  it('sets aside what cannot be projected, goes on with the rest, and takes it in when it can be', async () => {
    // given
    const { db, url } = harness.database;
    await db.raw(`alter table tasks add constraint no_task_of_ilam check (queue <> 'rmto-ilam')`);

    // when
    await harness.file(3, { place: { province: 'ilam' } });
    const others = await harness.file(6);

    // then
    const tasks = await Promise.all(others.map(harness.openTask));
    await harness.people.claimAndComplete(tasks[0] as string, DECISIONS.answer, CASEWORKER);
    const quarantined = () => db('engine_quarantine').pluck('intent');
    await eventually(async () => (await quarantined()).length === 3);
    await db.raw('alter table tasks drop constraint no_task_of_ilam');
    const pool = new pg.Pool({ connectionString: url });
    try {
      expect(await replayQuarantine(pool)).to.deep.equal({ projected: 3, left: 0 });
    } finally {
      await pool.end();
    }
    await harness.expectReconciled();
  });
});

describe('faults: the record stream of five partitions', function () {
  this.timeout(90_000);
  let home: string;
  let state: TestDatabase;
  let engine: Child;
  let harness: ApiFaultFixture;
  let copy: TestDatabase;
  let api: ApiProcess;
  let port: number;

  before(async () => {
    home = await mkdtemp(join(tmpdir(), 'five-partitions-'));
    const ports = await freePorts({});
    const engineRecordsPassword = environment.recordsPassword;
    state = await aDatabase();
    engine = await startEngine({
      home,
      ports,
      databaseUrl: state.engineUrl,
      engineRecordsPassword,
      partitions: 5,
      forTests: true,
    });
    harness = await anApiFaultFixture({
      config: {
        ZEEBE_ADDRESS: `127.0.0.1:${ports.ZEEBE_PORT}`,
        ZEEBE_REST_URL: `http://127.0.0.1:${ports.ZEEBE_REST_PORT}`,
        ENGINE_RECORDS_PORT: String(ports.ENGINE_RECORDS_PORT),
      },
    });
    port = await freePort();
    copy = await aDatabase();
    api = await anApiProcess({
      database: copy,
      config: { ENGINE_RECORDS_PORT: String(port), ZEEBE_ADDRESS: NOWHERE },
    });
  });

  after(async () => {
    await api.stop();
    await copy.drop();
    await harness.close();
    await engine.stop();
    await state.drop();
    await rm(home, { recursive: true });
  });

  const deliver = async (body: string): Promise<number> => {
    const response = await fetch(`http://127.0.0.1:${port}/_bulk`, {
      method: 'POST',
      headers: {
        authorization: `Basic ${Buffer.from(`zeebe:${environment.recordsPassword}`).toString('base64')}`,
      },
      body,
    });
    await response.arrayBuffer();
    return response.status;
  };

  /** Reads the tasks without what the SLA clock writes to them at any time, which is no projection. */
  const tasksOf = async (db: TestDatabase['db']) => {
    const rows: Record<string, unknown>[] = await db('tasks').orderBy('task_key');
    return rows.map(({ stage_queue: _, ...task }) => task);
  };

  const readSide = async ({ db }: TestDatabase) => ({
    tasks: await tasksOf(db),
    instances: await db('process_instances').orderBy('instance_key'),
    incidents: await db('incidents').orderBy('incident_key'),
    counts: await db('task_counts').where('open', '<>', 0).orderBy(['queue', 'service', 'assigned']),
    positions: await db('engine_positions').orderBy(['exporter', 'partition']),
  });

  it(`delivered anew, twice and in whatever order the partitions come, gives the same read side (seed ${SEED})`, async () => {
    // given
    const filed = await harness.file(14);
    const tasks = await Promise.all(filed.map(harness.openTask));
    await inParallel(tasks, (task) => harness.people.claimAndComplete(task, DECISIONS.answer, CASEWORKER));
    await harness.expectReconciled();
    const batches = await keptBatches(harness.database.db);
    expect(new Set(batches.map(({ partition }) => partition)).size).to.be.greaterThan(2);
    const requests: object[] = await harness.database.db('requests');
    await copy.db('requests').insert(requests.map((request) => ({ ...request, person_id: null })));

    // when
    const statuses: number[] = [];
    for (const { body } of anyOrder(batches, seededRandom(SEED))) statuses.push(await deliver(body));

    // then
    expect(new Set(statuses)).to.deep.equal(new Set([200]));
    expect(await readSide(copy)).to.deep.equal(await readSide(harness.database));
  });
});

/** Each stream keeps its own order, as the engine does; which one comes next is chance, and so is which batch
 *  comes again. In
 *  the end all of them have come twice. */
function anyOrder(batches: readonly KeptBatch[], random: SeededRandom): KeptBatch[] {
  const streams = new Map<string, KeptBatch[]>();
  for (const batch of batches) {
    const name = `${batch.exporter}/${batch.partition}`;
    streams.set(name, [...(streams.get(name) ?? []), batch]);
  }
  const left = [...streams.values()];
  const order: KeptBatch[] = [];
  while (left.length > 0) {
    const stream = random.pick(left);
    order.push(stream.shift() as KeptBatch);
    if (random.next() < 0.3) order.push(random.pick(order));
    if (stream.length === 0) left.splice(left.indexOf(stream), 1);
  }
  return [...order, ...batches];
}
