import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import type { FiledRequest, MigrationDiagrams } from '#common/contract/index.ts';
import { type EngineHarness, openEngineHarness } from '#tests/support/harness/engine-harness.ts';
import { type MigrationClient, migrationClient } from '#tests/support/instance-migration.ts';
import { eventually } from '#tests/support/wait.ts';

const TEHRAN = 'caseworker.rmto-tehran';
const CHECK = 'Task_CheckDanger';

describe('the calls that migrate cases', function () {
  this.timeout(120_000);
  let harness: EngineHarness;
  let migrations: MigrationClient;
  let requests: FiledRequest[];
  let version: number;

  const call = async (method: string, path: string, body?: object, by = 'admin') =>
    harness.people.call<Record<string, unknown>>(method, path, body, { as: by });
  const refusal = async (method: string, path: string, body?: object, by?: string) => {
    const answer = await call(method, path, body, by);
    return [answer.status, answer.body.code];
  };

  before(async () => {
    harness = await openEngineHarness();
    migrations = migrationClient(harness);
    requests = await Promise.all([1, 2, 3].map(() => harness.file({ service: 'road-damage' })));
    for (const request of requests) await harness.taskOf(request, CHECK, TEHRAN);
    await migrations.waitUntilProjected(requests);
    version = await migrations.deployNewVersion('road-defect');
  });

  after(() => harness.close());

  it('let analysts look and administrators act', async () => {
    // given
    const { id, movable } = await migrations.plan('road-defect', version);
    const start = { confirm: movable, reason: 'آزمون', expectedVersion: 1 };
    const plan = { processKey: 'road-defect', toVersion: version };
    // then
    expect(await refusal('POST', '/instance-migrations', plan, 'analyst')).to.deep.equal([
      403,
      'not-allowed',
    ]);
    expect(await refusal('POST', `/instance-migrations/${id}/start`, start, 'analyst')).to.deep.equal([
      403,
      'not-allowed',
    ]);
    expect((await call('GET', `/instance-migrations/${id}`, undefined, 'analyst')).status).to.equal(200);
    expect(await refusal('GET', `/instance-migrations/${id}`, undefined, TEHRAN)).to.deep.equal([
      403,
      'not-allowed',
    ]);
  });

  it('start only with the number of cases, and only once', async () => {
    // given
    const { id, movable } = await migrations.plan('road-defect', version);
    const start = (confirm: number, expectedVersion = 1) =>
      refusal('POST', `/instance-migrations/${id}/start`, { confirm, reason: 'آزمون', expectedVersion });
    // when
    const wrong = await start(movable - 1);
    await harness.database.db('instance_migrations').where({ id }).update({ state: 'stopped' });
    // then
    expect(wrong).to.deep.equal([409, 'migration-count-mismatch']);
    expect(await start(movable)).to.deep.equal([409, 'migration-state-conflict']);
    expect(await start(movable, 2)).to.deep.equal([409, 'version-conflict']);
  });

  it('refuse versions, elements and test runs that are not there', async () => {
    // given
    const plan = (more: object) =>
      refusal('POST', '/instance-migrations', { processKey: 'road-defect', toVersion: version, ...more });
    // then
    expect(await plan({ toVersion: 10_000 })).to.deep.equal([404, 'unknown-version']);
    expect(await plan({ processKey: 'scratch-0123456789abcdef-road-defect' })).to.deep.equal([
      404,
      'unknown-version',
    ]);
    expect(await plan({ mapping: [{ from: 'Task_Nowhere', to: CHECK }] })).to.deep.equal([
      400,
      'invalid-input',
    ]);
    expect(await plan({ mapping: [{ from: CHECK, to: 'Task_Nowhere' }] })).to.deep.equal([
      400,
      'invalid-input',
    ]);
    expect(await refusal('GET', '/instance-migrations/00000000-0000-4000-8000-000000000000')).to.deep.equal([
      404,
      'migration-not-found',
    ]);
  });

  it('show both versions, and which steps keep their place', async () => {
    // given
    const [running] = await migrations.liveInstances(requests[0] as FiledRequest);
    const old = running?.version ?? 0;
    // when
    const path = `/instance-migration-diagrams?processKey=road-defect&from=${old}&to=${version}`;
    const { body } = await call('GET', path);
    // then
    const { elements, from, to } = body as unknown as MigrationDiagrams;
    expect([from.version, to.version]).to.deep.equal([old, version]);
    expect(elements.find(({ id }) => id === CHECK)).to.deep.include({ to: CHECK, type: 'UserTask' });
  });

  it('stop and resume without losing or doubling a case, and write down who did it', async () => {
    // given
    const plan = await migrations.plan('road-defect', version);
    const started = await migrations.start(plan);
    const change = (verb: string, expectedVersion: number) =>
      migrations.ask<{ version: number }>('POST', `/instance-migrations/${plan.id}/${verb}`, {
        expectedVersion,
      });

    // when
    const stopped = await change('stop', started.version);
    await eventually(async () => (await harness.database.db('held_instances')).length === 0);
    const between = await Promise.all(
      requests.map((request) =>
        eventually(async () => {
          const live = await migrations.liveInstances(request);
          return live.length === 1 ? live.length : undefined;
        }),
      ),
    );
    await change('resume', stopped.version);
    const { states } = await migrations.waitUntilFinished(plan.id);

    // then
    expect(between).to.deep.equal([1, 1, 1]);
    expect(states).to.deep.equal([{ state: 'done', count: 3 }]);
    for (const request of requests)
      expect((await migrations.liveInstances(request)).map((one) => one.version)).to.deep.equal([version]);
    const audit = await harness.database
      .db('audit_log')
      .where({ object_kind: 'instance-migration', object_id: plan.id })
      .orderBy('seq')
      .select('actor', 'action');
    expect(audit.map(({ actor, action }) => `${action} ${actor}`)).to.deep.equal([
      'instance-migration.planned admin',
      'instance-migration.started admin',
      'instance-migration.stopped admin',
      'instance-migration.resumed admin',
      'instance-migration.finished null',
    ]);
  });
});
