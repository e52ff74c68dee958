import * as grpc from '@grpc/grpc-js';
import type { ActivatedJob, Activation } from '../core/jobs.ts';
import { TENANT } from '../core/values.ts';
import type { Store } from '../store/store.ts';

type JobStream = grpc.ServerWritableStream<Record<string, unknown>, object>;

const DEFAULT_POLL_MS = 10_000;

/** Serves ActivateJobs: each call gets the jobs that are there, or waits for the next ones as long as it asks to. */
export function createJobPolls(store: Store) {
  const open = new Set<() => void>();
  return {
    open(call: JobStream): void {
      const activation = activationOf(call.request);
      if (!activation) return refuse(call);
      const pollMs = Number(call.request.requestTimeout) || DEFAULT_POLL_MS;
      const deliver = (jobs: ActivatedJob[]): boolean => {
        if (call.cancelled || ended) return false;
        if (jobs.length > 0) call.write({ jobs: jobs.map(jobOnWire) });
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
      const timer = setTimeout(() => end(), Math.max(pollMs, 0) || LONGEST_ANSWER_MS);
      call.on('cancelled', end);
      open.add(end);
      const poll = store.poll(activation, deliver, pollMs >= 0);
    },
    close(): void {
      for (const end of [...open]) end();
    },
  };
}

/** A call that does not want to wait is still answered within. */
const LONGEST_ANSWER_MS = 30_000;

function activationOf(request: Record<string, unknown>): Activation | undefined {
  const { type, worker, timeout, maxJobsToActivate, fetchVariable } = request;
  const activation = {
    type: String(type),
    worker: String(worker),
    max: Number(maxJobsToActivate),
    timeoutMs: Number(timeout),
    fetch: (fetchVariable ?? []) as string[],
  };
  return activation.type && activation.max >= 1 && activation.timeoutMs >= 1 ? activation : undefined;
}

const refuse = (call: JobStream): void =>
  void call.destroy(
    Object.assign(new Error(), {
      code: grpc.status.INVALID_ARGUMENT,
      details: 'a type, a time-out and a number of jobs are needed',
    }),
  );

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
  variables: JSON.stringify(job.variables),
  tenantId: TENANT,
});
