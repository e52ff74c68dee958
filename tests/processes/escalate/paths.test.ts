import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import type { FiledRequest, NoticePage, RequestView, TaskPage } from '#common/contract/index.ts';
import { advanceClock, engineClock } from '#tests/support/engine/clock.ts';
import { aHead } from '#tests/support/fixtures/escalation.ts';
import { type EngineHarness, openEngineHarness } from '#tests/support/harness/engine-harness.ts';
import { DECISIONS } from '#tests/support/people/people-client.ts';
import { eventually } from '#tests/support/wait.ts';

const TEHRAN = 'caseworker.rmto-tehran';
const HEAD_OF_TEHRAN = 'supervisor.rmto-tehran';
const HEAD_OF_ROADS = 'supervisor.rmto';
const DEPUTY = 'deputy.ministry';
const HANDLE = 'Task_HandleRequest';

type Step = { id: string; step: string; mode: string; state: string; sends: number };

describe('escalate', function () {
  this.timeout(120_000);
  let harness: EngineHarness;

  before(async () => {
    harness = await openEngineHarness();
    const { db } = harness.database;
    await aHead(db, 'rmto-tehran', HEAD_OF_TEHRAN);
    await aHead(db, 'rmto', HEAD_OF_ROADS);
    await aHead(db, 'ministry', DEPUTY);
  });

  after(async () => {
    try {
      await harness.expectNoIncident();
    } finally {
      await harness.close();
    }
  });

  /** A request that a caseworker of Tehran has begun to handle. */
  async function inHand(): Promise<FiledRequest> {
    const request = await harness.file();
    const task = await harness.taskOf(request, HANDLE, TEHRAN);
    await harness.people.claim(task, TEHRAN);
    return request;
  }

  /** Lets time pass until the next step of the time to resolve is due, and waits until the process has taken
   *  it. */
  async function nextStep({ id }: FiledRequest): Promise<Step> {
    const { db } = harness.database;
    const clock = await db('sla_clocks').where({ request_id: id, target: 'resolve' }).first();
    await advanceClock(clock.next_step_at.getTime() - engineClock.now().getTime());
    return eventually(async () => {
      const step: Step | undefined = await db('sla_steps')
        .where({ clock: clock.id, step: clock.next_step, state: 'acknowledged' })
        .first();
      return step;
    });
  }

  const noticesOf = async (username: string, { id }: FiledRequest): Promise<string[]> =>
    harness.database
      .db('staff_notices')
      .where({ recipient: username, request_id: id })
      .whereRaw(`data ->> 'target' = 'resolve'`)
      .orderBy('id')
      .pluck('kind');

  it('reminds, warns with a copy, hands over level by level, and leaves the last to the daily list', async () => {
    // given
    const request = await inHand();
    const { db } = harness.database;
    const openTask = () => db('tasks').where({ request_id: request.id, state: 'created' }).first();

    // when
    const remind = await nextStep(request);
    const reminded = await noticesOf(TEHRAN, request);
    const warn = await nextStep(request);
    const warned = [await noticesOf(TEHRAN, request), await noticesOf(HEAD_OF_TEHRAN, request)];
    const first = await nextStep(request);
    const second = await nextStep(request);
    const handedTo: string[] = await eventually(async () => {
      const { handed_to } = await openTask();
      return handed_to.includes('rmto') && handed_to;
    });
    const third = await nextStep(request);

    // then
    expect([remind.step, warn.step, first.step, second.step, third.step]).to.deep.equal([
      'remind',
      'warn',
      'level-1',
      'level-2',
      'level-3',
    ]);
    expect(reminded).to.deep.equal(['remind']);
    expect(warned).to.deep.equal([['remind', 'warn'], ['warn']]);
    expect(await noticesOf(HEAD_OF_TEHRAN, request)).to.deep.equal(['warn', 'handed-over']);
    expect(await noticesOf(HEAD_OF_ROADS, request)).to.deep.equal(['handed-over']);
    expect(await noticesOf(DEPUTY, request)).to.deep.equal([]);
    expect(handedTo).to.deep.equal(['rmto']);
    expect(await openTask()).to.include({ assignee: TEHRAN, queue: 'rmto-tehran' });
    expect((await db('requests').where({ id: request.id }).first()).department).to.equal('rmto-tehran');
    const kinds = await harness.eventKinds(request);
    expect(kinds.filter((kind) => kind === 'escalated')).to.have.length.of.at.least(2);
  });

  it('lets the head to whom it was handed see it, find it and act', async () => {
    // given
    const request = await inHand();
    const { db } = harness.database;
    for (let n = 0; n < 4; n += 1) await nextStep(request);
    const { task_key: key } = await eventually(() =>
      db('tasks')
        .where({ request_id: request.id, state: 'created' })
        .whereRaw(`'rmto' = any(handed_to)`)
        .first(),
    );

    // when
    const listed = await harness.people.call<TaskPage>('GET', '/tasks?scope=escalated', undefined, {
      as: HEAD_OF_ROADS,
    });
    const seen = await harness.people.call<RequestView>('GET', `/requests/${request.id}`, undefined, {
      as: HEAD_OF_ROADS,
    });

    // then
    expect(listed.body.items.map((task) => task.key)).to.include(String(key));
    expect(seen.body.escalation).to.include({ level: 2, department: 'rmto', to: HEAD_OF_ROADS });
  });

  it('only tells the head where the policy says so', async () => {
    // given
    const request = await inHand();
    const { db } = harness.database;
    const { rows } = await db.raw<{ rows: { id: number }[] }>(
      `insert into sla_policies (service, priority, version, valid_from, targets, pause, ladder)
       select service, 'normal', 99, '2999-01-01', targets, pause,
              '[{"percent": 100, "step": "level-1", "mode": "notify"}]'
         from sla_policies where service is null and priority = 'normal' limit 1
       returning id`,
    );
    await db('sla_clocks')
      .where({ request_id: request.id, target: 'resolve' })
      .update({ policy: rows[0]?.id, next_step: 'level-1' });

    // when
    const step = await nextStep(request);

    // then
    expect(step).to.include({ step: 'level-1', mode: 'notify' });
    expect(await noticesOf(HEAD_OF_TEHRAN, request)).to.deep.equal(['escalated']);
    const row = await db('requests').where({ id: request.id }).first();
    expect(row.escalation_level).to.equal(0);
  });

  it('tells the whole queue of a request that nobody has taken', async () => {
    // given
    const request = await harness.file();
    await harness.taskOf(request, HANDLE, TEHRAN);
    await harness.people.call('GET', '/me', undefined, { as: 'caseworker.rmto-tehran-2' });

    // when
    await nextStep(request);

    // then
    expect(await noticesOf(TEHRAN, request)).to.deep.equal(['remind']);
    expect(await noticesOf('caseworker.rmto-tehran-2', request)).to.deep.equal(['remind']);
  });

  it('escalates nothing once the request is answered, however long it takes', async () => {
    // given
    const request = await inHand();
    await harness.claimAndComplete(request, HANDLE, TEHRAN, DECISIONS.answer);
    await harness.waitForStatus(request, 'answered');
    const { db } = harness.database;

    // when
    await harness.passDays(request, 3);
    await harness.waitUntilIdle(request);

    // then
    const after: Step[] = await db('sla_steps')
      .where({ request_id: request.id, target: 'resolve' })
      .whereNot({ state: 'lapsed' });
    expect(after).to.deep.equal([]);
    const resolve = await db('sla_clocks').where({ request_id: request.id, target: 'resolve' }).first();
    expect(resolve).to.include({ state: 'met', next_step_at: null });
  });

  it('has each effect once when a step is sent twice', async () => {
    // given
    const request = await inHand();
    const step = await nextStep(request);
    const variables = {
      slaStep: 'remind',
      slaTarget: 'resolve',
      slaMode: 'notify',
      slaStepId: step.id,
    };

    // when
    await harness.sendMessage(request, 'sla-step', variables);
    await harness.waitUntilIdle(request);

    // then
    expect(await noticesOf(TEHRAN, request)).to.deep.equal(['remind']);
    const events = await harness.database
      .db('request_events')
      .where({ request_id: request.id, kind: 'sla-step', once_key: `sla-step:${step.id}` });
    expect(events).to.have.length(1);
  });

  it('shows a notice to the person in the product, until it is read', async () => {
    // given
    const request = await inHand();
    await nextStep(request);
    const { db } = harness.database;
    const waiting = await db('staff_notices')
      .where({ recipient: TEHRAN, request_id: request.id })
      .orderBy('deliver_at', 'desc')
      .first();
    await advanceClock(Math.max(0, waiting.deliver_at.getTime() - engineClock.now().getTime()));
    await eventually(
      async () =>
        (await db('staff_notices').where({ recipient: TEHRAN }).whereNull('delivered_at')).length === 0,
    );
    const read = () =>
      harness.people.call<NoticePage>('GET', '/notices?limit=100', undefined, { as: TEHRAN });
    const { body: before } = await read();

    // when
    const marked = await harness.people.call<{ unread: number }>('POST', '/notices/read', {}, { as: TEHRAN });

    // then
    const notice = before.items.find(({ requestId }) => requestId === request.id);
    expect(notice).to.include({ kind: 'remind', trackingCode: request.trackingCode, readAt: null });
    expect(before.unread).to.be.greaterThan(0);
    expect(marked.body.unread).to.equal(0);
  });
});
