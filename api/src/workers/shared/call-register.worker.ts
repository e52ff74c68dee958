import { Type } from '@sinclair/typebox';
import { defineWorker } from '#api/engine/workers-host.ts';
import { OneOf, RequestId } from '#common/contract/index.ts';
import type { SharedWorkerDeps } from './deps.ts';

/** Checks a request against a register of another body and returns the finding to the process. A repeat
 *  returns the stored finding. */
export const callRegister = ({ registers }: SharedWorkerDeps) =>
  defineWorker({
    type: 'shared.call-register',
    input: Type.Object({ requestId: RequestId, register: OneOf(['land']) }),
    handle: async ({ requestId }, { onceKey }) => ({
      complete: { finding: await registers.checkLand({ requestId, onceKey }) },
    }),
  });
