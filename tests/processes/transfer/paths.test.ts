import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import type { FiledRequest } from '#common/contract/index.ts';
import { DECISIONS } from '#tests/support/people-at-work.ts';
import { openOffice, type Office } from '#tests/support/office.ts';

const TEHRAN = 'caseworker.rmto-tehran';
const RAILWAYS = 'caseworker.railways';
const TRIAGE = 'caseworker.triage';

const HANDLE = 'Task_HandleRequest';
const ACCEPT = 'Task_AcceptTransfer';
const DECIDE = 'Task_DecideTransfer';

const DECLINE = { decision: 'decline', reason: 'این پل از آن ما نیست.' };
const assign = (assignTo: string) => ({ assignTo, reason: 'حوزه این واحد است.' });

describe('transfer', function () {
  this.timeout(90_000);
  let office: Office;

  before(async () => {
    office = await openOffice();
  });

  after(() => office.close());

  const offered = async (): Promise<FiledRequest> => {
    const request = await office.file();
    await office.complete(request, HANDLE, TEHRAN, DECISIONS.transfer);
    await office.waitsAt(request, ACCEPT);
    return request;
  };

  const story = async (request: FiledRequest): Promise<string[]> =>
    (await office.history(request))
      .map((line) => line.split(':')[0] ?? '')
      .filter((kind) => kind.startsWith('transfer'));

  it('brings the request to the department that accepts it, and takes it from the first', async () => {
    // given
    const request = await offered();
    const before = await office.tracked(request, 'transferred');

    // when
    await office.complete(request, ACCEPT, RAILWAYS, { decision: 'accept' });

    // then
    expect(before.department.slug).to.equal('rmto-tehran');
    const { key } = await office.taskOf(request, HANDLE, RAILWAYS);
    expect((await office.people.task(key, TEHRAN)).status).to.equal(404);
    const tracked = await office.tracked(request, 'in-progress');
    expect(tracked.department.slug).to.equal('railways');
    expect(await story(request)).to.deep.equal(['transfer-offered', 'transferred']);
  });

  it('lets the contact centre give a declined request to a third department', async () => {
    // given
    const request = await offered();
    await office.complete(request, ACCEPT, RAILWAYS, DECLINE);

    // when
    await office.complete(request, DECIDE, TRIAGE, assign('rmto'));

    // then
    await office.taskOf(request, HANDLE, 'caseworker.rmto');
    expect((await office.tracked(request, 'in-progress')).department.slug).to.equal('rmto');
  });

  it('lets the contact centre insist on the department that proposes another', async () => {
    // given
    const request = await offered();
    await office.complete(request, ACCEPT, RAILWAYS, {
      decision: 'propose',
      proposed: 'transport-infrastructures',
      reason: 'پل در دست ساخت است.',
    });

    // when
    await office.complete(request, DECIDE, TRIAGE, assign('railways'));

    // then
    await office.taskOf(request, HANDLE, RAILWAYS);
  });

  it('lets the contact centre send it back to the department before', async () => {
    // given
    const request = await offered();
    await office.complete(request, ACCEPT, RAILWAYS, DECLINE);

    // when
    await office.complete(request, DECIDE, TRIAGE, assign('rmto-tehran'));

    // then
    await office.taskOf(request, HANDLE, TEHRAN);
    expect((await office.tracked(request, 'in-progress')).department.slug).to.equal('rmto-tehran');
    expect(await story(request)).to.deep.equal(['transfer-offered', 'transfer-declined']);
  });

  it('comes to the contact centre when the department says nothing for three days', async () => {
    // given
    const request = await offered();

    // when
    await office.daysPass(request, 4);

    // then
    await office.complete(request, DECIDE, TRIAGE, assign('railways'));
    await office.taskOf(request, HANDLE, RAILWAYS);
  });

  it('returns to the department before when the one decided for does not exist', async () => {
    // given
    const request = await offered();
    await office.complete(request, ACCEPT, RAILWAYS, DECLINE);

    // when
    await office.completeInEngine(request, DECIDE, { assignTo: 'closed-office' });

    // then
    await office.taskOf(request, HANDLE, TEHRAN);
    expect((await office.tracked(request, 'in-progress')).department.slug).to.equal('rmto-tehran');
  });

  it('ends when the citizen withdraws, whoever has it', async () => {
    // given
    const [accepting, deciding] = [await offered(), await offered()];
    await office.complete(deciding, ACCEPT, RAILWAYS, DECLINE);
    await office.waitsAt(deciding, DECIDE);

    for (const request of [accepting, deciding]) {
      // when
      await office.withdraw(request);

      // then
      await office.tracked(request, 'withdrawn');
      await office.processEnded(request);
      expect(await office.openTasks(request)).to.deep.equal([]);
    }
  });

  it('runs all of this without an incident', async () => {
    await office.expectNoIncident();
  });
});
