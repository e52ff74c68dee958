import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { DECISIONS } from '../../support/people-at-work.ts';
import { openOffice, type Office } from '../../support/office.ts';

const TEHRAN = 'caseworker.rmto-tehran';
const TEHRAN_TOO = 'caseworker.rmto-tehran-2';
const RAILWAYS = 'caseworker.railways';
const TRIAGE = 'caseworker.triage';

const HANDLE = 'Task_HandleRequest';

describe('citizen-request', function () {
  this.timeout(60_000);
  let office: Office;

  before(async () => {
    office = await openOffice();
  });

  after(() => office.close());

  it('brings a certain request to its department, and closes it when the citizen confirms', async () => {
    // given
    const request = await office.file();
    await office.complete(request, HANDLE, TEHRAN, DECISIONS.answer);
    const answered = await office.tracked(request, 'answered');

    // when
    await office.confirm(request);

    // then
    expect(answered).to.include({ answer: DECISIONS.answer.text, outcome: 'resolved', canReopen: true });
    await office.tracked(request, 'closed');
    await office.processEnded(request);
    expect(await office.history(request)).to.deep.equal([
      'in-progress: provincial-road',
      'answered',
      'closed: confirmed',
    ]);
  });

  it('lets the contact centre route what the table cannot', async () => {
    // given
    const request = await office.fileUnchecked({ columns: { province: null } });

    // when
    await office.complete(request, 'Task_Triage', TRIAGE, { department: 'rmto-tehran', priority: 'high' });

    // then
    await office.taskOf(request, HANDLE, TEHRAN);
    const tracked = await office.tracked(request, 'in-progress');
    expect(tracked.department.slug).to.equal('rmto-tehran');
    expect(await office.history(request)).to.deep.equal(['in-progress: triage']);
  });

  it('brings a transferred request to the other department, and takes it from the first', async () => {
    // given
    const request = await office.file();

    // when
    await office.complete(request, HANDLE, TEHRAN, DECISIONS.transfer);

    // then
    const { key } = await office.taskOf(request, HANDLE, RAILWAYS);
    const { status } = await office.people.task(key, TEHRAN);
    expect(status).to.equal(404);
    expect(await office.history(request)).to.deep.equal([
      'in-progress: provincial-road',
      'transferred: transfer',
    ]);
  });

  it('goes on with the reply to a question', async () => {
    // given
    const request = await office.file();
    await office.complete(request, HANDLE, TEHRAN, DECISIONS.ask);
    const asked = await office.tracked(request, 'waiting-citizen');

    // when
    await office.reply(request);

    // then
    expect(asked).to.include({ question: DECISIONS.ask.question, canReply: true });
    await office.taskOf(request, HANDLE, TEHRAN);
    expect((await office.history(request)).slice(1)).to.deep.equal([
      'question',
      'work-resumed: citizen-replied',
    ]);
  });

  it('goes on without the reply when its time runs out', async () => {
    // given
    const request = await office.file();
    await office.complete(request, HANDLE, TEHRAN, DECISIONS.ask);
    await office.tracked(request, 'waiting-citizen');

    // when
    await office.daysPass(request, 11);

    // then
    await office.taskOf(request, HANDLE, TEHRAN);
    expect((await office.history(request)).slice(1)).to.deep.equal([
      'question',
      'work-resumed: reply-time-out',
    ]);
  });

  it('brings a reopened request to another officer than who answered it', async () => {
    // given
    const request = await office.file();
    await office.complete(request, HANDLE, TEHRAN, DECISIONS.answer);
    await office.tracked(request, 'answered');

    // when
    await office.reopen(request);
    const task = await office.taskOf(request, HANDLE, TEHRAN);
    const again = await office.people.claim(task, TEHRAN);
    await office.complete(request, HANDLE, TEHRAN_TOO, DECISIONS.answer);
    await office.tracked(request, 'answered');
    await office.confirm(request);

    // then
    expect(task.barred).to.equal('answered-before');
    expect([again.status, again.body.code]).to.deep.equal([403, 'other-officer-needed']);
    await office.tracked(request, 'closed');
    expect((await office.history(request)).slice(1)).to.deep.equal([
      'answered',
      'work-resumed: reopened',
      'answered',
      'closed: confirmed',
    ]);
  });

  it('closes when the time for feedback runs out', async () => {
    // given
    const request = await office.file();
    await office.complete(request, HANDLE, TEHRAN, DECISIONS.answer);
    await office.tracked(request, 'answered');

    // when
    await office.daysPass(request, 16);

    // then
    await office.tracked(request, 'closed');
    await office.processEnded(request);
    expect((await office.history(request)).at(-1)).to.equal('closed: time-out');
  });

  it('runs all of this without an incident', async () => {
    // then
    await office.expectNoIncident();
  });
});
