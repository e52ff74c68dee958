import { expect } from 'chai';
import { before, describe, it } from 'mocha';
import type { FiledRequest } from '#common/contract/index.ts';
import { aLandRegister, aPlot, REGISTER_TOKEN, TROUBLES } from '#tests/support/fakes/land-register.ts';
import { SLA_WARNING } from '#tests/support/harness/engine-harness.ts';
import { useEngineHarness } from '#tests/support/hooks/use-engine-harness.ts';
import { useFixture } from '#tests/support/hooks/use-fixture.ts';
import { eventually } from '#tests/support/wait.ts';

const HOUSING = 'caseworker.land-housing';
const EXAMINE = 'Task_ExamineFile';
const PLOT = '12/3456';
const OWNER = '0012345679';

const ANSWER = { decision: 'answer', outcome: 'resolved', text: 'ملک به نام شماست و منعی ندارد.' };
const ASK = { decision: 'ask-citizen', question: 'لطفاً تصویر سند را بفرستید.' };
const TRANSFER = { decision: 'transfer', transferTo: 'railways', reason: 'زمین در حریم راه‌آهن است.' };

describe('housing-inquiry', function () {
  this.timeout(120_000);
  const register = useFixture(aLandRegister, (made) => made.close());

  before(() => {
    register.plots.set(PLOT, aPlot(PLOT, { owners: [{ nationalId: OWNER }] }));
  });

  const harness = useEngineHarness(() => ({
    LAND_REGISTER_URL: register.url,
    LAND_REGISTER_TOKEN: REGISTER_TOKEN,
  }));

  const file = (registryPlot = PLOT): Promise<FiledRequest> =>
    harness.file({
      service: 'rent-and-land-inquiry',
      applicant: { name: 'سارا احمدی', mobile: '09121234567', nationalId: OWNER },
      text: 'وضعیت این زمین چیست و چه کسی مالک آن است؟',
      place: {},
      answers: { registryPlot },
    });

  const findings = ({ id }: FiledRequest): Promise<string[]> =>
    harness.database.db('register_answers').where({ request_id: id }).orderBy('answered_at').pluck('finding');

  it('checks the plot against the register, and closes when the citizen is content', async () => {
    // given
    const request = await file();

    // when
    await harness.claimAndComplete(request, EXAMINE, HOUSING, ANSWER);
    await harness.waitForStatus(request, 'answered');
    await harness.confirm(request);
    await harness.waitForStatus(request, 'closed');

    // then
    await harness.waitUntilEnded(request);
    expect(await findings(request)).to.deep.equal(['owner']);
  });

  it('asks a silent register three times, and then lets somebody look the plot up', async () => {
    // given
    register.troubles.push(...Array<(typeof register.troubles)[number]>(9).fill(TROUBLES.status(503)));
    const request = await file();

    // when
    for (const asked of [1, 2]) {
      await eventually(async () => (await findings(request)).length === asked);
      await harness.waitUntilAt(request, 'Event_FourHoursPassed');
      await harness.passHours(request, 5);
    }
    await harness.claimAndComplete(request, 'Task_LookUpPlot', HOUSING, { finding: 'other-owner' });

    // then
    await harness.taskOf(request, EXAMINE, HOUSING);
    expect(await findings(request)).to.deep.equal(['unavailable', 'unavailable', 'unavailable']);
  });

  it('asks the citizen for documents, and goes on with them', async () => {
    // given
    const request = await file();
    await harness.claimAndComplete(request, EXAMINE, HOUSING, ASK);
    await harness.waitForStatus(request, 'waiting-citizen');

    // when
    await harness.reply(request);

    // then
    await harness.taskOf(request, EXAMINE, HOUSING);
  });

  it('goes to the department that accepts it', async () => {
    // given
    const request = await file();
    await harness.claimAndComplete(request, EXAMINE, HOUSING, TRANSFER);

    // when
    await harness.claimAndComplete(request, 'Task_AcceptTransfer', 'caseworker.railways', {
      decision: 'accept',
    });

    // then
    await harness.taskOf(request, EXAMINE, 'caseworker.railways');
  });

  it('comes back to the department when the citizen reopens it', async () => {
    // given
    const request = await file();
    await harness.claimAndComplete(request, EXAMINE, HOUSING, ANSWER);
    await harness.waitForStatus(request, 'answered');

    // when
    await harness.reopen(request);

    // then
    await harness.taskOf(request, EXAMINE, HOUSING);
    expect(await harness.openTasks(request)).to.deep.equal([EXAMINE]);
  });

  it('takes up a step of its deadline without leaving its place', async () => {
    // given
    const request = await file();
    await harness.taskOf(request, EXAMINE, HOUSING);

    // when
    await harness.sendMessage(request, 'sla-step', SLA_WARNING);

    // then
    await harness.waitUntilIdle(request);
    expect(await harness.openTasks(request)).to.deep.equal([EXAMINE]);
  });

  it('ends when the citizen withdraws, also while it waits for the register', async () => {
    // given
    register.troubles.push(...Array<(typeof register.troubles)[number]>(3).fill(TROUBLES.status(503)));
    const request = await file();
    await harness.waitUntilAt(request, 'Event_FourHoursPassed');

    // when
    await harness.withdraw(request);

    // then
    await harness.waitUntilEnded(request);
    await harness.waitForStatus(request, 'withdrawn');
  });

  it('runs all of this without an incident', () => harness.expectNoIncident());
});
