import { readdir } from 'node:fs/promises';
import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { migrate } from '#api/platform/migrate.ts';
import { dumpSchema } from '#api/platform/schema-dump.ts';
import { adoptSquashedMigrations, SchemaTooOld, SQUASHED } from '#api/platform/squashed-migrations.ts';
import { ROOT } from '#stack/paths.ts';
import { untilSomebodyWaits } from '#tests/support/checks/locks.ts';
import { aDatabase, type TestDatabase } from '#tests/support/database.ts';

/** Migrations that a database from before the squash has run. */
const BEFORE = [
  '0001-departments-and-services',
  '0002-requests',
  '0003-engine',
  '0004-reference-data',
  '0005-rate-limits',
  '0006-staff',
  '0007-task-indexes',
  '0008-service-of-a-queue',
  '0010-imports',
  '0011-sla-clock',
  '0012-escalation',
  '0013-closing',
  '0014-field-work',
  '0015-registers-and-conflicts',
  '0016-alerts-and-surveys',
  '0017-process-deployments',
  '0018-routing-undecided',
  '0019-housing-urban-staff-processes',
  '0020-instances',
  '0021-process-drafts',
  '0022-audit-and-instance-operations',
  '0023-test-runs',
  '0025-case-moves',
  '0026-process-releases',
  '0029-what-test-runs-passed',
  '0030-engine-schema',
  '0031-engine-state',
  '0033-engine-parts',
  '0034-pending-submissions',
  '0035-set-aside',
  '0036-instances-begun',
  '0037-refusals',
  '0038-mailboxes',
  '0040-shown-variables',
  '0041-row-security',
  '0042-row-security-of-tasks',
  '0046-draft-bytes',
  '0047-pending-tasks',
  '0048-audit-checks-stay',
  '0049-moves-without-counts',
  '0050-instance-migration-and-batch-operations',
  '0051-test-run-column',
];

describe('a database from before the migrations were squashed', () => {
  let database: TestDatabase;

  const recorded = (): Promise<string[]> =>
    database.db('knex_migrations').orderBy('id').pluck('name') as unknown as Promise<string[]>;

  const record = async (names: readonly string[]): Promise<void> => {
    await database.db('knex_migrations').delete();
    await database.db('knex_migrations').insert(names.map((name) => ({ name, batch: 1 })));
  };

  beforeEach(async () => {
    database = await aDatabase();
  });

  afterEach(() => database.drop());

  it('gets names of migrations that exist', async () => {
    // when
    const files = await readdir(`${ROOT}/migrations`);

    // then
    expect(files).to.include.members(SQUASHED.map((name) => `${name}.ts`));
  });

  it('gets the new names for what it has run, and nothing else', async () => {
    // given
    await record(BEFORE);
    const schema = await dumpSchema(database.db);

    // when
    await adoptSquashedMigrations(database.db);

    // then
    expect(await recorded()).to.deep.equal(SQUASHED);
    expect(await dumpSchema(database.db)).to.equal(schema);
  });

  it('is left alone from then on', async () => {
    // given
    await record(BEFORE);
    await adoptSquashedMigrations(database.db);
    const rows = await database.db('knex_migrations').orderBy('id');

    // when
    await adoptSquashedMigrations(database.db);

    // then
    expect(await database.db('knex_migrations').orderBy('id')).to.deep.equal(rows);
  });

  it('gets each name once from two nodes that start at the same time', async () => {
    // given
    await record(BEFORE);

    // when
    await Promise.all([adoptSquashedMigrations(database.db), adoptSquashedMigrations(database.db)]);

    // then
    expect(await recorded()).to.deep.equal(SQUASHED);
  });

  it('waits for a node of the version before that runs the last migration', async () => {
    // given
    await record(BEFORE.slice(0, -1));
    const other = await database.db.transaction();
    await other('knex_migrations_lock').update({ is_locked: 1 });

    // when
    const adopting = adoptSquashedMigrations(database.db);
    await untilSomebodyWaits(database.db);
    await other('knex_migrations').insert({ name: BEFORE.at(-1), batch: 2 });
    await other('knex_migrations_lock').update({ is_locked: 0 });
    await other.commit();
    await adopting;

    // then
    expect(await recorded()).to.deep.equal(SQUASHED);
  });

  it('is refused and left as it is when it has not run all of them', async () => {
    // given
    await record(BEFORE.slice(0, -1));

    // when
    const error = await migrate(database.url).then(
      () => undefined,
      (reason: unknown) => reason,
    );

    // then
    expect(error).to.be.instanceOf(SchemaTooOld);
    expect((error as Error).message).to.equal(
      'The database stands at migration 0050-instance-migration-and-batch-operations, which this version no longer has: start the version of 1 December 2026 that ends with migration 0051-test-run-column once, then this one.',
    );
    expect(await recorded()).to.deep.equal(BEFORE.slice(0, -1));
  });
});
