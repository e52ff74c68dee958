import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import type { FiledRequest } from '#common/contract/index.ts';
import { type EngineHarness, openEngineHarness } from '#tests/support/harness/engine-harness.ts';
import { type MigrationClient, migrationClient } from '#tests/support/instance-migration.ts';

const TEHRAN = 'caseworker.rmto-tehran';
const TEHRAN_2 = 'caseworker.rmto-tehran-2';

const CHECK = 'Task_CheckDanger';
const INSPECT = 'Task_InspectDefect';
const REPAIR = 'Task_RepairDefect';
const VERIFY = 'Task_VerifyRepair';
const ANSWER = 'Task_WriteAnswer';
const SECURE = 'Task_SecureRoad';
const TAKE_UP = 'Task_TakeUpEmergency';

const NO_DANGER = { decision: 'inspect' };
const DANGER = { decision: 'emergency', note: 'نیمی از راه ریخته است.' };
const SECURED = { securing: 'closed', evidence: 'عکس ۱۲ و ۱۳' };
const DAMAGED = { finding: 'repair', repairKind: 'surface', extent: 'چاله‌ای عمیق', evidence: 'عکس ۱۴' };
const SOUND = { finding: 'no-repair', explanation: 'راه سالم است.', evidence: 'عکس ۱۵' };
const REPAIRED = { work: 'چاله پر شد.', evidence: 'عکس ۱۶', finishedOn: '2026-11-25' };
const GOOD = { verdict: 'good', evidence: 'عکس ۱۷' };
const DONE = { decision: 'answer', outcome: 'resolved', text: 'چاله پر شد.', evidence: 'عکس ۱۶' };

describe('migrating running cases', function () {
  this.timeout(180_000);
  let harness: EngineHarness;
  let migrations: MigrationClient;

  const file = (): Promise<FiledRequest> => harness.file({ service: 'road-damage' });
  const filed = async (...done: [string, string, object][]): Promise<FiledRequest> => {
    const request = await file();
    for (const [element, by, data] of done) await harness.claimAndComplete(request, element, by, data);
    return request;
  };
  const itemOf = async (migrationId: string, request: FiledRequest) => {
    const keys = await harness.database
      .db('process_instances')
      .where({ request_id: request.id })
      .pluck('instance_key');
    return (await migrations.items(migrationId)).find(({ instanceKey }) =>
      keys.map(String).includes(String(instanceKey)),
    );
  };

  before(async () => {
    harness = await openEngineHarness();
    migrations = migrationClient(harness);
    await harness.database.db('crews').update({ capacity: 50 });
  });

  after(() => harness.close());

  it('brings ten road defects in different positions over, each once, with who holds what', async () => {
    // given
    const requests = await Promise.all([
      filed(),
      filed(),
      filed([CHECK, TEHRAN, NO_DANGER]),
      filed([CHECK, TEHRAN, NO_DANGER]),
      filed([CHECK, TEHRAN, NO_DANGER], [INSPECT, TEHRAN, DAMAGED]),
      filed([CHECK, TEHRAN, NO_DANGER], [INSPECT, TEHRAN, DAMAGED]),
      filed([CHECK, TEHRAN, NO_DANGER], [INSPECT, TEHRAN, DAMAGED], [REPAIR, TEHRAN, REPAIRED]),
      filed([CHECK, TEHRAN, NO_DANGER], [INSPECT, TEHRAN, SOUND]),
      filed([CHECK, TEHRAN, DANGER]),
      filed([CHECK, TEHRAN, DANGER]),
    ]);
    const stood = await Promise.all([
      ...[CHECK, CHECK, INSPECT, INSPECT, REPAIR, REPAIR, VERIFY, ANSWER].map((element, at) =>
        harness.taskOf(requests[at] as FiledRequest, element, element === VERIFY ? TEHRAN_2 : TEHRAN),
      ),
      harness.taskOf(requests[8] as FiledRequest, SECURE, TEHRAN),
      harness.taskOf(requests[9] as FiledRequest, SECURE, TEHRAN),
    ]);
    for (const request of requests.slice(8)) await harness.waitUntilAt(request, TAKE_UP);
    const [held] = stood;
    if (held) await harness.people.claim(held, TEHRAN);
    const clocksBefore = await harness.database
      .db('sla_clocks')
      .whereIn(
        'request_id',
        requests.map(({ id }) => id),
      )
      .whereNot('target', 'stage')
      .orderBy('id')
      .select('id', 'started_at', 'due_at', 'state');
    const open = await Promise.all(requests.map((request) => harness.openTasks(request)));
    await migrations.waitUntilProjected(requests);
    const version = await migrations.deployNewVersion('road-defect');

    // when
    const plan = await migrations.plan('road-defect', version);
    await migrations.start(plan);
    const { states } = await migrations.waitUntilFinished(plan.id);

    // then
    expect(plan.ways).to.deep.equal([{ way: 'continuation', count: 10 }]);
    expect(states, JSON.stringify(await migrations.items(plan.id))).to.deep.equal([
      { state: 'done', count: 10 },
    ]);
    for (const [at, request] of requests.entries()) {
      const live = await migrations.liveInstances(request);
      expect(live.map((one) => one.version)).to.deep.equal([version]);
      expect(await harness.openTasks(request)).to.deep.equal(open[at]);
      expect(await harness.eventKinds(request)).to.include('process-moved');
    }
    const again = await harness.taskOf(requests[0] as FiledRequest, CHECK, TEHRAN);
    expect(again.assignee).to.equal(TEHRAN);
    const clocksAfter = await harness.database
      .db('sla_clocks')
      .whereIn(
        'request_id',
        requests.map(({ id }) => id),
      )
      .whereNot('target', 'stage')
      .orderBy('id')
      .select('id', 'started_at', 'due_at', 'state');
    expect(clocksAfter).to.deep.equal(clocksBefore);
    const stages = await harness.database
      .db('sla_clocks')
      .where({ request_id: requests[0]?.id, target: 'stage' })
      .select('task_key', 'state');
    expect(stages).to.deep.equal([{ task_key: again.key, state: 'running' }]);

    const repaired = requests[6] as FiledRequest;
    await harness.claimAndComplete(repaired, VERIFY, TEHRAN_2, GOOD);
    await harness.claimAndComplete(repaired, ANSWER, TEHRAN, DONE);
    await harness.waitUntilAt(repaired, 'Task_AwaitFeedback');
    await harness.confirm(repaired);
    await harness.waitUntilEnded(repaired);
    await harness.withdraw(requests[8] as FiledRequest);
    await harness.waitUntilEnded(requests[8] as FiledRequest);
    await harness.expectNoIncident();
  });

  it('leaves a case that waits for the citizen, at a join, or in a called process, and says why', async () => {
    // given
    const asked = await filed([CHECK, TEHRAN, { decision: 'ask-citizen', question: 'کجا؟' }]);
    await harness.waitUntilAt(asked, 'Task_AwaitReply');
    const joined = await filed([CHECK, TEHRAN, DANGER], [SECURE, TEHRAN, SECURED]);
    await harness.waitUntilAt(joined, TAKE_UP);
    const answered = await filed([CHECK, TEHRAN, NO_DANGER], [INSPECT, TEHRAN, SOUND]);
    await harness.claimAndComplete(answered, ANSWER, TEHRAN, {
      decision: 'answer',
      outcome: 'refused',
      text: 'راه سالم است.',
      legalBasis: 'ماده ۶',
    });
    await harness.waitUntilAt(answered, 'Task_AwaitFeedback');
    await migrations.waitUntilProjected([asked, joined, answered]);

    // when
    const plan = await migrations.plan('road-defect', await migrations.deployNewVersion('road-defect'));

    // then
    expect((await itemOf(plan.id, asked))?.reasons).to.deep.equal(['calls-process']);
    expect((await itemOf(plan.id, joined))?.reasons).to.deep.equal(['join-waiting']);
    expect((await itemOf(plan.id, answered))?.reasons).to.deep.equal(['calls-process']);
  });
});
