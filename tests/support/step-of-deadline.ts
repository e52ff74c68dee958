import type { FiledRequest } from '#common/contract/index.ts';
import { aSentStep } from './escalation.ts';
import type { Office } from './office.ts';
import { eventually } from './wait.ts';

/** A reminder of the deadline reaches the process of a request; waits until the process has acknowledged it. */
export async function remindOfDeadline(office: Office, request: FiledRequest): Promise<void> {
  const { db } = office.database;
  const slaStepId = await aSentStep(db, request.id, { step: 'remind', mode: 'notify' });
  const step = { slaStep: 'remind', slaTarget: 'resolve', slaMode: 'notify', slaStepId };
  await office.tell(request, 'sla-step', step);
  await eventually(
    async () => (await db('sla_steps').where({ id: slaStepId, state: 'acknowledged' })).length === 1,
  );
}
