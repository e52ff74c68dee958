import type { JobOutcome } from '#api/engine/workers-host.ts';
import type { StepCompletion, StepResult, StepVariables } from '#api/modules/requests/index.ts';
import type { Log } from '#api/platform/log.ts';

/** A step that came too late must not hold its process: it is written in the request's history, and the process goes on. */
export function completeStepJob(result: StepResult, log: Log): JobOutcome {
  if (result === 'skipped') log.warn({ result }, 'a step came too late and was skipped');
  return { complete: {} };
}

/** The same for a step of which the process is told something: these facts, and no others. */
export function completeStepJobWith<F extends StepVariables>(
  { result, variables }: StepCompletion<F>,
  names: readonly (keyof F & string)[],
  log: Log,
): JobOutcome {
  completeStepJob(result, log);
  return { complete: Object.fromEntries(names.map((name) => [name, variables[name]])) };
}
