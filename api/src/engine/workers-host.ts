export { defineWorker } from './define-worker.ts';
export type { AnyWorker, JobContext, JobOutcome, WorkerDefinition } from './define-worker.ts';
