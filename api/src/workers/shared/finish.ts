import type { JobOutcome } from '../../engine/workers-host.ts';
import type { StepResult } from '../../modules/requests/index.ts';
import type { Log } from '../../platform/log.ts';

/** A step that came too late must not hold its process: it is written in the request's history, and the process goes on. */
export function finish(result: StepResult, log: Log): JobOutcome {
  if (result === 'skipped') log.warn({ result }, 'a step came too late and was skipped');
  return { complete: {} };
}
