import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { FiledRequest } from '#common/contract/index.ts';
import { useEngineHarness } from '#tests/support/hooks/use-engine-harness.ts';
import { DECISIONS } from '#tests/support/people/people-client.ts';

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
  const harness = useEngineHarness();

  const offered = async (): Promise<FiledRequest> => {
    const request = await harness.file();
    await harness.claimAndComplete(request, HANDLE, TEHRAN, DECISIONS.transfer);
    await harness.waitUntilAt(request, ACCEPT);
    return request;
  };

  const story = async (request: FiledRequest): Promise<string[]> =>
    (await harness.history(request))
      .map((line) => line.split(':')[0] ?? '')
      .filter((kind) => kind.startsWith('transfer'));

  it('brings the request to the department that accepts it, and takes it from the first', async () => {
    // given
    const request = await offered();
    const before = await harness.waitForStatus(request, 'transferred');

    // when
    await harness.claimAndComplete(request, ACCEPT, RAILWAYS, { decision: 'accept' });

    // then
    expect(before.department.slug).to.equal('rmto-tehran');
    const { key } = await harness.taskOf(request, HANDLE, RAILWAYS);
    expect((await harness.people.task(key, TEHRAN)).status).to.equal(404);
    const tracked = await harness.waitForStatus(request, 'in-progress');
    expect(tracked.department.slug).to.equal('railways');
    expect(await story(request)).to.deep.equal(['transfer-offered', 'transferred']);
  });

  it('lets the contact centre give a declined request to a third department', async () => {
    // given
    const request = await offered();
    await harness.claimAndComplete(request, ACCEPT, RAILWAYS, DECLINE);

    // when
    await harness.claimAndComplete(request, DECIDE, TRIAGE, assign('rmto'));

    // then
    await harness.taskOf(request, HANDLE, 'caseworker.rmto');
    expect((await harness.waitForStatus(request, 'in-progress')).department.slug).to.equal('rmto');
  });

  it('lets the contact centre insist on the department that proposes another', async () => {
    // given
    const request = await offered();
    await harness.claimAndComplete(request, ACCEPT, RAILWAYS, {
      decision: 'propose',
      proposed: 'transport-infrastructures',
      reason: 'پل در دست ساخت است.',
    });

    // when
    await harness.claimAndComplete(request, DECIDE, TRIAGE, assign('railways'));

    // then
    await harness.taskOf(request, HANDLE, RAILWAYS);
  });

  it('lets the contact centre send it back to the department before', async () => {
    // given
    const request = await offered();
    await harness.claimAndComplete(request, ACCEPT, RAILWAYS, DECLINE);

    // when
    await harness.claimAndComplete(request, DECIDE, TRIAGE, assign('rmto-tehran'));

    // then
    await harness.taskOf(request, HANDLE, TEHRAN);
    expect((await harness.waitForStatus(request, 'in-progress')).department.slug).to.equal('rmto-tehran');
    expect(await story(request)).to.deep.equal(['transfer-offered', 'transfer-declined']);
  });

  it('comes to the contact centre when the department says nothing for three days', async () => {
    // given
    const request = await offered();

    // when
    await harness.passDays(request, 4);

    // then
    await harness.claimAndComplete(request, DECIDE, TRIAGE, assign('railways'));
    await harness.taskOf(request, HANDLE, RAILWAYS);
  });

  it('returns to the department before when the one decided for does not exist', async () => {
    // given
    const request = await offered();
    await harness.claimAndComplete(request, ACCEPT, RAILWAYS, DECLINE);

    // when
    await harness.completeInEngine(request, DECIDE, { assignTo: 'closed-office' });

    // then
    await harness.taskOf(request, HANDLE, TEHRAN);
    expect((await harness.waitForStatus(request, 'in-progress')).department.slug).to.equal('rmto-tehran');
  });

  it('ends when the citizen withdraws, whoever has it', async () => {
    // given
    const [accepting, deciding] = [await offered(), await offered()];
    await harness.claimAndComplete(deciding, ACCEPT, RAILWAYS, DECLINE);
    await harness.waitUntilAt(deciding, DECIDE);

    for (const request of [accepting, deciding]) {
      // when
      await harness.withdraw(request);

      // then
      await harness.waitForStatus(request, 'withdrawn');
      await harness.waitUntilEnded(request);
      expect(await harness.openTasks(request)).to.deep.equal([]);
    }
  });

  it('runs all of this without an incident', async () => {
    await harness.expectNoIncident();
  });
});
