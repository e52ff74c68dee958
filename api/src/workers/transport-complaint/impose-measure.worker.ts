import { Type } from '@sinclair/typebox';
import { defineWorker } from '#api/engine/workers-host.ts';
import { CARRIER_MEASURES } from '#api/modules/carriers/index.ts';
import { RequestId } from '#common/contract/index.ts';
import { latestDecisionOn, REVIEW_ELEMENT, type TransportComplaintDeps } from './deps.ts';

/** Service task "Impose the measure" (Task_ImposeMeasure) in transport-complaint.bpmn: imposes the measure
 *  chosen in the form "Decide", if any. Repeats are harmless. */
export const imposeMeasure = ({ carriers, submittedForms }: TransportComplaintDeps) =>
  defineWorker({
    type: 'transport-complaint.impose-measure',
    input: Type.Object({ requestId: RequestId }),
    handle: async ({ requestId }, { onceKey }) => {
      const decision = await latestDecisionOn(requestId, { submittedForms });
      if (!decision || decision.takenBack) throw new Error('No decision on the measure stands');
      const measure = CARRIER_MEASURES.find((one) => one === decision.measure);
      if (!measure) return { complete: {} };
      const named = (await submittedForms.latest(requestId, REVIEW_ELEMENT))?.data.carrier;
      const carrier = typeof named === 'string' ? named : null;
      await carriers.impose({ requestId, carrier, measure, onceKey });
      return { complete: {} };
    },
  });
