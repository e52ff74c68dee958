import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { FiledRequest } from '#common/contract/index.ts';
import { SLA_WARNING } from '#tests/support/harness/engine-harness.ts';
import { useEngineHarness } from '#tests/support/hooks/use-engine-harness.ts';
import { eventually } from '#tests/support/wait.ts';

const PLANNING = 'caseworker.urban-planning';
/** Who speaks for each department of the committee. */
const MEMBERS = [
  ['urban-planning-deputy', 'caseworker.urban-planning'],
  ['housing-deputy', 'caseworker.housing'],
  ['national-land-housing', 'caseworker.land-housing'],
] as const;
const EXAMINE = 'Task_ExamineObjection';
const OPINION = 'Task_GiveOpinion';
const DECIDE = 'Task_DecideObjection';

const CONSULT = { decision: 'consult' };
const NOT_ADMISSIBLE = {
  decision: 'answer',
  outcome: 'not-admissible',
  text: 'مهلت اعتراض به این طرح گذشته است.',
};
const ASK = { decision: 'ask-citizen', question: 'نسبت شما با ملک چیست؟' };
const TRANSFER = { decision: 'transfer', transferTo: 'railways', reason: 'طرح از آن راه‌آهن است.' };
const DECISION = { decision: 'answer', outcome: 'partly', text: 'تراکم اصلاح می‌شود؛ کاربری می‌ماند.' };

describe('urban-development-objection', function () {
  this.timeout(120_000);
  const harness = useEngineHarness();

  /** Of no province, so that the office of the deputy has it itself. */
  const file = (): Promise<FiledRequest> =>
    harness.fileUnchecked({
      columns: {
        service: 'urban-plan-objection',
        process_key: 'urban-development-objection',
        department: 'urban-planning-deputy',
        province: null,
        answers: { plan: 'طرح تفصیلی منطقه ۴', interest: 'owner' },
      },
    });

  async function admitted(): Promise<FiledRequest> {
    const request = await file();
    await harness.claimAndComplete(request, EXAMINE, PLANNING, CONSULT);
    return request;
  }

  async function giveOpinion(
    { id }: FiledRequest,
    queue: string,
    by: string,
    opinion: string,
  ): Promise<void> {
    const open = { request_id: id, element_id: OPINION, queue, state: 'created' };
    const key = await eventually(
      async () => (await harness.database.db('tasks').where(open).pluck('task_key'))[0] as string | undefined,
    );
    expect(
      await harness.people.claimAndComplete(key, { opinion, grounds: 'طرح با ضابطه سنجیده شد.' }, by),
    ).to.equal(true);
  }

  it('asks every member at once, and answers with the decision', async () => {
    // given
    const request = await admitted();
    await harness.waitUntilAt(request, OPINION);
    await harness.waitUntilIdle(request);
    const asked = await harness.openTasks(request);

    // when
    for (const [queue, member] of MEMBERS) await giveOpinion(request, queue, member, 'uphold');
    await harness.claimAndComplete(request, DECIDE, PLANNING, DECISION);

    // then
    expect(asked).to.deep.equal([OPINION, OPINION, OPINION]);
    const { answer, outcome } = await harness.waitForStatus(request, 'answered');
    expect({ answer, outcome }).to.deep.equal({ answer: DECISION.text, outcome: 'partly' });
    await harness.confirm(request);
    await harness.waitForStatus(request, 'closed');
    await harness.waitUntilEnded(request);
  });

  it('decides with the opinions that have come when fourteen days are over', async () => {
    // given
    const request = await admitted();
    await giveOpinion(request, 'housing-deputy', 'caseworker.housing', 'reject');

    // when
    await harness.passDays(request, 15);

    // then
    await harness.taskOf(request, DECIDE, PLANNING);
    expect(await harness.openTasks(request)).to.deep.equal([DECIDE]);
  });

  it('answers at once what is not admissible', async () => {
    // given
    const request = await file();

    // when
    await harness.claimAndComplete(request, EXAMINE, PLANNING, NOT_ADMISSIBLE);

    // then
    const { outcome } = await harness.waitForStatus(request, 'answered');
    expect(outcome).to.equal('not-admissible');
  });

  it('asks the citizen, and examines again', async () => {
    // given
    const request = await file();
    await harness.claimAndComplete(request, EXAMINE, PLANNING, ASK);
    await harness.waitForStatus(request, 'waiting-citizen');

    // when
    await harness.reply(request);

    // then
    await harness.taskOf(request, EXAMINE, PLANNING);
  });

  it('goes to the department that accepts it', async () => {
    // given
    const request = await file();
    await harness.claimAndComplete(request, EXAMINE, PLANNING, TRANSFER);

    // when
    await harness.claimAndComplete(request, 'Task_AcceptTransfer', 'caseworker.railways', {
      decision: 'accept',
    });

    // then
    await harness.taskOf(request, EXAMINE, 'caseworker.railways');
  });

  it('is examined again when the citizen reopens it', async () => {
    // given
    const request = await file();
    await harness.claimAndComplete(request, EXAMINE, PLANNING, NOT_ADMISSIBLE);
    await harness.waitForStatus(request, 'answered');

    // when
    await harness.reopen(request);

    // then
    await harness.taskOf(request, EXAMINE, PLANNING);
    expect(await harness.openTasks(request)).to.deep.equal([EXAMINE]);
  });

  it('takes up a step of its deadline while the members are asked', async () => {
    // given
    const request = await admitted();
    await harness.waitUntilAt(request, OPINION);

    // when
    await harness.sendMessage(request, 'sla-step', SLA_WARNING);

    // then
    await harness.waitUntilIdle(request);
    expect(await harness.openTasks(request)).to.deep.equal([OPINION, OPINION, OPINION]);
  });

  it('takes all tasks back when the citizen withdraws', async () => {
    // given
    const request = await admitted();
    await harness.waitUntilAt(request, OPINION);

    // when
    await harness.withdraw(request);

    // then
    await harness.waitUntilEnded(request);
    expect(await harness.openTasks(request)).to.deep.equal([]);
  });

  it('runs all of this without an incident', () => harness.expectNoIncident());
});
