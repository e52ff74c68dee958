import type { JobOutcome } from '#api/engine/workers-host.ts';
import type { EffectResult } from '#api/modules/escalation/index.ts';
import type { Log } from '#api/platform/log.ts';

/** Whatever became of an effect of an SLA step, the process goes on; what nobody can have sent is worth a line. */
export function completeSlaStepJob(result: EffectResult, log: Log): JobOutcome {
  if (result === 'unknown') log.warn('an SLA step is unknown and was passed over');
  return { complete: {} };
}
