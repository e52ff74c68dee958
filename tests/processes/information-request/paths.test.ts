import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { FiledRequest } from '#common/contract/index.ts';
import { sendSlaReminder } from '#tests/support/fixtures/sla-reminder.ts';
import { useEngineHarness } from '#tests/support/hooks/use-engine-harness.ts';
import { DECISIONS } from '#tests/support/people/people-client.ts';

const AGENT = 'agent';
const TRIAGE = 'caseworker.triage';
const RELATIONS = 'caseworker.public-relations';
const RAILWAYS = 'caseworker.railways';
const TEHRAN = 'caseworker.rmto-tehran';

const FIRST = 'Task_FirstContact';
const HANDLE = 'Task_AnswerQuestion';

const KNOWN = {
  decision: 'answer',
  outcome: 'resolved',
  text: 'مدارک لازم در سامانه فهرست شده است.',
  article: 'مدارک ثبت‌نام',
};
const ROUTE = { decision: 'route' };
const ANSWER = { decision: 'answer', outcome: 'resolved', text: 'این قانون از سال گذشته اجرا می‌شود.' };

describe('information-request', function () {
  this.timeout(120_000);
  const harness = useEngineHarness();

  const file = (): Promise<FiledRequest> => harness.file({ service: 'information-request', answers: {} });

  const fileUnchecked = (columns: object, variables: object = {}): Promise<FiledRequest> =>
    harness.fileUnchecked({
      columns: { service: 'road-safety-signs', process_key: 'information-request', ...columns },
      variables: { ...variables },
    });

  const routed = async (): Promise<FiledRequest> => {
    const request = await file();
    await harness.claimAndComplete(request, FIRST, AGENT, ROUTE);
    await harness.waitUntilAt(request, HANDLE);
    return request;
  };

  it('is answered at first contact from what is known', async () => {
    // given
    const request = await file();
    await harness.claimAndComplete(request, FIRST, AGENT, KNOWN);
    await harness.waitUntilAt(request, 'Task_AwaitFeedback');

    // when
    await harness.confirm(request);

    // then
    await harness.waitUntilEnded(request);
    const tracked = await harness.waitForStatus(request, 'closed');
    expect(tracked).to.include({ answer: KNOWN.text, outcome: 'resolved' });
    expect(tracked.department.slug).to.equal('contact-centre');
  });

  it('goes to the department in charge when the contact centre cannot answer', async () => {
    // given
    const request = await routed();

    // when
    await harness.claimAndComplete(request, HANDLE, RELATIONS, ANSWER);

    // then
    const tracked = await harness.waitForStatus(request, 'answered');
    expect(tracked).to.include({ answer: ANSWER.text });
    expect(tracked.department.slug).to.equal('public-relations');
  });

  it('goes to the department at once when it comes from another system', async () => {
    // when
    const request = await fileUnchecked({ service: 'information-request', channel: 'import' });

    // then
    await harness.taskOf(request, HANDLE, RELATIONS);
    expect(await harness.eventKinds(request)).not.to.include('transferred');
  });

  it('lets the contact centre route what the table cannot', async () => {
    // given
    const request = await fileUnchecked({ province: null, channel: 'import' });

    // when
    await harness.claimAndComplete(request, 'Task_Triage', TRIAGE, {
      department: 'rmto-tehran',
      priority: 'normal',
    });

    // then
    await harness.taskOf(request, HANDLE, TEHRAN);
  });

  it('has the contact centre route a question for a department that does not exist', async () => {
    // given
    const request = await fileUnchecked({ channel: 'import' }, { region: 'atlantis' });

    // when
    await harness.claimAndComplete(request, 'Task_Triage', TRIAGE, {
      department: 'rmto-tehran',
      priority: 'normal',
    });

    // then
    await harness.taskOf(request, HANDLE, TEHRAN);
  });

  it('asks the citizen and goes on', async () => {
    // given
    const request = await routed();
    await harness.claimAndComplete(request, HANDLE, RELATIONS, DECISIONS.ask);
    await harness.waitUntilAt(request, 'Task_AwaitReply');

    // when
    await harness.reply(request);

    // then
    await harness.taskOf(request, HANDLE, RELATIONS);
  });

  it('goes to the department that takes it over', async () => {
    // given
    const request = await routed();
    await harness.claimAndComplete(request, HANDLE, RELATIONS, DECISIONS.transfer);

    // when
    await harness.claimAndComplete(request, 'Task_AcceptTransfer', RAILWAYS, { decision: 'accept' });

    // then
    await harness.taskOf(request, HANDLE, RAILWAYS);
  });

  it('is answered by somebody else when the citizen reopens', async () => {
    // given
    const request = await file();
    await harness.claimAndComplete(request, FIRST, AGENT, KNOWN);
    await harness.waitUntilAt(request, 'Task_AwaitFeedback');
    await harness.waitForStatus(request, 'answered');

    // when
    await harness.reopen(request);

    // then
    await harness.claimAndComplete(request, HANDLE, TRIAGE, ANSWER);
    await harness.waitForStatus(request, 'answered');
  });

  describe('ends when the citizen withdraws', () => {
    const waits: Record<string, () => Promise<FiledRequest>> = {
      'before anybody looked': async () => {
        const request = await file();
        await harness.waitUntilAt(request, FIRST);
        return request;
      },
      'in the department': routed,
      'while the citizen is asked': async () => {
        const request = await routed();
        await harness.claimAndComplete(request, HANDLE, RELATIONS, DECISIONS.ask);
        await harness.waitUntilAt(request, 'Task_AwaitReply');
        return request;
      },
    };

    for (const [when, reach] of Object.entries(waits))
      it(when, async () => {
        // given
        const request = await reach();
        await harness.waitUntilIdle(request);

        // when
        await harness.withdraw(request);

        // then
        await harness.waitForStatus(request, 'withdrawn');
        await harness.waitUntilEnded(request);
        expect(await harness.openTasks(request)).to.deep.equal([]);
      });
  });

  it('shows what follows from a step of its deadline, and goes on with its work', async () => {
    // given
    const request = await file();
    await harness.waitUntilAt(request, FIRST);

    // when
    await sendSlaReminder(harness, request);

    // then
    await harness.claimAndComplete(request, FIRST, AGENT, KNOWN);
    await harness.waitForStatus(request, 'answered');
  });

  it('runs all of this without an incident', () => harness.expectNoIncident());
});
