import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { after, before, beforeEach, describe, it } from 'mocha';
import { aCaseLife, type Case, type CaseLife } from '#tests/support/case-life.ts';
import { aDatabase, type TestDatabase } from '#tests/support/database.ts';

describe('a transfer', () => {
  let database: TestDatabase;
  let life: CaseLife;

  before(async () => {
    database = await aDatabase();
  });

  after(() => database.drop());

  beforeEach(() => {
    life = aCaseLife(database.db);
  });

  const step = ({ id }: Case) => ({ requestId: id, onceKey: randomUUID() });
  const lastEvent = ({ id }: Case) =>
    database.db('request_events').where({ request_id: id }).orderBy('id', 'desc').first();

  async function offered(): Promise<Case> {
    const one = await life.worked();
    await life.submit(one, { decision: 'transfer', transferTo: 'railways', reason: 'از آن راه‌آهن است' });
    await life.requests.steps.offerTransfer(step(one));
    life.pass(1_000);
    return one;
  }

  it('is offered with its reason, and stays with the first department until it is accepted', async () => {
    // when
    const one = await offered();

    // then
    expect(await life.row(one)).to.include({ status: 'transferred', department: 'rmto-tehran' });
    const event = await lastEvent(one);
    expect(event).to.include({ kind: 'transfer-offered', actor: 'caseworker.rmto-tehran', public: false });
    expect(event.data).to.include({ from: 'rmto-tehran', to: 'railways', reason: 'از آن راه‌آهن است' });
  });

  it('that is accepted moves the request, and the citizen sees it', async () => {
    // given
    const one = await offered();
    await life.submit(one, { decision: 'accept' }, 'caseworker.railways', 'Task_AcceptTransfer');

    // when
    const routing = { department: 'railways', priority: null, rule: 'transfer' };
    await life.requests.steps.recordRouting({ ...step(one), ...routing });

    // then
    const tracked = await life.tracking.track(one.track);
    expect(tracked.status).to.equal('in-progress');
    expect(tracked.department.slug).to.equal('railways');
    expect(tracked.steps.at(-1)?.kind).to.equal('transferred');
    expect(await life.row(one)).to.include({ priority: 'normal' });
  });

  it('goes where people decided, whatever the process tells', async () => {
    // given
    const told = { department: 'civil-aviation', priority: null, rule: 'provincial-road' };
    const route = (one: Case) => life.requests.steps.recordRouting({ ...step(one), ...told });
    const [undecided, accepted, decided] = [await offered(), await offered(), await offered()];
    await life.submit(accepted, { decision: 'accept' }, 'caseworker.railways', 'Task_AcceptTransfer');
    await life.submit(
      decided,
      { decision: 'decline', reason: 'r' },
      'caseworker.railways',
      'Task_AcceptTransfer',
    );
    life.pass(1_000);
    await life.submit(decided, { assignTo: 'rmto', reason: 'r' }, 'caseworker.triage', 'Task_DecideTransfer');

    // when
    const routed = [await route(undecided), await route(accepted), await route(decided)];

    // then
    expect(routed.map(({ variables }) => variables)).to.deep.equal([
      { routed: false },
      { routed: true, department: 'railways' },
      { routed: true, department: 'rmto' },
    ]);
    expect(await life.row(undecided)).to.include({ status: 'transferred', department: 'rmto-tehran' });
    expect(await life.row(accepted)).to.include({ department: 'railways' });
    expect(await life.row(decided)).to.include({ department: 'rmto' });
  });

  it('that is declined closes nothing: the work goes on where it was, with the reason', async () => {
    // given
    const one = await offered();
    await life.submit(one, { decision: 'decline', reason: 'از آن ما نیست' }, 'caseworker.railways');

    // when
    await life.requests.steps.declineTransfer(step(one));

    // then
    expect(await life.row(one)).to.include({
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
    const one = await life.worked();
    await life.submit(one, { decision: 'transfer', transferTo: 'no-such-department', reason: 'r' });
    const job = step(one);

    // when
    const first = await life.requests.steps.offerTransfer(job);
    const again = await life.requests.steps.offerTransfer(job);

    // then
    expect([first.variables.offered, again.variables.offered]).to.deep.equal([false, false]);
    expect(await life.row(one)).to.include({ status: 'in-progress' });
  });

  it('is never to the unit that the request complains about, nor below it', async () => {
    // given
    const one = await life.worked();
    await database.db('requests').where({ id: one.id }).update({ barred_department: 'rmto' });

    // when
    const offers = [];
    for (const transferTo of ['rmto', 'rmto-qom', 'railways']) {
      life.pass(1_000);
      await life.submit(one, { decision: 'transfer', transferTo, reason: 'r' });
      offers.push(await life.requests.steps.offerTransfer(step(one)));
    }

    // then
    expect(offers.map(({ variables }) => variables.offered)).to.deep.equal([false, false, true]);
  });
});
