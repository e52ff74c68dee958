import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import type { FiledRequest } from '#common/contract/index.ts';
import { DECISIONS } from '#tests/support/people-at-work.ts';
import { openOffice, type Office } from '#tests/support/office.ts';
import { eventually } from '#tests/support/wait.ts';

const TEHRAN = 'caseworker.rmto-tehran';
const HANDLE = 'Task_HandleRequest';
const WAIT = 'Task_AwaitReply';

describe('ask-citizen', function () {
  this.timeout(90_000);
  let office: Office;

  before(async () => {
    office = await openOffice();
  });

  after(() => office.close());

  const askedRequest = async (): Promise<FiledRequest> => {
    const request = await office.file();
    await office.complete(request, HANDLE, TEHRAN, DECISIONS.ask);
    await office.waitsAt(request, WAIT);
    return request;
  };

  const story = async (request: FiledRequest): Promise<string[]> =>
    (await office.history(request)).filter((line) => /^(question|reminded|work-resumed)/.test(line));

  it('goes on with the reply to a question', async () => {
    // given
    const request = await askedRequest();
    const asked = await office.tracked(request, 'waiting-citizen');

    // when
    await office.reply(request);

    // then
    expect(asked).to.include({ question: DECISIONS.ask.question, canReply: true });
    await office.taskOf(request, HANDLE, TEHRAN);
    expect(await story(request)).to.deep.equal(['question', 'work-resumed: citizen-replied']);
  });

  it('reminds the citizen twice, and goes on without the reply when its time runs out', async () => {
    // given
    const request = await askedRequest();

    // when
    for (const reminders of [1, 2, 2]) {
      await office.daysPass(request, 3);
      await office.stands(request);
      await eventually(async () => (await story(request)).length === 1 + reminders);
    }
    const reminded = await story(request);
    await office.daysPass(request, 1);

    // then
    expect(reminded).to.deep.equal(['question', 'reminded', 'reminded']);
    await office.taskOf(request, HANDLE, TEHRAN);
    expect((await story(request)).at(-1)).to.equal('work-resumed: reply-time-out');
    expect((await office.people.reply(request)).status).to.equal(409);
  });

  it('takes the reply that comes after a reminder', async () => {
    // given
    const request = await askedRequest();
    await office.daysPass(request, 4);
    await office.stands(request);

    // when
    await office.reply(request);

    // then
    await office.taskOf(request, HANDLE, TEHRAN);
    expect(await story(request)).to.deep.equal(['question', 'reminded', 'work-resumed: citizen-replied']);
  });

  it('takes a reply that comes in the moment in which its time runs out, and no later question has it', async () => {
    // given
    const request = await askedRequest();
    await office.comesInTheSameMoment(request, 'reply');

    // when
    await office.daysPass(request, 11);
    await office.waitsAt(request, WAIT);
    await office.tell(request, 'citizen-replied');
    await office.complete(request, HANDLE, TEHRAN, DECISIONS.ask);

    // then
    await office.waitsAt(request, WAIT);
    expect((await office.tracked(request, 'waiting-citizen')).canReply).to.equal(true);
    expect((await story(request)).filter((line) => line !== 'reminded')).to.deep.equal([
      'question',
      'work-resumed: citizen-replied',
      'question',
    ]);
  });

  it('ends when the citizen withdraws', async () => {
    // given
    const request = await askedRequest();

    // when
    await office.withdraw(request);

    // then
    await office.tracked(request, 'withdrawn');
    await office.processEnded(request);
  });

  it('runs all of this without an incident', async () => {
    await office.expectNoIncident();
  });
});
