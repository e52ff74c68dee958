import type { Static, TObject } from '@sinclair/typebox';
import type { Log } from '../platform/log.ts';

/** What a worker tells the engine: go on (with these variables), or a business error that the diagram catches. */
export type JobOutcome = { complete?: Record<string, unknown> } | { bpmnError: string; message?: string };

export type JobContext = {
  /** The same for every delivery of one job: an effect stored under it happens once. */
  onceKey: string;
  log: Log;
  /** Where in which process the job stands. */
  at: { processKey: string; elementId: string; instanceKey: string };
};

export type WorkerDefinition<Input extends TObject = TObject> = {
  /** The `type` of the service task's `zeebe:taskDefinition`. */
  type: string;
  /** Only these variables are fetched. A variable that is null counts as absent where it is optional. */
  input: Input;
  /** Limits the jobs in hand on a node, where they should be fewer than usual. */
  maxJobsActive?: number;
  /** Thrown errors are retried with a growing pause, as often as the diagram says, then stand as an incident. */
  handle(input: Static<Input>, context: JobContext): Promise<JobOutcome>;
};

/** A worker as it is kept in a list; its input was checked against its schema where it was defined. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a list of workers of different inputs has no narrower type
export type AnyWorker = WorkerDefinition<any>;

/** Declares a job worker as data; `startWorkers` runs a list of them. Jobs are delivered at least once. */
export const defineWorker = <Input extends TObject>(worker: WorkerDefinition<Input>): AnyWorker => worker;
