import type { Static, TObject } from '@sinclair/typebox';
import type { Log } from '../platform/log.ts';

/** Result that a worker reports to the engine: complete the job (with these variables), or a BPMN error that
 *  the diagram catches. */
export type JobOutcome = { complete?: Record<string, unknown> } | { bpmnError: string; message?: string };

export type JobContext = {
  /** Idempotency key, the same for every delivery of one job: an effect stored under it happens once. */
  onceKey: string;
  log: Log;
  /** Process and element of the job. */
  at: { processKey: string; elementId: string; instanceKey: string };
};

export type WorkerDefinition<Input extends TObject = TObject> = {
  /** The `type` of the service task's `zeebe:taskDefinition`. */
  type: string;
  /** Only these variables are fetched. A null variable counts as absent where it is optional. */
  input: Input;
  /** Maximum number of active jobs on a node, where it should be lower than usual. */
  maxJobsActive?: number;
  /** Handles a job. Thrown errors are retried with growing delays, as often as the diagram says, then raise
   *  an incident. */
  handle(input: Static<Input>, context: JobContext): Promise<JobOutcome>;
};

/** A worker of any input, for lists; its input was checked against its schema where it was defined. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a list of workers of different inputs has no narrower type
export type AnyWorker = WorkerDefinition<any>;

/** Declares a job worker as data; `startWorkers` runs a list of them. Jobs are delivered at least once. */
export const defineWorker = <Input extends TObject>(worker: WorkerDefinition<Input>): AnyWorker => worker;
