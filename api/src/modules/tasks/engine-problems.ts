import { EngineTaskConflict, EngineTaskNotFound, EngineUnavailable } from '#api/engine/engine-port.ts';
import { EngineUnavailableProblem, TaskNotFound, TaskTaken } from './tasks.errors.ts';

/** Says in the words of the api what the engine refused about a hold on a task. */
export function toTaskProblem(error: unknown): unknown {
  const options = { cause: error };
  if (error instanceof EngineTaskNotFound) return new TaskNotFound(undefined, {}, options);
  if (error instanceof EngineTaskConflict) return new TaskTaken(undefined, {}, options);
  if (error instanceof EngineUnavailable) return new EngineUnavailableProblem(undefined, {}, options);
  return error;
}
