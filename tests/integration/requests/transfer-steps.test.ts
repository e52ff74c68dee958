import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { beforeEach, describe, it } from 'mocha';
import {
  aRequestHarness,
  type RequestHarness,
  type TestCase,
} from '#tests/support/harness/request-harness.ts';
import { useDatabase } from '#tests/support/hooks/use-database.ts';

describe('a transfer', () => {
  const database = useDatabase();
  let harness: RequestHarness;

  beforeEach(() => {
    harness = aRequestHarness(database.db);
  });

  const step = ({ id }: TestCase) => ({ requestId: id, onceKey: randomUUID() });
  const lastEvent = ({ id }: TestCase) =>
    database.db('request_events').where({ request_id: id }).orderBy('id', 'desc').first();

  async function offered(): Promise<TestCase> {
    const one = await harness.routedCase();
    await harness.submit(one, { decision: 'transfer', transferTo: 'railways', reason: 'از آن راه‌آهن است' });
    await harness.requests.steps.offerTransfer(step(one));
    harness.pass(1_000);
    return one;
  }

  it('is offered with its reason, and stays with the first department until it is accepted', async () => {
    // when
    const one = await offered();

    // then
    expect(await harness.row(one)).to.include({ status: 'transferred', department: 'rmto-tehran' });
    const event = await lastEvent(one);
    expect(event).to.include({ kind: 'transfer-offered', actor: 'caseworker.rmto-tehran', public: false });
    expect(event.data).to.include({ from: 'rmto-tehran', to: 'railways', reason: 'از آن راه‌آهن است' });
  });

  it('that is accepted moves the request, and the citizen sees it', async () => {
    // given
    const one = await offered();
    await harness.submit(one, { decision: 'accept' }, 'caseworker.railways', 'Task_AcceptTransfer');

    // when
    const routing = { department: 'railways', priority: null, rule: 'transfer' };
    await harness.requests.steps.recordRouting({ ...step(one), ...routing });

    // then
    const tracked = await harness.tracking.track(one.track);
    expect(tracked.status).to.equal('in-progress');
    expect(tracked.department.slug).to.equal('railways');
    expect(tracked.steps.at(-1)?.kind).to.equal('transferred');
    expect(await harness.row(one)).to.include({ priority: 'normal' });
  });

  it('goes where people decided, whatever the process tells', async () => {
    // given
    const told = { department: 'civil-aviation', priority: null, rule: 'provincial-road' };
    const route = (one: TestCase) => harness.requests.steps.recordRouting({ ...step(one), ...told });
    const [undecided, accepted, decided] = [await offered(), await offered(), await offered()];
    await harness.submit(accepted, { decision: 'accept' }, 'caseworker.railways', 'Task_AcceptTransfer');
    await harness.submit(
      decided,
      { decision: 'decline', reason: 'r' },
      'caseworker.railways',
      'Task_AcceptTransfer',
    );
    harness.pass(1_000);
    await harness.submit(
      decided,
      { assignTo: 'rmto', reason: 'r' },
      'caseworker.triage',
      'Task_DecideTransfer',
    );

    // when
    const routed = [await route(undecided), await route(accepted), await route(decided)];

    // then
    expect(routed.map(({ variables }) => variables)).to.deep.equal([
      { routed: false },
      { routed: true, department: 'railways' },
      { routed: true, department: 'rmto' },
    ]);
    expect(await harness.row(undecided)).to.include({ status: 'transferred', department: 'rmto-tehran' });
    expect(await harness.row(accepted)).to.include({ department: 'railways' });
    expect(await harness.row(decided)).to.include({ department: 'rmto' });
  });

  it('that is declined closes nothing: the work goes on where it was, with the reason', async () => {
    // given
    const one = await offered();
    await harness.submit(one, { decision: 'decline', reason: 'از آن ما نیست' }, 'caseworker.railways');

    // when
    await harness.requests.steps.declineTransfer(step(one));

    // then
    expect(await harness.row(one)).to.include({
      status: 'in-progress',
      department: 'rmto-tehran',
      outcome: null,
    });
    const event = await lastEvent(one);
    expect(event).to.include({ kind: 'transfer-declined', actor: 'caseworker.railways' });
    expect(event.data).to.include({ reason: 'از آن ما نیست' });
  });

  it('to a department that does not exist is not offered, and says so each time', async () => {
    // given
    const one = await harness.routedCase();
    await harness.submit(one, { decision: 'transfer', transferTo: 'no-such-department', reason: 'r' });
    const job = step(one);

    // when
    const first = await harness.requests.steps.offerTransfer(job);
    const again = await harness.requests.steps.offerTransfer(job);

    // then
    expect([first.variables.offered, again.variables.offered]).to.deep.equal([false, false]);
    expect(await harness.row(one)).to.include({ status: 'in-progress' });
  });

  it('is never to the unit that the request complains about, nor below it', async () => {
    // given
    const one = await harness.routedCase();
    await database.db('requests').where({ id: one.id }).update({ barred_department: 'rmto' });

    // when
    const offers = [];
    for (const transferTo of ['rmto', 'rmto-qom', 'railways']) {
      harness.pass(1_000);
      await harness.submit(one, { decision: 'transfer', transferTo, reason: 'r' });
      offers.push(await harness.requests.steps.offerTransfer(step(one)));
    }

    // then
    expect(offers.map(({ variables }) => variables.offered)).to.deep.equal([false, false, true]);
  });
});
