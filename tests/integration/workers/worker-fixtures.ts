import { aTask } from '#tests/support/fixtures/builders.ts';
import { aHead, aSentStep } from '#tests/support/fixtures/escalation.ts';
import type { FixtureBuilder, WorkerFixture } from '#tests/support/harness/worker-harness.ts';
import { ALERT_WORKER_FIXTURES } from './alert-worker-fixtures.ts';
import { FIELD_WORKER_FIXTURES } from './field-worker-fixtures.ts';

/** Creates a routed request with an open task and a due step; its department has a head. */
async function withStepDue(at: FixtureBuilder, step: string, more: Record<string, unknown>) {
  const { requestId } = await at.routed();
  const request = await at.db('requests').where({ id: requestId }).first();
  await aTask(at.db, { request });
  await aHead(at.db, 'rmto-tehran', 'head.rmto-tehran');
  const slaStepId = await aSentStep(at.db, String(requestId), { step, mode: 'transfer' });
  return { requestId, slaStepId, ...more };
}

/** Creates a complaint about the unit that investigates complaints. */
async function aboutInvestigators(at: FixtureBuilder) {
  const job = await at.filed();
  await at
    .db('requests')
    .where({ id: job.requestId })
    .update({ answers: { aboutInvestigators: true } });
  return job;
}

/** Fixtures for the job of each worker: the state before it, and the variables from its diagram besides
 *  `requestId`. Every worker that the API registers needs an entry here. The helpers are in
 *  `tests/support/harness/worker-harness.ts`. */
export const WORKER_FIXTURES: Record<string, WorkerFixture> = {
  ...FIELD_WORKER_FIXTURES,
  'shared.record-routing': (at) =>
    at.filed({ department: 'rmto-tehran', priority: 'high', rule: 'provincial-road' }),
  'shared.report-undecided': (at) => at.filed({ rule: 'undecided' }),
  'shared.ask-citizen': (at) => at.formSubmitted({ decision: 'ask-citizen', question: 'کدام سمت جاده؟' }),
  'shared.resume-work': (at) => at.asked({ reason: 'citizen-replied' }),
  'shared.deliver-answer': (at) =>
    at.formSubmitted({ decision: 'answer', outcome: 'resolved', text: 'چاله پر شد.' }),
  'shared.remind-citizen': (at) => at.asked(),
  'shared.reopen-work': (at) => at.feedbackGiven({ satisfied: false, reopen: true, text: 'هنوز نه' }),
  'shared.close-request': (at) => at.answered({ reason: 'confirmed' }),
  'shared.file-appeal': (at) => at.appealed(),
  'shared.decide-appeal': (at) => at.appealDecided({ decision: 'upheld', text: 'دوباره بررسی شود.' }),
  'shared.finish-case': (at) => at.closed(),
  'shared.record-withdrawal': (at) => at.withdrawn(),
  'shared.offer-transfer': (at) =>
    at.formSubmitted({ decision: 'transfer', transferTo: 'railways', reason: 'r' }),
  'shared.decline-transfer': (at) => at.transferOffered(),
  'shared.set-priority': (at) => at.routed({ priority: 'critical' }),
  'shared.notify': (at) => at.routed({ template: 'interim' }),
  'shared.tell-staff': (at) => withStepDue(at, 'warn', { audience: 'supervisor' }),
  'shared.hand-over': (at) => withStepDue(at, 'level-1', {}),
  'shared.finish-sla-step': (at) => withStepDue(at, 'remind', {}),
  'shared.pause-clock': (at) => at.routed({ body: 'police', until: '2027-06-22T06:30:00Z' }),
  'shared.resume-clock': async (at) => {
    const job = await at.routed();
    await at.runWorker('shared.pause-clock', { ...job, body: 'police' });
    return job;
  },
  'shared.call-register': (at) => at.routed({ register: 'land' }),
  'staff-complaint.choose-investigator': aboutInvestigators,
  'staff-complaint.bar-unit': async (at) => {
    const job = await at.routed();
    await at.submitForm(String(job.requestId), { decision: 'name-unit', unit: 'railways' }, 'Task_NameUnit');
    return job;
  },
  ...ALERT_WORKER_FIXTURES,
};
