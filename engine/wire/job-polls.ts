import type * as grpc from '@grpc/grpc-js';
import type { ActivatedJob, Activation } from '../core/jobs.ts';
import { TENANT } from '../core/record-values.ts';
import { Rejection } from '../core/rejection.ts';
import type { Store } from '../store/store.ts';
import { millisecondsOf } from './input.ts';

export type JobStream = grpc.ServerWritableStream<Record<string, unknown>, object>;

const DEFAULT_POLL_MS = 10_000;
/** Maximum wait of a call that does not want to wait. */
const MAX_RESPONSE_MS = 30_000;
/** Maximum duration of a timer in Node. */
const MAX_POLL_MS = 2 ** 31 - 1;
/** Maximum bytes of variables in one message, unless a single job has more: clients accept 4 MB by
 *  default. */
const MAX_RESPONSE_BYTES = 2 * 1024 * 1024;

/** Serves ActivateJobs: each call gets the available jobs, in as many messages as they need, or waits for the
 *  next ones as long as requested. */
export function createJobPolls(store: Store) {
  const open = new Set<() => void>();
  return {
    /** @throws Rejection */
    open(call: JobStream): void {
      const activation = activationOf(call.request);
      const pollMs = Number(call.request.requestTimeout) || DEFAULT_POLL_MS;
      const deliver = (jobs: ActivatedJob[]): boolean => {
        if (call.cancelled || ended) return false;
        for (const some of portionsOf(jobs.map(jobOnWire))) call.write({ jobs: some });
        end();
        return true;
      };
      let ended = false;
      const end = (): void => {
        if (ended) return;
        ended = true;
        clearTimeout(timer);
        open.delete(end);
        poll.close();
        call.end();
      };
      const timer = setTimeout(end, pollMs > 0 ? Math.min(pollMs, MAX_POLL_MS) : MAX_RESPONSE_MS);
      call.on('cancelled', end);
      open.add(end);
      const poll = store.poll(activation, deliver, pollMs >= 0);
    },
    close(): void {
      for (const end of [...open]) end();
    },
  };
}

function activationOf(request: Record<string, unknown>): Activation {
  const { type, worker, timeout, maxJobsToActivate, fetchVariable } = request;
  const activation = {
    type: String(type),
    worker: String(worker),
    max: Number(maxJobsToActivate),
    timeoutMs: millisecondsOf(timeout),
    fetch: (fetchVariable ?? []) as string[],
  };
  if (activation.type && activation.max >= 1 && activation.timeoutMs >= 1) return activation;
  throw new Rejection('INVALID_ARGUMENT', 'Expected a type, a time-out and a number of jobs');
}

const jobOnWire = (job: ActivatedJob) => ({
  key: job.key,
  type: job.type,
  processInstanceKey: job.processInstanceKey,
  bpmnProcessId: job.processId,
  processDefinitionVersion: job.processVersion,
  processDefinitionKey: job.definitionKey,
  elementId: job.elementId,
  elementInstanceKey: job.elementInstanceKey,
  customHeaders: JSON.stringify(job.headers),
  worker: job.worker,
  retries: job.retries,
  deadline: String(job.deadline),
  variables: job.json,
  tenantId: TENANT,
});

type JobOnWire = ReturnType<typeof jobOnWire>;

function* portionsOf(jobs: readonly JobOnWire[]): Generator<JobOnWire[]> {
  let portion: JobOnWire[] = [];
  let bytes = 0;
  for (const job of jobs) {
    const size = Buffer.byteLength(job.variables);
    if (portion.length > 0 && bytes + size > MAX_RESPONSE_BYTES) {
      yield portion;
      portion = [];
      bytes = 0;
    }
    portion.push(job);
    bytes += size;
  }
  if (portion.length > 0) yield portion;
}
