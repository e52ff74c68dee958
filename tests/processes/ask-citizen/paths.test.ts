import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { FiledRequest } from '#common/contract/index.ts';
import { useEngineHarness } from '#tests/support/hooks/use-engine-harness.ts';
import { DECISIONS } from '#tests/support/people/people-client.ts';
import { eventually } from '#tests/support/wait.ts';

const TEHRAN = 'caseworker.rmto-tehran';
const HANDLE = 'Task_HandleRequest';
const WAIT = 'Task_AwaitReply';

describe('ask-citizen', function () {
  this.timeout(90_000);
  const harness = useEngineHarness();

  const askedRequest = async (): Promise<FiledRequest> => {
    const request = await harness.file();
    await harness.claimAndComplete(request, HANDLE, TEHRAN, DECISIONS.ask);
    await harness.waitUntilAt(request, WAIT);
    return request;
  };

  const story = async (request: FiledRequest): Promise<string[]> =>
    (await harness.history(request)).filter((line) => /^(question|reminded|work-resumed)/.test(line));

  it('goes on with the reply to a question', async () => {
    // given
    const request = await askedRequest();
    const asked = await harness.waitForStatus(request, 'waiting-citizen');

    // when
    await harness.reply(request);

    // then
    expect(asked).to.include({ question: DECISIONS.ask.question, canReply: true });
    await harness.taskOf(request, HANDLE, TEHRAN);
    expect(await story(request)).to.deep.equal(['question', 'work-resumed: citizen-replied']);
  });

  it('reminds the citizen twice, and goes on without the reply when its time runs out', async () => {
    // given
    const request = await askedRequest();

    // when
    for (const reminders of [1, 2, 2]) {
      await harness.passDays(request, 3);
      await harness.waitUntilIdle(request);
      await eventually(async () => (await story(request)).length === 1 + reminders);
    }
    const reminded = await story(request);
    await harness.passDays(request, 1);

    // then
    expect(reminded).to.deep.equal(['question', 'reminded', 'reminded']);
    await harness.taskOf(request, HANDLE, TEHRAN);
    expect((await story(request)).at(-1)).to.equal('work-resumed: reply-time-out');
    expect((await harness.people.reply(request)).status).to.equal(409);
  });

  it('takes the reply that comes after a reminder', async () => {
    // given
    const request = await askedRequest();
    await harness.passDays(request, 4);
    await harness.waitUntilIdle(request);

    // when
    await harness.reply(request);

    // then
    await harness.taskOf(request, HANDLE, TEHRAN);
    expect(await story(request)).to.deep.equal(['question', 'reminded', 'work-resumed: citizen-replied']);
  });

  it('takes a reply that comes in the moment in which its time runs out, and no later question has it', async () => {
    // given
    const request = await askedRequest();
    await harness.insertCitizenEvent(request, 'reply');

    // when
    await harness.passDays(request, 11);
    await harness.waitUntilAt(request, WAIT);
    await harness.sendMessage(request, 'citizen-replied');
    await harness.claimAndComplete(request, HANDLE, TEHRAN, DECISIONS.ask);

    // then
    await harness.waitUntilAt(request, WAIT);
    expect((await harness.waitForStatus(request, 'waiting-citizen')).canReply).to.equal(true);
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
    await harness.withdraw(request);

    // then
    await harness.waitForStatus(request, 'withdrawn');
    await harness.waitUntilEnded(request);
  });

  it('runs all of this without an incident', async () => {
    await harness.expectNoIncident();
  });
});
