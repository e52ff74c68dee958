import { catcherOf, continueAt, type ThrownError, unhandled } from './errors.ts';
import { dropIncident, raiseIncident } from './incidents.ts';
import { complete } from './lifecycle.ts';
import type { Key, Variables } from './model.ts';
import { whereValue } from './record-values.ts';
import { Rejection } from './rejection.ts';
import { nextKey, RESCHEDULE_MS, type Runtime } from './runtime.ts';
import type { ElementInstance, Job } from './state.ts';
import { visible } from './variables.ts';

/** Maximum message size between the engine and its clients, in bytes. */
export const MAX_MESSAGE_BYTES = 16 * 1024 * 1024;
/** Share of it for the variables and headers of a job; the rest is for names and keys. */
const MAX_JOB_BYTES = MAX_MESSAGE_BYTES - 16 * 1024;

export const emitJob = (runtime: Runtime, intent: string, job: Job, more: object = {}): void =>
  runtime.log.emit(job.element.instance.partition, 'JOB', intent, job.key, {
    ...whereValue(job.element),
    processDefinitionVersion: job.element.instance.definition.version,
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

export function createJob(
  runtime: Runtime,
  element: ElementInstance,
  { type, retries, headers }: Pick<Job, 'type' | 'retries' | 'headers'>,
): void {
  const { instance } = element;
  const job: Job = {
    key: nextKey(runtime, element),
    element,
    type,
    retries,
    headers,
    state: 'activatable',
    worker: '',
    deadline: -1,
    errorMessage: '',
    errorCode: '',
  };
  element.job = job;
  instance.at.set(job.key, element);
  emitJob(runtime, 'CREATED', job);
  makeActivatable(runtime, job);
}

/** Makes a job available to the next worker that asks for its type. */
export function makeActivatable(runtime: Runtime, job: Job): void {
  job.state = 'activatable';
  runtime.state.makeActivatable(job);
  runtime.newlyReady.add(job.type);
}

function forget(runtime: Runtime, job: Job): void {
  const { element, key } = job;
  runtime.state.removeJob(key);
  element.instance.at.delete(key);
  element.job = undefined;
}

export type Activation = {
  type: string;
  worker: string;
  max: number;
  timeoutMs: number;
  fetch: readonly string[];
};

/** A job as delivered to its worker. */
export type ActivatedJob = {
  key: Key;
  type: string;
  processInstanceKey: Key;
  processId: string;
  processVersion: number;
  definitionKey: Key;
  elementId: string;
  elementInstanceKey: Key;
  headers: Record<string, string>;
  worker: string;
  retries: number;
  /** Milliseconds since 1970. */
  deadline: number;
  variables: Variables;
  /** The variables as serialized. */
  json: string;
};

/** Activates up to `max` jobs for a worker; no other worker gets them until the timeout. */
export function activateJobs(runtime: Runtime, activation: Activation): ActivatedJob[] {
  const jobs: ActivatedJob[] = [];
  while (jobs.length < activation.max) {
    const keys = runtime.state.activatableJobs(activation.type, activation.max - jobs.length);
    if (keys.length === 0) break;
    jobs.push(...keys.flatMap((key) => activate(runtime, key, activation) ?? []));
  }
  return jobs;
}

/** @returns undefined when the job no longer exists, or cannot be activated now */
function activate(
  runtime: Runtime,
  key: Key,
  { type, worker, timeoutMs, fetch }: Activation,
): ActivatedJob | undefined {
  const { state } = runtime;
  if (state.isUnreadable(key)) return void state.holdJob({ key, type }, runtime.now + RESCHEDULE_MS);
  const job = state.instanceOf(key)?.at.get(key)?.job;
  if (!job) return void state.removeJob(key);
  const variables = fetchVariables(job.element, fetch);
  const json = JSON.stringify(variables);
  const bytes = Buffer.byteLength(json) + Buffer.byteLength(JSON.stringify(job.headers));
  if (bytes > MAX_JOB_BYTES) return void refuseLarge(runtime, job, bytes);
  Object.assign(job, { state: 'activated', worker, deadline: runtime.now + timeoutMs });
  state.holdJob(job, job.deadline);
  return activated(job, variables, json);
}

/** Fails a job too large for any worker, until its variables become smaller. */
function refuseLarge(runtime: Runtime, job: Job, bytes: number): void {
  job.state = 'failed';
  runtime.state.holdJob(job, undefined);
  const message = `The job with key '${job.key}' has ${bytes} bytes of variables and headers, of which a worker can be given ${MAX_JOB_BYTES}. Make the variables smaller, or fetch fewer of them.`;
  raiseIncident(runtime, job.element, { errorType: 'MESSAGE_SIZE_EXCEEDED', message }, { do: 'offer-job' });
}

function fetchVariables(element: ElementInstance, fetch: readonly string[]): Variables {
  const all = visible(element);
  if (fetch.length === 0) return all;
  const wanted = fetch.filter((name) => Object.hasOwn(all, name));
  return Object.fromEntries(wanted.map((name) => [name, all[name]]));
}

const activated = ({ element, ...job }: Job, variables: Variables, json: string): ActivatedJob => ({
  key: job.key,
  type: job.type,
  processInstanceKey: element.instance.key,
  processId: element.instance.definition.processId,
  processVersion: element.instance.definition.version,
  definitionKey: element.instance.definition.key,
  elementId: element.node.id,
  elementInstanceKey: element.key,
  headers: job.headers,
  worker: job.worker,
  retries: job.retries,
  deadline: job.deadline,
  variables,
  json,
});

/** Takes jobs back that were activated for a worker that had disconnected. */
export function returnJobs(runtime: Runtime, keys: readonly Key[]): void {
  for (const key of keys) {
    const job = runtime.state.instanceOf(key)?.at.get(key)?.job;
    if (job?.key === key && job.state === 'activated') makeActivatable(runtime, job);
  }
}

/** Handles the timeout of an activated job, or the end of a failed one's backoff. Within the same turn, the
 *  job may have changed before this runs. */
export function onJobDue(runtime: Runtime, key: Key): void {
  const { state, now } = runtime;
  if (state.isUnreadable(key)) return state.holdJob({ key, type: '' }, now + RESCHEDULE_MS);
  const job = state.instanceOf(key)?.at.get(key)?.job;
  if (!job || job.key !== key) return state.removeJob(key);
  if (job.element.incident) return state.holdJob(job, undefined);
  if (job.state === 'activated' && job.deadline > now) return state.holdJob(job, job.deadline);
  if (job.state === 'activated') emitJob(runtime, 'TIMED_OUT', job);
  else if (job.state === 'failed') emitJob(runtime, 'RECURRED_AFTER_BACKOFF', job);
  makeActivatable(runtime, job);
}

/** @throws Rejection */
function jobFor(runtime: Runtime, jobKey: string, verb: string, states: readonly Job['state'][]): Job {
  const job = runtime.state.instanceOf(jobKey)?.at.get(jobKey)?.job;
  if (!job || job.key !== jobKey)
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

/** Completes a job. One that has timed out may still be completed, as long as nobody else has done so. */
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
  Object.assign(job, { state: 'failed', retries, errorMessage: message, deadline: -1 });
  const recurringTime = retries > 0 && backOffMs > 0 ? runtime.now + backOffMs : -1;
  emitJob(runtime, 'FAILED', job, { retryBackoff: backOffMs, recurringTime });
  if (retries > 0 && backOffMs <= 0) return makeActivatable(runtime, job);
  runtime.state.holdJob(job, recurringTime < 0 ? undefined : recurringTime);
  if (retries > 0) return;
  const stuck = { errorType: 'JOB_NO_RETRIES', message: message || 'No more retries left.' };
  raiseIncident(runtime, job.element, stuck, { do: 'offer-job' });
}

export function throwJobError(runtime: Runtime, jobKey: string, error: ThrownError): void {
  const job = jobFor(runtime, jobKey, 'throw an error for', ['activatable', 'activated']);
  const { element } = job;
  Object.assign(job, { state: 'error-thrown', errorCode: error.code, errorMessage: error.message });
  emitJob(runtime, 'ERROR_THROWN', job, { variables: error.variables });
  const caught = catcherOf(runtime, element, error.code);
  if (!caught) {
    runtime.state.holdJob(job, undefined);
    return raiseIncident(runtime, element, unhandled(error), { do: 'offer-job' });
  }
  forget(runtime, job);
  continueAt(runtime, caught, error.variables);
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

/** Cancels the job of an element that ends without it. */
export function cancelJob(runtime: Runtime, element: ElementInstance): void {
  const { job } = element;
  if (!job) return;
  emitJob(runtime, 'CANCELED', job);
  dropIncident(runtime, element);
  forget(runtime, job);
}
