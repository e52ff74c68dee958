import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { FiledRequest } from '#common/contract/index.ts';
import { SLA_WARNING } from '#tests/support/harness/engine-harness.ts';
import { useEngineHarness } from '#tests/support/hooks/use-engine-harness.ts';

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
  const harness = useEngineHarness();

  const file = (answers: object = {}): Promise<FiledRequest> =>
    harness.file({
      service: 'staff-complaint',
      text: 'کارمند اداره از من پول خواست.',
      answers: { office: 'راهداری تهران', ...answers },
    });

  async function investigated(unit = ABOUT_TEHRAN): Promise<FiledRequest> {
    const request = await file();
    await harness.claimAndComplete(request, NAME_UNIT, CONDUCT, unit);
    await harness.taskOf(request, INVESTIGATE, CONDUCT);
    return request;
  }

  const statusFor = async ({ id }: FiledRequest, by: string): Promise<number> =>
    (await harness.people.call('GET', `/requests/${id}`, undefined, { as: by })).status;

  it('answers an unfounded complaint, and closes', async () => {
    // given
    const request = await investigated();

    // when
    await harness.claimAndComplete(request, INVESTIGATE, CONDUCT, CONCLUDE);

    // then
    await harness.waitForStatus(request, 'answered');
    await harness.confirm(request);
    await harness.waitForStatus(request, 'closed');
    await harness.waitUntilEnded(request);
  });

  it('lets the ministry decide the measure for a founded one', async () => {
    // given
    const request = await investigated();

    // when
    await harness.claimAndComplete(request, INVESTIGATE, CONDUCT, { ...CONCLUDE, founded: true });
    await harness.claimAndComplete(request, DECIDE_MEASURE, MINISTRY, { measure: 'warning' });

    // then
    await harness.waitForStatus(request, 'answered');
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
    await harness.claimAndComplete(request, NAME_UNIT, MINISTRY, {
      decision: 'name-unit',
      unit: 'staff-conduct',
    });
    await harness.taskOf(request, INVESTIGATE, MINISTRY);

    // then
    expect(await statusFor(request, MINISTRY)).to.equal(200);
    expect(await statusFor(request, CONDUCT)).to.equal(404);
    expect(await statusFor(request, 'supervisor.staff-conduct')).to.equal(404);
  });

  it('lets nobody decide the measure on the own investigation', async () => {
    // given
    const request = await file({ aboutInvestigators: true });
    await harness.claimAndComplete(request, NAME_UNIT, MINISTRY, {
      decision: 'name-unit',
      unit: 'staff-conduct',
    });
    await harness.claimAndComplete(request, INVESTIGATE, MINISTRY, { ...CONCLUDE, founded: true });

    // when
    const own = await harness.people.claim(await harness.taskOf(request, DECIDE_MEASURE, MINISTRY), MINISTRY);
    await harness.claimAndComplete(request, DECIDE_MEASURE, MINISTRY_2, { measure: 'none' });

    // then
    expect([own.status, own.body.code]).to.deep.equal([403, 'four-eyes-violation']);
    await harness.waitForStatus(request, 'answered');
  });

  it('leaves the investigators when they find that it is about them', async () => {
    // given
    const request = await file();

    // when
    await harness.claimAndComplete(request, NAME_UNIT, CONDUCT, {
      decision: 'name-unit',
      unit: 'staff-conduct',
    });

    // then
    await harness.taskOf(request, INVESTIGATE, MINISTRY);
    expect(await statusFor(request, CONDUCT)).to.equal(404);
  });

  it('asks the citizen, and goes on with the reply', async () => {
    // given
    const request = await investigated();
    await harness.claimAndComplete(request, INVESTIGATE, CONDUCT, ASK);
    await harness.waitForStatus(request, 'waiting-citizen');

    // when
    await harness.reply(request);

    // then
    await harness.taskOf(request, INVESTIGATE, CONDUCT);
  });

  it('transfers what is no complaint about staff', async () => {
    // given
    const request = await file();
    const reason = 'این درخواست دربارهٔ خط آهن است، نه کارکنان.';
    await harness.claimAndComplete(request, NAME_UNIT, CONDUCT, {
      decision: 'transfer',
      transferTo: 'railways',
      reason,
    });

    // when
    await harness.claimAndComplete(request, 'Task_AcceptTransfer', 'caseworker.railways', {
      decision: 'accept',
    });

    // then
    await harness.taskOf(request, INVESTIGATE, 'caseworker.railways');
  });

  it('is investigated again when the citizen reopens it', async () => {
    // given
    const request = await investigated();
    await harness.claimAndComplete(request, INVESTIGATE, CONDUCT, CONCLUDE);
    await harness.waitForStatus(request, 'answered');

    // when
    await harness.reopen(request);

    // then
    await harness.taskOf(request, INVESTIGATE, CONDUCT);
    expect(await harness.openTasks(request)).to.deep.equal([INVESTIGATE]);
  });

  it('takes up a step of its deadline without leaving its place', async () => {
    // given
    const request = await investigated();

    // when
    await harness.sendMessage(request, 'sla-step', SLA_WARNING);

    // then
    await harness.waitUntilIdle(request);
    expect(await harness.openTasks(request)).to.deep.equal([INVESTIGATE]);
  });

  it('ends when the citizen withdraws', async () => {
    // given
    const request = await investigated();

    // when
    await harness.withdraw(request);

    // then
    await harness.waitUntilEnded(request);
    await harness.waitForStatus(request, 'withdrawn');
  });

  it('runs all of this without an incident', () => harness.expectNoIncident());
});
