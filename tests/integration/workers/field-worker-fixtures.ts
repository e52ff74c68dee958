import type { FixtureBuilder, WorkerFixture } from '#tests/support/harness/worker-harness.ts';

const REPAIR = { repairKind: 'surface' };

const REVIEW = {
  decision: 'ask-carrier',
  carrier: 'شرکت مسافربری نمونه',
  carrierDays: 10,
  carrierQuestion: 'علت تأخیر چه بود؟',
};

/** Creates a request with an ordered repair; the crews never run out of capacity. */
const repaired = async (at: FixtureBuilder, more: Record<string, unknown> = {}) => {
  const input = await at.routed(more);
  await at.db('crews').update({ capacity: 1_000_000 });
  await at.runWorker('road-defect.plan-repair', { ...input, ...REPAIR });
  return input;
};

/** Creates a complaint about which an officer has asked the carrier. */
const reviewed = async (at: FixtureBuilder, more: Record<string, unknown> = {}) => {
  const input = await at.routed(more);
  await at.submitForm(String(input.requestId), REVIEW, 'Task_ReviewComplaint');
  return input;
};

/** Creates a complaint for which a measure was decided. */
const measured = async (at: FixtureBuilder, measure: string) => {
  const input = await reviewed(at);
  await at.submitForm(String(input.requestId), { decision: 'answer', measure }, 'Task_Decide');
  return input;
};

const carrierAsked = async (at: FixtureBuilder) => {
  const input = await reviewed(at);
  await at.runWorker('transport-complaint.ask-carrier', { ...input, carrierWindow: 'P10D' });
  return input;
};

/** Fixtures for the workers of road-defect.bpmn and transport-complaint.bpmn. */
export const FIELD_WORKER_FIXTURES: Record<string, WorkerFixture> = {
  'road-defect.plan-repair': (at) => repaired(at, REPAIR),
  'road-defect.engage-contractor': async (at) => {
    const input = await repaired(at, REPAIR);
    const decision = { dispatch: 'contractor', contractor: 'شرکت راه‌سازی نمونه' };
    await at.submitForm(String(input.requestId), decision, 'Task_DispatchCrew');
    return input;
  },
  'road-defect.close-order': async (at) => {
    const input = await repaired(at);
    await at.submitForm(String(input.requestId), {}, 'Task_RepairDefect');
    await at.submitForm(
      String(input.requestId),
      { verdict: 'good' },
      'Task_VerifyRepair',
      'caseworker.rmto-tehran-2',
    );
    return input;
  },
  'road-defect.cancel-order': (at) => repaired(at),
  'road-defect.tell-control-room': (at) => at.routed(),
  'transport-complaint.ask-carrier': (at) => reviewed(at, { carrierWindow: 'P10D' }),
  'transport-complaint.remind-carrier': carrierAsked,
  'transport-complaint.impose-measure': (at) => measured(at, 'warning'),
  'transport-complaint.lift-measure': async (at) => {
    const input = await measured(at, 'suspension');
    await at.runWorker('transport-complaint.impose-measure', input);
    await at.submitForm(String(input.requestId), { check: 'take-back' }, 'Task_CheckDecision');
    return input;
  },
};
