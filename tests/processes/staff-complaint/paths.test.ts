import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import type { FiledRequest } from '#common/contract/index.ts';
import { openOffice, SLA_WARNING, type Office } from '#tests/support/office.ts';

const CONDUCT = 'caseworker.staff-conduct';
const MINISTRY = 'deputy.ministry';
const MINISTRY_2 = 'deputy.ministry-2';
const NAME_UNIT = 'Task_NameUnit';
const INVESTIGATE = 'Task_Investigate';
const DECIDE_MEASURE = 'Task_DecideMeasure';

const ABOUT_TEHRAN = { decision: 'name-unit', unit: 'rmto-tehran' };
const CONCLUDE = { decision: 'answer', founded: false, outcome: 'resolved', text: 'به شکایت شما رسیدگی شد.' };
const ASK = { decision: 'ask-citizen', question: 'رویداد در چه روزی بود؟' };

describe('staff-complaint', function () {
  this.timeout(120_000);
  let office: Office;

  before(async () => {
    office = await openOffice();
  });

  after(() => office?.close());

  const file = (answers: object = {}): Promise<FiledRequest> =>
    office.file({
      service: 'staff-complaint',
      text: 'کارمند اداره از من پول خواست.',
      answers: { office: 'راهداری تهران', ...answers },
    });

  async function investigated(unit = ABOUT_TEHRAN): Promise<FiledRequest> {
    const request = await file();
    await office.complete(request, NAME_UNIT, CONDUCT, unit);
    await office.taskOf(request, INVESTIGATE, CONDUCT);
    return request;
  }

  const statusFor = async ({ id }: FiledRequest, by: string): Promise<number> =>
    (await office.people.call('GET', `/requests/${id}`, undefined, { by })).status;

  it('answers an unfounded complaint, and closes', async () => {
    // given
    const request = await investigated();

    // when
    await office.complete(request, INVESTIGATE, CONDUCT, CONCLUDE);

    // then
    await office.tracked(request, 'answered');
    await office.confirm(request);
    await office.tracked(request, 'closed');
    await office.processEnded(request);
  });

  it('lets the ministry decide the measure for a founded one', async () => {
    // given
    const request = await investigated();

    // when
    await office.complete(request, INVESTIGATE, CONDUCT, { ...CONCLUDE, founded: true });
    await office.complete(request, DECIDE_MEASURE, MINISTRY, { measure: 'warning' });

    // then
    await office.tracked(request, 'answered');
  });

  it('is seen by those who investigate and by nobody else', async () => {
    // given
    const request = await investigated();

    // when
    const seen = await Promise.all(
      [
        CONDUCT,
        'caseworker.rmto-tehran',
        'supervisor.rmto-tehran',
        'supervisor.rmto',
        'manager',
        'admin',
      ].map((by) => statusFor(request, by)),
    );

    // then
    expect(seen).to.deep.equal([200, 404, 404, 404, 404, 404]);
  });

  it('is kept from the investigators when it is about them', async () => {
    // given
    const request = await file({ aboutInvestigators: true });

    // when
    await office.complete(request, NAME_UNIT, MINISTRY, { decision: 'name-unit', unit: 'staff-conduct' });
    await office.taskOf(request, INVESTIGATE, MINISTRY);

    // then
    expect(await statusFor(request, MINISTRY)).to.equal(200);
    expect(await statusFor(request, CONDUCT)).to.equal(404);
    expect(await statusFor(request, 'supervisor.staff-conduct')).to.equal(404);
  });

  it('lets nobody decide the measure on the own investigation', async () => {
    // given
    const request = await file({ aboutInvestigators: true });
    await office.complete(request, NAME_UNIT, MINISTRY, { decision: 'name-unit', unit: 'staff-conduct' });
    await office.complete(request, INVESTIGATE, MINISTRY, { ...CONCLUDE, founded: true });

    // when
    const own = await office.people.claim(await office.taskOf(request, DECIDE_MEASURE, MINISTRY), MINISTRY);
    await office.complete(request, DECIDE_MEASURE, MINISTRY_2, { measure: 'none' });

    // then
    expect([own.status, own.body.code]).to.deep.equal([403, 'separate-hands']);
    await office.tracked(request, 'answered');
  });

  it('leaves the investigators when they find that it is about them', async () => {
    // given
    const request = await file();

    // when
    await office.complete(request, NAME_UNIT, CONDUCT, { decision: 'name-unit', unit: 'staff-conduct' });

    // then
    await office.taskOf(request, INVESTIGATE, MINISTRY);
    expect(await statusFor(request, CONDUCT)).to.equal(404);
  });

  it('asks the citizen, and goes on with the reply', async () => {
    // given
    const request = await investigated();
    await office.complete(request, INVESTIGATE, CONDUCT, ASK);
    await office.tracked(request, 'waiting-citizen');

    // when
    await office.reply(request);

    // then
    await office.taskOf(request, INVESTIGATE, CONDUCT);
  });

  it('transfers what is no complaint about staff', async () => {
    // given
    const request = await file();
    const reason = 'این درخواست دربارهٔ خط آهن است، نه کارکنان.';
    await office.complete(request, NAME_UNIT, CONDUCT, {
      decision: 'transfer',
      transferTo: 'railways',
      reason,
    });

    // when
    await office.complete(request, 'Task_AcceptTransfer', 'caseworker.railways', { decision: 'accept' });

    // then
    await office.taskOf(request, INVESTIGATE, 'caseworker.railways');
  });

  it('is investigated again when the citizen reopens it', async () => {
    // given
    const request = await investigated();
    await office.complete(request, INVESTIGATE, CONDUCT, CONCLUDE);
    await office.tracked(request, 'answered');

    // when
    await office.reopen(request);

    // then
    await office.taskOf(request, INVESTIGATE, CONDUCT);
    expect(await office.openTasks(request)).to.deep.equal([INVESTIGATE]);
  });

  it('takes up a step of its deadline without leaving its place', async () => {
    // given
    const request = await investigated();

    // when
    await office.tell(request, 'sla-step', SLA_WARNING);

    // then
    await office.stands(request);
    expect(await office.openTasks(request)).to.deep.equal([INVESTIGATE]);
  });

  it('ends when the citizen withdraws', async () => {
    // given
    const request = await investigated();

    // when
    await office.withdraw(request);

    // then
    await office.processEnded(request);
    await office.tracked(request, 'withdrawn');
  });

  it('runs all of this without an incident', () => office.expectNoIncident());
});
