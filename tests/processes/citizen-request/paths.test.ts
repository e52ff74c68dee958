import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { FiledRequest } from '#common/contract/index.ts';
import { useEngineHarness } from '#tests/support/hooks/use-engine-harness.ts';
import { DECISIONS } from '#tests/support/people/people-client.ts';

const TEHRAN = 'caseworker.rmto-tehran';
const TEHRAN_2 = 'caseworker.rmto-tehran-2';
const RMTO = 'caseworker.rmto';
const RAILWAYS = 'caseworker.railways';
const TRIAGE = 'caseworker.triage';

const HANDLE = 'Task_HandleRequest';
const ACT = 'Task_ActAtOnce';
const BY_HAND = 'Task_Triage';

const TO_TEHRAN = { department: 'rmto-tehran', priority: 'normal' };

describe('citizen-request', function () {
  this.timeout(120_000);
  const harness = useEngineHarness();

  const why = async (request: FiledRequest): Promise<[string, string | undefined]> => {
    const row = await harness.database.db('requests').where({ id: request.id }).first();
    return [String(row?.department), row?.routing_rule as string | undefined];
  };

  const undecided = async (request: FiledRequest): Promise<number> =>
    (await harness.eventKinds(request)).filter((kind) => kind === 'routing-undecided').length;

  it('brings a certain request to its department, and ends when the citizen confirms', async () => {
    // given
    const request = await harness.file();
    await harness.claimAndComplete(request, HANDLE, TEHRAN, DECISIONS.answer);
    const answered = await harness.waitForStatus(request, 'answered');

    // when
    await harness.confirm(request);

    // then
    expect(answered).to.include({ answer: DECISIONS.answer.text, outcome: 'resolved', canReopen: true });
    await harness.waitForStatus(request, 'closed');
    await harness.waitUntilEnded(request);
    expect(await why(request)).to.deep.equal(['rmto-tehran', 'provincial-road']);
  });

  it('routes by what the text speaks of, without telling the engine the text', async () => {
    // given
    const request = await harness.file({ text: 'در گذرگاه ریلی روستا راه‌بند قطار خراب است.' });

    // then
    await harness.taskOf(request, HANDLE, RAILWAYS);
    expect(await why(request)).to.deep.equal(['railways', 'rail-crossing']);
    const { variables } = (await harness.database.db('outbox').where({ request_id: request.id }).first()) as {
      variables: Record<string, unknown>;
    };
    expect(variables).to.deep.include({ keywords: ['rail-crossing'], answers: {} });
    expect(JSON.stringify(variables)).not.to.match(/[\u0600-\u06ff]/);
  });

  it('routes by the answers of the form', async () => {
    // when
    const request = await harness.file({ answers: { road: 'جاده قدیم قم', danger: true } });

    // then
    await harness.taskOf(request, HANDLE, TEHRAN);
    expect(await why(request)).to.deep.equal(['rmto-tehran', 'provincial-road-danger']);
  });

  it('has danger to life acted upon at once, before the work', async () => {
    // given
    const request = await harness.file({ text: 'خودرویی در دره واژگون شده و سرنشینان زخمی‌اند.' });
    const before = await harness.taskOf(request, ACT, TEHRAN);

    // when
    await harness.claimAndComplete(request, ACT, TEHRAN, {
      measures: 'راه بسته و اورژانس خبر شد.',
      averted: 'yes',
    });

    // then
    expect(before.request?.priority).to.equal('critical');
    await harness.taskOf(request, HANDLE, TEHRAN);
  });

  it('has it acted upon at once also when triage says so', async () => {
    // given
    const request = await harness.fileUnchecked({ columns: { province: null } });

    // when
    await harness.claimAndComplete(request, BY_HAND, TRIAGE, { ...TO_TEHRAN, priority: 'critical' });

    // then
    await harness.taskOf(request, ACT, TEHRAN);
    expect(await why(request)).to.deep.equal(['rmto-tehran', 'triage']);
    expect(await undecided(request)).to.equal(0);
  });

  it('goes to triage with an alert when no row decides', async () => {
    // given
    const request = await harness.fileUnchecked({ variables: { service: 'something-else' } });
    await harness.taskOf(request, BY_HAND, TRIAGE);
    const metrics = await (await fetch(`${harness.operationsUrl}/metrics`)).text();
    const alerts = await undecided(request);

    // when
    await harness.claimAndComplete(request, BY_HAND, TRIAGE, TO_TEHRAN);

    // then
    expect(metrics).to.match(/^shahrah_routing_undecided 1$/m);
    expect(alerts).to.equal(1);
    await harness.taskOf(request, HANDLE, TEHRAN);
    expect(await why(request)).to.deep.equal(['rmto-tehran', 'triage']);
  });

  it('goes there as well when the department does not exist, whoever named it', async () => {
    // given
    const request = await harness.fileUnchecked({ variables: { region: 'atlantis' } });

    // when
    await harness.completeInEngine(request, BY_HAND, { department: 'no such thing!', priority: 'normal' });
    await harness.waitUntilAt(request, BY_HAND);
    await harness.claimAndComplete(request, BY_HAND, TRIAGE, TO_TEHRAN);

    // then
    await harness.taskOf(request, HANDLE, TEHRAN);
    expect(await undecided(request)).to.equal(2);
  });

  it('goes on after a question, and with the department that took a transfer over', async () => {
    // given
    const request = await harness.file();
    await harness.claimAndComplete(request, HANDLE, TEHRAN, DECISIONS.ask);
    await harness.waitUntilAt(request, 'Task_AwaitReply');
    await harness.reply(request);

    // when
    await harness.claimAndComplete(request, HANDLE, TEHRAN, DECISIONS.transfer);
    await harness.claimAndComplete(request, 'Task_AcceptTransfer', RAILWAYS, { decision: 'accept' });

    // then
    await harness.claimAndComplete(request, HANDLE, RAILWAYS, DECISIONS.answer);
    expect((await harness.waitForStatus(request, 'answered')).department.slug).to.equal('railways');
  });

  it('works again on what is reopened: with another officer, then above, and no third time', async () => {
    // given
    const request = await harness.file();

    // when
    for (const [round, officer] of [TEHRAN, TEHRAN_2, RMTO].entries()) {
      await harness.claimAndComplete(request, HANDLE, officer, DECISIONS.answer);
      await harness.waitForStatus(request, 'answered');
      const { status } = await harness.reopen(request);
      expect(status, `reopening ${round + 1}`).to.be.oneOf(round < 2 ? [200, 204] : [409]);
    }

    // then
    await harness.confirm(request);
    await harness.waitUntilEnded(request);
    expect((await harness.waitForStatus(request, 'closed')).department.slug).to.equal('rmto');
  });

  it('escalates beside the work when its time runs out, and stays where it is', async () => {
    // given
    const request = await harness.file();
    await harness.waitUntilAt(request, HANDLE);

    // when
    await harness.passDays(request, 60);

    // then
    await harness.waitForEvent(request, 'sla-step');
    await harness.claimAndComplete(request, HANDLE, TEHRAN, DECISIONS.answer);
    await harness.confirm(request);
    await harness.waitUntilEnded(request);
  });

  it('stops when the citizen withdraws: in triage, in an emergency, at work', async () => {
    // given
    const inTriage = await harness.fileUnchecked({ columns: { province: null } });
    const inEmergency = await harness.fileUnchecked({ variables: { keywords: ['danger-to-life'] } });
    const atWork = await harness.file();
    await harness.waitUntilAt(inTriage, BY_HAND);
    await harness.waitUntilAt(inEmergency, ACT);
    await harness.waitUntilAt(atWork, HANDLE);

    for (const request of [inTriage, inEmergency, atWork]) {
      // when
      await harness.withdraw(request);

      // then
      await harness.waitForStatus(request, 'withdrawn');
      await harness.waitUntilEnded(request);
      expect(await harness.openTasks(request)).to.deep.equal([]);
    }
  });

  it('cannot be withdrawn once it is answered', async () => {
    // given
    const request = await harness.file();
    await harness.claimAndComplete(request, HANDLE, TEHRAN, DECISIONS.answer);
    await harness.waitForStatus(request, 'answered');

    // when
    const { status } = await harness.people.withdraw(request);

    // then
    expect(status).to.equal(409);
  });

  it('runs all of this without an incident', async () => {
    await harness.expectNoIncident();
  });
});
