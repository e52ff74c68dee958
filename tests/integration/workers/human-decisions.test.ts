import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { aTask } from '#tests/support/fixtures/builders.ts';
import { aHead, aSentStep } from '#tests/support/fixtures/escalation.ts';
import { ANY_JOB_ELEMENT, openWorkerHarness } from '#tests/support/harness/worker-harness.ts';
import { useFixture } from '#tests/support/hooks/use-fixture.ts';
import { WORKER_FIXTURES } from './worker-fixtures.ts';

type Input = Record<string, unknown>;

const SECOND_PERSON = 'supervisor.rmto-tehran';

describe('a worker, whatever the variables of its process say,', function () {
  this.timeout(120_000);
  const harness = useFixture(openWorkerHarness, (opened) => opened.close());

  const works = (type: string, input: Input) =>
    harness.worker(type).handle(input, {
      onceKey: `job:${randomUUID()}:${type}`,
      log: harness.log,
      at: ANY_JOB_ELEMENT,
    });
  const scene = (type: string): Promise<Input> => harness.setUp(WORKER_FIXTURES[type]);
  const routed = (): Promise<Input> => harness.setUp((at) => at.routed());
  const submits = ({ requestId }: Input, data: Input, elementId: string, by?: string): Promise<Input> =>
    harness.setUp(async (at) => {
      await at.submitForm(String(requestId), data, elementId, by);
      return {};
    });
  const requestOf = ({ requestId }: Input): Promise<Input> =>
    harness.db('requests').where({ id: requestId }).first();
  const measuresOf = async ({ requestId }: Input): Promise<string[]> =>
    (await harness.db('carrier_measures').where({ request_id: requestId })).map(
      ({ measure, state }) => `${measure}: ${state}`,
    );
  const refusal = (attempt: Promise<unknown>): Promise<string> =>
    attempt.then(
      () => 'done',
      (error: Error) => error.constructor.name,
    );

  it('records the decision that stands in the form of who approves', async () => {
    // given
    const job = await scene('citizen-alert.record-decision');
    await harness
      .db('task_submissions')
      .whereIn(
        'task_key',
        harness
          .db('tasks as t')
          .join('process_instances as i', 'i.instance_key', 't.instance_key')
          .where('i.request_id', String(job['alertId']))
          .select('t.task_key'),
      )
      .update({ data: { decision: 'reject', reason: 'r' } });

    // when
    const outcome = await works('citizen-alert.record-decision', { ...job, decision: 'approve' });

    // then
    expect(outcome).to.deep.equal({ complete: { decision: 'reject' } });
    const alert = await harness.db('alerts').where({ id: job['alertId'] }).first();
    expect(alert.status).to.equal('rejected');
  });

  it('bars the unit that the form names', async () => {
    // given
    const job = await scene('staff-complaint.bar-unit');

    // when
    await works('staff-complaint.bar-unit', { ...job, unit: 'rmto' });

    // then
    expect(await requestOf(job)).to.include({ barred_department: 'railways' });
  });

  it('imposes the measure that was decided', async () => {
    // given
    const job = await scene('transport-complaint.impose-measure');

    // when
    await works('transport-complaint.impose-measure', { ...job, measure: 'suspension' });

    // then
    expect(await measuresOf(job)).to.deep.equal(['warning: in-force']);
  });

  it('imposes no measure that was taken back', async () => {
    // given
    const job = await scene('transport-complaint.lift-measure');

    // when
    const result = await refusal(works('transport-complaint.impose-measure', job));

    // then
    expect(result).to.equal('Error');
    expect(await measuresOf(job)).to.deep.equal(['suspension: in-force']);
  });

  it('lifts no measure that nobody took back', async () => {
    // given
    const job = await scene('transport-complaint.impose-measure');
    await works('transport-complaint.impose-measure', job);

    // when
    await works('transport-complaint.lift-measure', job);

    // then
    expect(await measuresOf(job)).to.deep.equal(['warning: in-force']);
  });

  it('calls no repair verified that nobody found good since it was made', async () => {
    // given
    const job = await scene('road-defect.plan-repair');
    await works('road-defect.plan-repair', job);
    await submits(job, {}, 'Task_RepairDefect');
    const close = () => refusal(works('road-defect.close-order', { ...job, verdict: 'good' }));
    const order = { request_id: job['requestId'], state: 'open' };

    // when
    const unseen = await close();
    await submits(job, { verdict: 'not-good' }, 'Task_VerifyRepair');
    const bad = await close();

    // then
    expect([unseen, bad]).to.deep.equal(['Error', 'Error']);
    expect(await harness.db('work_orders').where(order)).to.have.length(1);
  });

  for (const [element, word] of [
    ['Task_VerifyRepair', { verdict: 'good' }],
    ['Task_HeadDecides', { headDecision: 'accept' }],
  ] as const)
    it(`closes no order on ${element} of who repaired`, async () => {
      // given
      const job = await scene('road-defect.plan-repair');
      await works('road-defect.plan-repair', job);
      await submits(job, {}, 'Task_RepairDefect');
      await submits(job, word, element);

      // when
      const own = await refusal(works('road-defect.close-order', job));

      // then
      expect(own).to.equal('Error');
    });

  it('orders a repair for the department that has the request', async () => {
    // given
    const job = await scene('road-defect.plan-repair');

    // when
    await works('road-defect.plan-repair', { ...job, department: 'rmto-qom', priority: 'critical' });
    await works('road-defect.tell-control-room', { ...job, department: 'rmto-qom', region: 'qom' });

    // then
    const ofCase = { request_id: job['requestId'] };
    const order = await harness
      .db('work_orders')
      .where({ ...ofCase, state: 'open' })
      .first();
    expect(order).to.include({ department: 'rmto-tehran', priority: 'normal' });
    const told = await harness.db('control_room_reports').where(ofCase).first();
    expect(told.department).to.equal('rmto-tehran');
  });

  it('offers a transfer to the department that the form names', async () => {
    // given
    const job = await scene('shared.offer-transfer');

    // when
    const outcome = await works('shared.offer-transfer', { ...job, transferTo: 'civil-aviation' });

    // then
    expect(outcome).to.deep.equal({ complete: { offered: true, transferTo: 'railways' } });
  });

  it('hands over to the level of the step, and only where the step hands over', async () => {
    // given
    const job = await routed();
    await aTask(harness.db, { request: (await requestOf(job)) as never });
    await aHead(harness.db, 'rmto-tehran', 'head.rmto-tehran');
    const steps: Input = {};
    for (const [step, mode] of [
      ['warn', 'notify'],
      ['level-1', 'transfer'],
    ] as const)
      steps[step] = await aSentStep(harness.db, String(job['requestId']), { step, mode });
    const handOver = (slaStepId: unknown) =>
      works('shared.hand-over', { ...job, slaStepId, level: 'level-3' });

    // when
    const levels = [];
    for (const step of ['warn', 'level-1']) {
      await handOver(steps[step]);
      levels.push((await requestOf(job))['escalation_level']);
    }

    // then
    expect(levels).to.deep.equal([0, 1]);
  });

  const SECOND_WORDS = [
    { answer: ['Task_Decide', {}], second: ['Task_CheckDecision', { check: 'confirm' }] },
    {
      answer: ['Task_Investigate', { founded: true }],
      second: ['Task_DecideMeasure', { measure: 'warning' }],
    },
  ] as const;

  for (const { answer, second } of SECOND_WORDS)
    it(`gives the answer of ${answer[0]} only after ${second[0]}`, async () => {
      // given
      const job = await routed();
      await submits(job, { ...answer[1], decision: 'answer', outcome: 'resolved', text: 't' }, answer[0]);
      const deliver = () => refusal(works('shared.deliver-answer', job));

      // when
      const unchecked = await deliver();
      await submits(job, second[1], second[0], SECOND_PERSON);
      const checked = await deliver();

      // then
      expect([unchecked, checked]).to.deep.equal(['AnswerUnchecked', 'done']);
    });

  for (const { answer, second } of SECOND_WORDS)
    it(`gives no answer of ${answer[0]} on which the same person said ${second[0]}`, async () => {
      // given
      const job = await routed();
      await submits(job, { ...answer[1], decision: 'answer', outcome: 'resolved', text: 't' }, answer[0]);
      await submits(job, second[1], second[0]);

      // when
      const result = await refusal(works('shared.deliver-answer', job));

      // then
      expect(result).to.equal('AnswerUnchecked');
    });

  it('gives no answer that was taken back', async () => {
    // given
    const job = await routed();
    await submits(job, { decision: 'answer', outcome: 'resolved', text: 't' }, 'Task_Decide');
    await submits(job, { check: 'take-back' }, 'Task_CheckDecision');

    // when
    const result = await refusal(works('shared.deliver-answer', job));

    // then
    expect(result).to.equal('AnswerUnchecked');
  });

  it('closes no request whose citizen may have another look', async () => {
    // given
    const job = await harness.setUp((at) =>
      at.feedbackGiven({ satisfied: false, reopen: true, text: 'هنوز نه' }),
    );

    // when
    const result = await refusal(works('shared.close-request', { ...job, reason: 'reopening-limit' }));

    // then
    expect(result).to.equal('ReopeningDue');
    expect(await requestOf(job)).to.include({ status: 'answered' });
  });
});
