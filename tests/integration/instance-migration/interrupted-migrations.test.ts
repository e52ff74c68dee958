import { expect } from 'chai';
import { after, before, beforeEach, describe, it } from 'mocha';
import { EngineUnavailable } from '#api/engine/index.ts';
import { openZeebe, type ZeebeClient } from '#api/engine/zeebe-client.ts';
import { auditLog } from '#api/modules/audit/index.ts';
import { departmentsModule } from '#api/modules/departments/index.ts';
import { instancesModule } from '#api/modules/process-instances/index.ts';
import {
  lookUpVisibilityByUsername,
  migrationRunner,
} from '#api/modules/process-instances/migration/index.ts';
import { requestHistory } from '#api/modules/requests/index.ts';
import { transferStageClock } from '#api/modules/sla/index.ts';
import { staffModule } from '#api/modules/staff/index.ts';
import { visibilityModule } from '#api/modules/visibility/index.ts';
import { type EventHub, openEventHub } from '#api/platform/event-hub.ts';
import { openLog } from '#api/platform/log.ts';
import type { FiledRequest, MigrationWithCounts } from '#common/contract/index.ts';
import { advanceClock, engineClock } from '#tests/support/engine/clock.ts';
import { environment } from '#tests/support/environment.ts';
import { sandbox } from '#tests/support/fixtures/sandbox.ts';
import { type EngineHarness, openEngineHarness } from '#tests/support/harness/engine-harness.ts';
import { type MigrationClient, migrationClient } from '#tests/support/instance-migration.ts';
import { seededRandom, testSeed } from '#tests/support/people/seeded-random.ts';
import { eventually } from '#tests/support/wait.ts';

const TEHRAN = 'caseworker.rmto-tehran';
const CHECK = 'Task_CheckDanger';
const COMMANDS = ['createInstance', 'cancelInstance', 'assignTask'] as const;
type Command = (typeof COMMANDS)[number];
type Fault = { command: Command; when: 'before' | 'after'; error: () => Error };

const SEED = testSeed();
const A_MINUTE_MS = 60_000;
const died = () => new Error('the node died here');
const unheard = () => new EngineUnavailable('no answer', { uncertain: true });

describe('a migration that breaks off', function () {
  this.timeout(180_000);
  let harness: EngineHarness;
  let migrations: MigrationClient;
  let hub: EventHub;
  let zeebe: ZeebeClient;
  let version: number;
  let request: FiledRequest;
  let plan: MigrationWithCounts;

  const log = openLog('silent');
  const db = () => harness.database.db;

  /** A node of its own, whose engine fails once at a command. */
  const aNode = (fault?: Fault) => {
    let faulty = fault;
    const engine = new Proxy(zeebe.commands, {
      get(commands, name: Command) {
        const real = commands[name] as (command: never) => Promise<unknown>;
        return async (command: never) => {
          if (faulty?.command !== name) return real(command);
          const { when, error } = faulty;
          faulty = undefined;
          if (when === 'after') await real(command);
          throw error();
        };
      },
    });
    const always = { db: db(), clock: engineClock };
    const audit = auditLog(always);
    const { tree } = departmentsModule(always);
    const seeing = visibilityModule({ ...always, tree });
    const { visibilityOf } = instancesModule({ ...always, ...seeing, audit });
    const { service: staff } = staffModule({ ...always, ...seeing, tree });
    const deps = {
      ...always,
      hub,
      engine,
      sandbox,
      transferStageClock,
      visibilityByUsername: lookUpVisibilityByUsername({ staff, visibilityOf }),
      messageSettleMs: 500,
      projectionTimeoutMs: 3_000,
    };
    return migrationRunner({ ...deps, history: requestHistory(always), audit });
  };

  /** Lets a node work on the migration for one turn, past the queue. */
  const work = (node: ReturnType<typeof aNode>) => node.run(plan.id, log);
  const item = () => db()('instance_migration_items').where({ migration_id: plan.id }).first();
  const held = () => db()('held_instances').select('instance_key');

  async function aMigration(): Promise<void> {
    request = await harness.file({ service: 'road-damage' });
    const task = await harness.taskOf(request, CHECK, TEHRAN);
    await harness.people.claim(task, TEHRAN);
    await migrations.waitUntilProjected([request]);
    await eventually(async () => (await harness.taskOf(request, CHECK, TEHRAN)).assignee === TEHRAN);
    version = await migrations.deployNewVersion('road-defect');
    plan = await migrations.plan('road-defect', version);
    const instance = await db()('process_instances').where({ request_id: request.id }).first();
    await db()('instance_migration_items')
      .where({ migration_id: plan.id })
      .whereNot('instance_key', instance.instance_key)
      .delete();
    await running();
  }

  /** The migration runs, but the office's own node leaves it alone: it is not in the queue. */
  const running = () =>
    db()('instance_migrations')
      .where({ id: plan.id })
      .update({
        state: 'running',
        started_at: engineClock.now(),
        heartbeat_at: new Date(Date.now() + 10 * A_MINUTE_MS),
      });

  async function expectMigratedOnce(): Promise<void> {
    expect(await item()).to.include({ state: 'done' });
    expect((await migrations.liveInstances(request)).map((one) => one.version)).to.deep.equal([version]);
    expect(await harness.openTasks(request)).to.deep.equal([CHECK]);
    expect((await harness.taskOf(request, CHECK, TEHRAN)).assignee).to.equal(TEHRAN);
    expect(await held()).to.deep.equal([]);
    expect((await harness.eventKinds(request)).filter((kind) => kind === 'process-moved')).to.have.length(1);
  }

  before(async () => {
    harness = await openEngineHarness();
    migrations = migrationClient(harness);
    hub = await openEventHub({ databaseUrl: harness.database.url, log });
    zeebe = openZeebe({ address: environment.zeebeAddress, restUrl: environment.zeebeRestUrl });
  });

  beforeEach(() => aMigration());

  after(async () => {
    await hub.close();
    await zeebe.close();
    await harness.close();
  });

  for (const command of COMMANDS)
    for (const when of ['before', 'after'] as const)
      for (const [how, error] of [
        ['the node dies', died],
        ['no answer comes', unheard],
      ] as const) {
        if (command === 'createInstance' && when === 'before') continue;
        it(`leaves one live case when ${how} ${when} ${command}`, async () => {
          // when
          await work(aNode({ command, when, error }));
          await eventually(async () => {
            await work(aNode());
            return (await item()).state === 'done';
          });

          // then
          await expectMigratedOnce();
        });
      }

  it('creates again only when the records of the engine say that nothing was created', async () => {
    // given
    const fault = { command: 'createInstance', when: 'before', error: unheard } as const;

    // when
    await work(aNode(fault));
    const waiting = await item();
    await advanceClock(2 * A_MINUTE_MS);
    const other = await harness.file({ service: 'road-damage' });
    await harness.taskOf(other, CHECK, TEHRAN);
    await eventually(async () => {
      await work(aNode());
      return (await item()).state === 'done';
    });

    // then
    expect(waiting).to.include({ state: 'sending', new_instance_key: null });
    await expectMigratedOnce();
  });

  it('lets two nodes work on one case without doubling it', async () => {
    // when
    await Promise.all([work(aNode()), work(aNode()), work(aNode())]);
    await eventually(async () => (await item()).state === 'done');

    // then
    await expectMigratedOnce();
  });

  it('begins with nothing after it was stopped, and goes on when it is resumed', async () => {
    // given
    await db()('instance_migrations').where({ id: plan.id }).update({ state: 'stopped' });

    // when
    await work(aNode());
    const stopped = { item: await item(), live: await migrations.liveInstances(request) };
    await db()('instance_migrations').where({ id: plan.id }).update({ state: 'running' });
    await work(aNode());

    // then
    expect(stopped.item).to.include({ state: 'waiting' });
    expect(stopped.live).to.have.length(1);
    await expectMigratedOnce();
  });

  it(`leaves one live case of each request, whatever breaks and however often (seed ${SEED})`, async () => {
    // given
    const { next, pick } = seededRandom(SEED);
    const requests = await Promise.all(
      Array.from({ length: 6 }, () => harness.file({ service: 'road-damage' })),
    );
    for (const one of requests) await harness.taskOf(one, CHECK, TEHRAN);
    await migrations.waitUntilProjected(requests);
    plan = await migrations.plan('road-defect', await migrations.deployNewVersion('road-defect'));
    await running();
    const broken = () =>
      aNode({
        command: pick(COMMANDS),
        when: next() < 0.5 ? 'before' : 'after',
        error: pick([died, unheard]),
      });
    const open = () =>
      db()('instance_migration_items')
        .where({ migration_id: plan.id })
        .whereIn('state', ['waiting', 'sending', 'ending', 'settling']);

    // when
    for (let turn = 0; turn < 4; turn += 1) await Promise.all([work(broken()), work(broken())]);
    await advanceClock(2 * A_MINUTE_MS);
    const other = await harness.file({ service: 'road-damage' });
    await harness.taskOf(other, CHECK, TEHRAN);
    await eventually(async () => {
      await work(aNode());
      return (await open()).length === 0;
    });

    // then
    for (const one of [request, ...requests]) expect(await migrations.liveInstances(one)).to.have.length(1);
    expect(await held()).to.deep.equal([]);
    const states = await db()('instance_migration_items')
      .where({ migration_id: plan.id })
      .distinct('state')
      .pluck('state');
    expect(states).to.deep.equal(['done']);
  });

  it('lets nobody complete a task and no message leave while a case stands still', async () => {
    // given
    const instance = await db()('process_instances').where({ request_id: request.id }).first();
    const hold = { instance_key: instance.instance_key, request_id: request.id };
    await db()('held_instances').insert(hold);

    // when
    const task = await harness.taskOf(request, CHECK, TEHRAN);
    const use = { by: TEHRAN, submissionId: crypto.randomUUID() };
    const refused = await harness.people.complete(task, { decision: 'inspect' }, use);
    await harness.sendMessage(request, 'nobody-waits');
    const unsent = () => db()('outbox').where({ correlation_key: request.id }).whereNull('sent_at');

    // then
    expect(refused).to.deep.include({ status: 409 });
    expect(refused.body.code).to.equal('case-being-migrated');
    expect(await unsent()).to.have.length(1);
    await db()('held_instances').delete();
    await eventually(async () => (await unsent()).length === 0);
    const again = await harness.people.complete(task, { decision: 'inspect' }, use);
    expect(again.status).to.equal(200);
  });
});
