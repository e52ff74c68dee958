import { EngineUnavailable, TaskConflict, TaskGone } from '#api/engine/engine-port.ts';
import { EngineAway, TaskMissing, TaskTaken } from './tasks.errors.ts';

/** Says in the words of the api what the engine refused about a hold on a task. */
export function asProblem(error: unknown): unknown {
  const options = { cause: error };
  if (error instanceof TaskGone) return new TaskMissing(undefined, {}, options);
  if (error instanceof TaskConflict) return new TaskTaken(undefined, {}, options);
  if (error instanceof EngineUnavailable) return new EngineAway(undefined, {}, options);
  return error;
}
