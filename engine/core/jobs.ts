import { catcherOf, goOnAt, unhandled, type ThrownError } from './errors.ts';
import { dropIncident, raiseIncident } from './incidents.ts';
import { complete } from './lifecycle.ts';
import type { Variables } from './model.ts';
import { Rejection } from './rejection.ts';
import { nextKey, type ElementInstance, type Job, type Runtime } from './runtime.ts';
import { whereValue } from './values.ts';
import { visible } from './variables.ts';

export const emitJob = (runtime: Runtime, intent: string, job: Job, more: object = {}): void =>
  runtime.log.emit(job.element.partition, 'JOB', intent, job.key, {
    ...whereValue(job.element),
    processDefinitionVersion: job.element.definition.version,
    type: job.type,
    worker: job.worker,
    retries: job.retries,
    deadline: job.deadline,
    customHeaders: job.headers,
    variables: {},
    errorMessage: job.errorMessage,
    errorCode: job.errorCode,
    retryBackoff: 0,
    recurringTime: -1,
    timeout: -1,
    ...more,
  });

const nothing = (): void => {};

export function createJob(
  runtime: Runtime,
  element: ElementInstance,
  { type, retries, headers }: Pick<Job, 'type' | 'retries' | 'headers'>,
): void {
  const job: Job = {
    key: nextKey(runtime, element.partition),
    element,
    type,
    retries,
    headers,
    state: 'activatable',
    worker: '',
    deadline: -1,
    errorMessage: '',
    errorCode: '',
    cancelTimer: nothing,
  };
  element.job = job;
  runtime.jobs.set(job.key, job);
  emitJob(runtime, 'CREATED', job);
  offer(runtime, job);
}

function offer(runtime: Runtime, job: Job): void {
  job.state = 'activatable';
  const ready = runtime.ready.get(job.type) ?? new Set<Job>();
  runtime.ready.set(job.type, ready.add(job));
  runtime.newlyReady.add(job.type);
}

const withdraw = (runtime: Runtime, job: Job): void => {
  job.cancelTimer();
  job.cancelTimer = nothing;
  runtime.ready.get(job.type)?.delete(job);
};

function forget(runtime: Runtime, job: Job): void {
  withdraw(runtime, job);
  runtime.jobs.delete(job.key);
  job.element.job = undefined;
}

export type Activation = {
  type: string;
  worker: string;
  max: number;
  timeoutMs: number;
  fetch: readonly string[];
};

export type ActivatedJob = { job: Job; variables: Variables };

/** Gives up to `max` jobs to a worker; nobody else gets them until the time-out. */
export function activateJobs(
  runtime: Runtime,
  { type, worker, max, timeoutMs, fetch }: Activation,
): ActivatedJob[] {
  const taken: ActivatedJob[] = [];
  for (const job of runtime.ready.get(type) ?? []) {
    if (taken.length === max) break;
    withdraw(runtime, job);
    Object.assign(job, { state: 'activated', worker, deadline: runtime.now + timeoutMs });
    job.cancelTimer = runtime.due.schedule(job.deadline, () => {
      emitJob(runtime, 'TIMED_OUT', job);
      offer(runtime, job);
    });
    const all = visible(job.element);
    const wanted = fetch.length > 0 ? fetch.filter((name) => Object.hasOwn(all, name)) : Object.keys(all);
    taken.push({ job, variables: Object.fromEntries(wanted.map((name) => [name, all[name]])) });
  }
  return taken;
}

/** @throws Rejection */
function jobFor(runtime: Runtime, jobKey: string, verb: string, states: readonly Job['state'][]): Job {
  const job = runtime.jobs.get(jobKey);
  if (!job)
    throw new Rejection(
      'NOT_FOUND',
      `Expected to ${verb} job with key '${jobKey}', but no such job was found`,
    );
  if (!states.includes(job.state))
    throw new Rejection(
      'INVALID_STATE',
      `Expected to ${verb} job with key '${jobKey}', but it is in state '${job.state.toUpperCase()}'`,
    );
  return job;
}

/** A job whose time was over may still be completed, as long as nobody else has done so. */
export function completeJob(runtime: Runtime, jobKey: string, variables: Variables): void {
  const job = jobFor(runtime, jobKey, 'complete', ['activatable', 'activated']);
  emitJob(runtime, 'COMPLETED', job, { variables });
  forget(runtime, job);
  complete(runtime, job.element, variables);
}

export function failJob(
  runtime: Runtime,
  {
    jobKey,
    retries,
    backOffMs,
    message,
  }: { jobKey: string; retries: number; backOffMs: number; message: string },
): void {
  const job = jobFor(runtime, jobKey, 'fail', ['activated']);
  withdraw(runtime, job);
  Object.assign(job, { state: 'failed', retries, errorMessage: message, deadline: -1 });
  const recurringTime = retries > 0 && backOffMs > 0 ? runtime.now + backOffMs : -1;
  emitJob(runtime, 'FAILED', job, { retryBackoff: backOffMs, recurringTime });
  if (retries <= 0) {
    const stuck = { errorType: 'JOB_NO_RETRIES', message: message || 'No more retries left.' };
    raiseIncident(runtime, job.element, stuck, () => offer(runtime, job), job);
  } else if (backOffMs > 0) {
    job.cancelTimer = runtime.due.schedule(recurringTime, () => {
      emitJob(runtime, 'RECURRED_AFTER_BACKOFF', job);
      offer(runtime, job);
    });
  } else offer(runtime, job);
}

export function throwJobError(runtime: Runtime, jobKey: string, error: ThrownError): void {
  const job = jobFor(runtime, jobKey, 'throw an error for', ['activatable', 'activated']);
  const { element } = job;
  withdraw(runtime, job);
  Object.assign(job, { state: 'error-thrown', errorCode: error.code, errorMessage: error.message });
  emitJob(runtime, 'ERROR_THROWN', job, { variables: error.variables });
  const caught = catcherOf(element, error.code);
  if (!caught) return raiseIncident(runtime, element, unhandled(error), () => offer(runtime, job), job);
  forget(runtime, job);
  goOnAt(runtime, caught, error.variables);
}

export function updateJobRetries(runtime: Runtime, jobKey: string, retries: number): void {
  if (retries < 1)
    throw new Rejection(
      'INVALID_ARGUMENT',
      `Expected to update retries for job with key '${jobKey}' with a positive amount of retries, but the amount given was '${retries}'`,
    );
  const job = jobFor(runtime, jobKey, 'update retries of', [
    'activatable',
    'activated',
    'failed',
    'error-thrown',
  ]);
  job.retries = retries;
  emitJob(runtime, 'RETRIES_UPDATED', job);
}

/** The element ends without the job being done. */
export function cancelJob(runtime: Runtime, element: ElementInstance): void {
  const { job } = element;
  if (!job) return;
  emitJob(runtime, 'CANCELED', job);
  forget(runtime, job);
  dropIncident(runtime, element);
}
