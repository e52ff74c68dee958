import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { FiledRequest } from '#common/contract/index.ts';
import { useEngineHarness } from '#tests/support/hooks/use-engine-harness.ts';
import { DECISIONS } from '#tests/support/people/people-client.ts';

const TEHRAN = 'caseworker.rmto-tehran';
const TEHRAN_2 = 'caseworker.rmto-tehran-2';
const RMTO = 'caseworker.rmto';

const HANDLE = 'Task_HandleRequest';
const FEEDBACK = 'Task_AwaitFeedback';
const APPEAL = 'Task_AwaitAppeal';
const DECIDE = 'Task_DecideAppeal';

const UPHELD = { decision: 'upheld', text: 'بازدید دوباره لازم است.' };
const REJECTED = { decision: 'rejected', text: 'پاسخ پیشین درست است.' };

describe('feedback-and-appeal', function () {
  this.timeout(120_000);
  const harness = useEngineHarness();

  const answer = async (request: FiledRequest, by: string): Promise<void> => {
    await harness.claimAndComplete(request, HANDLE, by, DECISIONS.answer);
    await harness.waitUntilAt(request, FEEDBACK);
    await harness.waitForStatus(request, 'answered');
  };

  const answered = async (): Promise<FiledRequest> => {
    const request = await harness.file();
    await answer(request, TEHRAN);
    return request;
  };

  /** Closed because nothing was said. */
  const closed = async (): Promise<FiledRequest> => {
    const request = await answered();
    await harness.passDays(request, 16);
    await harness.waitUntilAt(request, APPEAL);
    return request;
  };

  const appealed = async (): Promise<FiledRequest> => {
    const request = await closed();
    await harness.appeal(request);
    await harness.waitUntilAt(request, DECIDE);
    return request;
  };

  const closings = async (request: FiledRequest): Promise<string[]> =>
    (await harness.history(request)).filter((line) => /^(closed|final)/.test(line));

  it('ends at once when the citizen confirms', async () => {
    // given
    const request = await answered();

    // when
    await harness.confirm(request);

    // then
    expect((await harness.waitForStatus(request, 'closed')).canAppeal).to.equal(false);
    await harness.waitUntilEnded(request);
    expect((await closings(request))[0]).to.equal('closed: confirmed');
  });

  it('closes an answer that does not satisfy, and waits for an appeal', async () => {
    // given
    const request = await answered();

    // when
    await harness.reportUnsatisfied(request);

    // then
    expect((await harness.waitForStatus(request, 'closed')).canAppeal).to.equal(true);
    await harness.waitUntilAt(request, APPEAL);
    expect(await closings(request)).to.deep.equal(['closed: unsatisfied']);
  });

  it('closes when nothing is said, and is final when no appeal comes', async () => {
    // given
    const request = await closed();

    // when
    await harness.passDays(request, 31);

    // then
    await harness.waitUntilEnded(request);
    expect(await closings(request)).to.deep.equal(['closed: time-out', 'final']);
    expect((await harness.waitForStatus(request, 'closed')).canAppeal).to.equal(false);
  });

  it('reopens twice, with another officer and then above; a third time is not possible', async () => {
    // given
    const request = await answered();

    // when
    await harness.reopen(request);
    await answer(request, TEHRAN_2);
    await harness.reopen(request);
    await answer(request, RMTO);
    const third = await harness.reopen(request);

    // then
    expect(third.status).to.equal(409);
    const tracked = await harness.waitForStatus(request, 'answered');
    expect(tracked.department.slug).to.equal('rmto');
    expect(tracked.canReopen).to.equal(false);
  });

  it('closes with the limit as its reason when a reopening too many reaches the process', async () => {
    // given
    const request = await answered();
    await harness.sendMessage(request, 'citizen-feedback', { feedback: 'reopened' });
    await answer(request, TEHRAN_2);
    await harness.sendMessage(request, 'citizen-feedback', { feedback: 'reopened' });
    await answer(request, RMTO);

    // when
    await harness.sendMessage(request, 'citizen-feedback', { feedback: 'reopened' });

    // then
    await harness.waitUntilAt(request, APPEAL);
    expect(await closings(request)).to.deep.equal(['closed: reopening-limit']);
  });

  it('takes a reopening that comes in the moment in which its time runs out', async () => {
    // given
    const request = await answered();
    await harness.insertCitizenEvent(request, 'reopened');

    // when
    await harness.passDays(request, 16);
    await harness.waitUntilAt(request, FEEDBACK);
    await harness.sendMessage(request, 'citizen-feedback', { feedback: 'reopened' });

    // then
    await harness.taskOf(request, HANDLE, TEHRAN_2);
    await harness.waitForStatus(request, 'in-progress');
    expect(await closings(request)).to.deep.equal([]);
  });

  it('works on at the senior office when the appeal is upheld; the case is final after its next close', async () => {
    // given
    const request = await appealed();
    expect((await harness.waitForStatus(request, 'closed')).appealState).to.equal('pending');

    // when
    await harness.claimAndComplete(request, DECIDE, RMTO, UPHELD);

    // then
    await harness.waitForStatus(request, 'in-progress');
    await answer(request, RMTO);
    await harness.passDays(request, 16);
    await harness.waitUntilEnded(request);
    const tracked = await harness.waitForStatus(request, 'closed');
    expect(tracked).to.include({ canAppeal: false, appealState: 'upheld' });
    expect(tracked.department.slug).to.equal('rmto');
  });

  it('is final when the appeal is rejected', async () => {
    // given
    const request = await appealed();

    // when
    await harness.claimAndComplete(request, DECIDE, RMTO, REJECTED);

    // then
    await harness.waitUntilEnded(request);
    expect(await harness.waitForStatus(request, 'closed')).to.include({
      canAppeal: false,
      appealState: 'rejected',
    });
  });

  it('takes an appeal that comes in the moment in which its time runs out', async () => {
    // given
    const request = await closed();
    await harness.insertCitizenEvent(request, 'appealed');

    // when
    await harness.passDays(request, 31);
    await harness.waitUntilAt(request, APPEAL);
    await harness.sendMessage(request, 'citizen-appealed');

    // then
    await harness.claimAndComplete(request, DECIDE, RMTO, REJECTED);
    await harness.waitUntilEnded(request);
  });

  it('runs all of this without an incident', async () => {
    await harness.expectNoIncident();
  });
});
