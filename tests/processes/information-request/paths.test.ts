import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import type { FiledRequest } from '#common/contract/index.ts';
import { openOffice, type Office } from '#tests/support/office.ts';
import { DECISIONS } from '#tests/support/people-at-work.ts';
import { remindOfDeadline } from '#tests/support/step-of-deadline.ts';

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
  let office: Office;

  before(async () => {
    office = await openOffice();
  });

  after(() => office.close());

  const file = (): Promise<FiledRequest> => office.file({ service: 'information-request', answers: {} });

  const fileUnchecked = (columns: object, variables: object = {}): Promise<FiledRequest> =>
    office.fileUnchecked({
      columns: { service: 'road-safety-signs', process_key: 'information-request', ...columns },
      variables: { ...variables },
    });

  const routed = async (): Promise<FiledRequest> => {
    const request = await file();
    await office.complete(request, FIRST, AGENT, ROUTE);
    await office.waitsAt(request, HANDLE);
    return request;
  };

  it('is answered at first contact from what is known', async () => {
    // given
    const request = await file();
    await office.complete(request, FIRST, AGENT, KNOWN);
    await office.waitsAt(request, 'Task_AwaitFeedback');

    // when
    await office.confirm(request);

    // then
    await office.processEnded(request);
    const tracked = await office.tracked(request, 'closed');
    expect(tracked).to.include({ answer: KNOWN.text, outcome: 'resolved' });
    expect(tracked.department.slug).to.equal('contact-centre');
  });

  it('goes to the department in charge when the contact centre cannot answer', async () => {
    // given
    const request = await routed();

    // when
    await office.complete(request, HANDLE, RELATIONS, ANSWER);

    // then
    const tracked = await office.tracked(request, 'answered');
    expect(tracked).to.include({ answer: ANSWER.text });
    expect(tracked.department.slug).to.equal('public-relations');
  });

  it('goes to the department at once when it comes from another system', async () => {
    // when
    const request = await fileUnchecked({ service: 'information-request', channel: 'import' });

    // then
    await office.taskOf(request, HANDLE, RELATIONS);
    expect(await office.happened(request)).not.to.include('transferred');
  });

  it('lets the contact centre route what the table cannot', async () => {
    // given
    const request = await fileUnchecked({ province: null, channel: 'import' });

    // when
    await office.complete(request, 'Task_Triage', TRIAGE, { department: 'rmto-tehran', priority: 'normal' });

    // then
    await office.taskOf(request, HANDLE, TEHRAN);
  });

  it('has the contact centre route a question for a department that does not exist', async () => {
    // given
    const request = await fileUnchecked({ channel: 'import' }, { region: 'atlantis' });

    // when
    await office.complete(request, 'Task_Triage', TRIAGE, { department: 'rmto-tehran', priority: 'normal' });

    // then
    await office.taskOf(request, HANDLE, TEHRAN);
  });

  it('asks the citizen and goes on', async () => {
    // given
    const request = await routed();
    await office.complete(request, HANDLE, RELATIONS, DECISIONS.ask);
    await office.waitsAt(request, 'Task_AwaitReply');

    // when
    await office.reply(request);

    // then
    await office.taskOf(request, HANDLE, RELATIONS);
  });

  it('goes to the department that takes it over', async () => {
    // given
    const request = await routed();
    await office.complete(request, HANDLE, RELATIONS, DECISIONS.transfer);

    // when
    await office.complete(request, 'Task_AcceptTransfer', RAILWAYS, { decision: 'accept' });

    // then
    await office.taskOf(request, HANDLE, RAILWAYS);
  });

  it('is answered by somebody else when the citizen reopens', async () => {
    // given
    const request = await file();
    await office.complete(request, FIRST, AGENT, KNOWN);
    await office.waitsAt(request, 'Task_AwaitFeedback');
    await office.tracked(request, 'answered');

    // when
    await office.reopen(request);

    // then
    await office.complete(request, HANDLE, TRIAGE, ANSWER);
    await office.tracked(request, 'answered');
  });

  describe('ends when the citizen withdraws', () => {
    const waits: Record<string, () => Promise<FiledRequest>> = {
      'before anybody looked': async () => {
        const request = await file();
        await office.waitsAt(request, FIRST);
        return request;
      },
      'in the department': routed,
      'while the citizen is asked': async () => {
        const request = await routed();
        await office.complete(request, HANDLE, RELATIONS, DECISIONS.ask);
        await office.waitsAt(request, 'Task_AwaitReply');
        return request;
      },
    };

    for (const [when, reach] of Object.entries(waits))
      it(when, async () => {
        // given
        const request = await reach();
        await office.stands(request);

        // when
        await office.withdraw(request);

        // then
        await office.tracked(request, 'withdrawn');
        await office.processEnded(request);
        expect(await office.openTasks(request)).to.deep.equal([]);
      });
  });

  it('shows what follows from a step of its deadline, and goes on with its work', async () => {
    // given
    const request = await file();
    await office.waitsAt(request, FIRST);

    // when
    await remindOfDeadline(office, request);

    // then
    await office.complete(request, FIRST, AGENT, KNOWN);
    await office.tracked(request, 'answered');
  });

  it('runs all of this without an incident', () => office.expectNoIncident());
});
