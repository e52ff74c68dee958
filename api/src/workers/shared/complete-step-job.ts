import type { JobOutcome } from '#api/engine/workers-host.ts';
import type { StepCompletion, StepResult, StepVariables } from '#api/modules/requests/index.ts';
import type { Log } from '#api/platform/log.ts';

/** Completes the job of a step. A step that came too late must not block its process: it is recorded in the
 *  request's history, and the process goes on. */
export function completeStepJob(result: StepResult, log: Log): JobOutcome {
  if (result === 'skipped') log.warn({ result }, 'a step came too late and was skipped');
  return { complete: {} };
}

/** Like `completeStepJob`, for a step that returns variables to the process: the named ones, and no
 *  others. */
export function completeStepJobWith<F extends StepVariables>(
  { result, variables }: StepCompletion<F>,
  names: readonly (keyof F & string)[],
  log: Log,
): JobOutcome {
  completeStepJob(result, log);
  return { complete: Object.fromEntries(names.map((name) => [name, variables[name]])) };
}
