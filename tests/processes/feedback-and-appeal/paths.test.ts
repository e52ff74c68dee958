import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import type { FiledRequest } from '#common/contract/index.ts';
import { DECISIONS } from '#tests/support/people-at-work.ts';
import { openOffice, type Office } from '#tests/support/office.ts';

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
  let office: Office;

  before(async () => {
    office = await openOffice();
  });

  after(() => office.close());

  const answer = async (request: FiledRequest, by: string): Promise<void> => {
    await office.complete(request, HANDLE, by, DECISIONS.answer);
    await office.waitsAt(request, FEEDBACK);
    await office.tracked(request, 'answered');
  };

  const answered = async (): Promise<FiledRequest> => {
    const request = await office.file();
    await answer(request, TEHRAN);
    return request;
  };

  /** Closed because nothing was said. */
  const closed = async (): Promise<FiledRequest> => {
    const request = await answered();
    await office.daysPass(request, 16);
    await office.waitsAt(request, APPEAL);
    return request;
  };

  const appealed = async (): Promise<FiledRequest> => {
    const request = await closed();
    await office.appeal(request);
    await office.waitsAt(request, DECIDE);
    return request;
  };

  const closings = async (request: FiledRequest): Promise<string[]> =>
    (await office.history(request)).filter((line) => /^(closed|final)/.test(line));

  it('ends at once when the citizen confirms', async () => {
    // given
    const request = await answered();

    // when
    await office.confirm(request);

    // then
    expect((await office.tracked(request, 'closed')).canAppeal).to.equal(false);
    await office.processEnded(request);
    expect((await closings(request))[0]).to.equal('closed: confirmed');
  });

  it('closes an answer that does not satisfy, and waits for an appeal', async () => {
    // given
    const request = await answered();

    // when
    await office.unsatisfied(request);

    // then
    expect((await office.tracked(request, 'closed')).canAppeal).to.equal(true);
    await office.waitsAt(request, APPEAL);
    expect(await closings(request)).to.deep.equal(['closed: unsatisfied']);
  });

  it('closes when nothing is said, and is final when no appeal comes', async () => {
    // given
    const request = await closed();

    // when
    await office.daysPass(request, 31);

    // then
    await office.processEnded(request);
    expect(await closings(request)).to.deep.equal(['closed: time-out', 'final']);
    expect((await office.tracked(request, 'closed')).canAppeal).to.equal(false);
  });

  it('reopens twice, with another officer and then above; a third time is not possible', async () => {
    // given
    const request = await answered();

    // when
    await office.reopen(request);
    await answer(request, TEHRAN_2);
    await office.reopen(request);
    await answer(request, RMTO);
    const third = await office.reopen(request);

    // then
    expect(third.status).to.equal(409);
    const tracked = await office.tracked(request, 'answered');
    expect(tracked.department.slug).to.equal('rmto');
    expect(tracked.canReopen).to.equal(false);
  });

  it('closes with the limit as its reason when a reopening too many reaches the process', async () => {
    // given
    const request = await answered();
    await office.tell(request, 'citizen-feedback', { feedback: 'reopened' });
    await answer(request, TEHRAN_2);
    await office.tell(request, 'citizen-feedback', { feedback: 'reopened' });
    await answer(request, RMTO);

    // when
    await office.tell(request, 'citizen-feedback', { feedback: 'reopened' });

    // then
    await office.waitsAt(request, APPEAL);
    expect(await closings(request)).to.deep.equal(['closed: reopening-limit']);
  });

  it('takes a reopening that comes in the moment in which its time runs out', async () => {
    // given
    const request = await answered();
    await office.comesInTheSameMoment(request, 'reopened');

    // when
    await office.daysPass(request, 16);
    await office.waitsAt(request, FEEDBACK);
    await office.tell(request, 'citizen-feedback', { feedback: 'reopened' });

    // then
    await office.taskOf(request, HANDLE, TEHRAN_2);
    await office.tracked(request, 'in-progress');
    expect(await closings(request)).to.deep.equal([]);
  });

  it('works on at the senior office when the appeal is upheld; the case is final after its next close', async () => {
    // given
    const request = await appealed();
    expect((await office.tracked(request, 'closed')).appealState).to.equal('pending');

    // when
    await office.complete(request, DECIDE, RMTO, UPHELD);

    // then
    await office.tracked(request, 'in-progress');
    await answer(request, RMTO);
    await office.daysPass(request, 16);
    await office.processEnded(request);
    const tracked = await office.tracked(request, 'closed');
    expect(tracked).to.include({ canAppeal: false, appealState: 'upheld' });
    expect(tracked.department.slug).to.equal('rmto');
  });

  it('is final when the appeal is rejected', async () => {
    // given
    const request = await appealed();

    // when
    await office.complete(request, DECIDE, RMTO, REJECTED);

    // then
    await office.processEnded(request);
    expect(await office.tracked(request, 'closed')).to.include({ canAppeal: false, appealState: 'rejected' });
  });

  it('takes an appeal that comes in the moment in which its time runs out', async () => {
    // given
    const request = await closed();
    await office.comesInTheSameMoment(request, 'appealed');

    // when
    await office.daysPass(request, 31);
    await office.waitsAt(request, APPEAL);
    await office.tell(request, 'citizen-appealed');

    // then
    await office.complete(request, DECIDE, RMTO, REJECTED);
    await office.processEnded(request);
  });

  it('runs all of this without an incident', async () => {
    await office.expectNoIncident();
  });
});
