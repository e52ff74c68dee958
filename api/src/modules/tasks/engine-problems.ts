import { EngineTaskConflict, EngineTaskNotFound, EngineUnavailable } from '#api/engine/engine-port.ts';
import { EngineUnavailableProblem } from '#api/platform/common.errors.ts';
import { TaskNotFound, TaskTaken } from './tasks.errors.ts';

/** Translates what the engine refused about a task assignment into a problem of the API. */
export function toTaskProblem(error: unknown): unknown {
  const options = { cause: error };
  if (error instanceof EngineTaskNotFound) return new TaskNotFound(undefined, {}, options);
  if (error instanceof EngineTaskConflict) return new TaskTaken(undefined, {}, options);
  if (error instanceof EngineUnavailable) return new EngineUnavailableProblem(undefined, {}, options);
  return error;
}
