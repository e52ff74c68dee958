import { Type } from '@sinclair/typebox';
import { OneOf, RequestId } from '../../../contract/index.ts';
import { defineWorker } from '../../engine/workers-host.ts';
import { MEASURES } from '../../modules/carriers/index.ts';
import { REVIEW, type TransportComplaintDeps } from './deps.ts';

/** Service task "Impose the measure" (Task_ImposeMeasure) in transport-complaint.bpmn. Repeats are harmless. */
export const imposeMeasure = ({ carriers, sentForms }: TransportComplaintDeps) =>
  defineWorker({
    type: 'transport-complaint.impose-measure',
    input: Type.Object({ requestId: RequestId, measure: OneOf(MEASURES) }),
    handle: async ({ requestId, measure }, { onceKey }) => {
      const named = (await sentForms.latest(requestId, REVIEW))?.data.carrier;
      const carrier = typeof named === 'string' ? named : null;
      await carriers.impose({ requestId, carrier, measure, onceKey });
      return { complete: {} };
    },
  });
