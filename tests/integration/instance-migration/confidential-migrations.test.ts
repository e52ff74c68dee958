import { expect } from 'chai';
import { after, before, beforeEach, describe, it } from 'mocha';
import { queueBatch } from '#api/modules/process-instances/batches/batches.ts';
import { INSTANCE_MIGRATIONS } from '#api/modules/process-instances/migration/index.ts';
import type { FiledRequest, MigrationWithCounts } from '#common/contract/index.ts';
import { engineClock } from '#tests/support/engine/clock.ts';
import { type EngineHarness, openEngineHarness } from '#tests/support/harness/engine-harness.ts';
import { type MigrationClient, migrationClient } from '#tests/support/instance-migration.ts';

const PROCESS = 'staff-complaint';
const CONDUCT = 'caseworker.staff-conduct';
/** Works on processes and for the desk; the demonstration has nobody like that. */
const DESK_ADMIN = 'desk.admin';
const NAME_UNIT = 'Task_NameUnit';
const INVESTIGATE = 'Task_Investigate';
const DECIDE = 'Task_DecideMeasure';

describe('migrating confidential cases', function () {
  this.timeout(180_000);
  let harness: EngineHarness;
  let migrations: MigrationClient;
  let request: FiledRequest;
  let old: number;
  let version: number;

  before(async () => {
    harness = await openEngineHarness();
    migrations = migrationClient(harness);
    await db()('staff').insert({
      username: DESK_ADMIN,
      subject: DESK_ADMIN,
      name: 'Desk',
      roles: ['admin', 'caseworker'],
      departments: ['staff-conduct'],
      last_seen: new Date(),
    });
  });

  after(() => harness?.close());

  /** A complaint that waits for the unit to be named, and a version that came after it. */
  beforeEach(async () => {
    request = await harness.file({ service: PROCESS, answers: { office: 'راهداری تهران' } });
    await harness.taskOf(request, NAME_UNIT, CONDUCT);
    await migrations.waitUntilProjected([request]);
    old = await versionNow();
    version = await migrations.deployNewVersion(PROCESS);
  });

  const db = () => harness.database.db;
  const versionNow = async () => (await migrations.liveInstances(request))[0]?.version ?? 0;
  const leading = (from: string, to: string) =>
    migrations.plan(PROCESS, version, { fromVersions: [old], mapping: [{ from, to }] });
  const nameUnit = async () => {
    await harness.claimAndComplete(request, NAME_UNIT, CONDUCT, {
      decision: 'name-unit',
      unit: 'rmto-tehran',
    });
    await harness.taskOf(request, INVESTIGATE, CONDUCT);
    await migrations.waitUntilProjected([request]);
  };
  const became = async ({ id }: MigrationWithCounts) => {
    await migrations.waitUntilFinished(id);
    const item = await db()('instance_migration_items')
      .where({ migration_id: id, request_id: request.id })
      .first();
    return {
      reasons: item.reasons as string[],
      migrated: (await versionNow()) === version,
      open: await harness.openTasks(request),
    };
  };
  const STAYS = (at: string) => ({ reasons: ['confidential'], migrated: false, open: [at] });

  it('leaves them where they stand when a mapping would lead them elsewhere', async () => {
    // given
    const plan = await leading(NAME_UNIT, DECIDE);

    // when
    await migrations.start(plan);

    // then
    expect(await became(plan)).to.deep.equal(STAYS(NAME_UNIT));
  });

  it('tells who does not see them neither how many go, nor of what became of them', async () => {
    // given
    const plan = await leading(INVESTIGATE, DECIDE);

    // when
    await migrations.start(plan);
    const told = await migrations.waitUntilFinished(plan.id);

    // then
    const nothing = { total: 0, movable: 0, confidential: null, ways: [], states: [], reasons: [] };
    expect(plan).to.deep.include(nothing);
    expect(told).to.deep.include(nothing);
    expect(await migrations.items(plan.id)).to.deep.equal([]);
    const recorded = await db()('audit_log')
      .where({ object_kind: 'instance-migration', object_id: plan.id })
      .orderBy('seq')
      .pluck('details');
    const about = { processKey: PROCESS, toVersion: version };
    expect(recorded).to.deep.equal([{ ...about, total: 0 }, { ...about, movable: 0 }, {}]);
  });

  it('takes them over when the mapping leads others elsewhere', async () => {
    // given
    const plan = await leading(INVESTIGATE, DECIDE);

    // when
    await migrations.start(plan);

    // then
    expect(await became(plan)).to.deep.equal({ reasons: [], migrated: true, open: [NAME_UNIT] });
  });

  it('leaves them when they have come to what is led elsewhere since the plan', async () => {
    // given
    const plan = await leading(INVESTIGATE, DECIDE);
    await nameUnit();

    // when
    await migrations.start(plan);

    // then
    expect(await became(plan)).to.deep.equal(STAYS(INVESTIGATE));
  });

  for (const [planner, starter, goes] of [
    [DESK_ADMIN, DESK_ADMIN, true],
    ['admin', DESK_ADMIN, false],
    [DESK_ADMIN, 'admin', false],
  ] as const)
    it(`${goes ? 'leads' : 'does not lead'} them elsewhere for ${planner} who planned and ${starter} who started`, async () => {
      // given
      const plan = await leading(INVESTIGATE, DECIDE);
      await nameUnit();
      const started = { state: 'running', started_by: starter, started_at: engineClock.now() };

      // when
      await db()('instance_migrations')
        .where({ id: plan.id })
        .update({ ...started, planned_by: planner });
      await queueBatch(db(), INSTANCE_MIGRATIONS, plan.id);

      // then
      expect(await became(plan)).to.deep.equal(
        goes ? { reasons: [], migrated: true, open: [DECIDE] } : STAYS(INVESTIGATE),
      );
    });
});
