import type { JobOutcome } from '#api/engine/workers-host.ts';
import type { EffectResult } from '#api/modules/escalation/index.ts';
import type { Log } from '#api/platform/log.ts';

/** Completes the job of an SLA step whatever its result, so that the process goes on; a step id that nobody
 *  can have sent is logged. */
export function completeSlaStepJob(result: EffectResult, log: Log): JobOutcome {
  if (result === 'unknown') log.warn('an SLA step is unknown and was passed over');
  return { complete: {} };
}
