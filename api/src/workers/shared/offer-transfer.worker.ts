import { Type } from '@sinclair/typebox';
import { RequestId, Slug } from '../../../contract/index.ts';
import { defineWorker } from '../../engine/workers-host.ts';
import type { SharedWorkerDeps } from './deps.ts';
import { finishTelling } from './finish.ts';

/** Service task "Offer the transfer" to another department. Answers `offered: false` when there is no such department. Repeats are harmless. */
export const offerTransfer = ({ requests }: SharedWorkerDeps) =>
  defineWorker({
    type: 'shared.offer-transfer',
    input: Type.Object({ requestId: RequestId, transferTo: Slug }),
    handle: async ({ requestId, transferTo }, { onceKey, log }) =>
      finishTelling(await requests.steps.offerTransfer({ requestId, transferTo, onceKey }), ['offered'], log),
  });
