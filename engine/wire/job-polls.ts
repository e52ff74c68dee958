import * as grpc from '@grpc/grpc-js';
import type { ActivatedJob, Activation } from '../core/jobs.ts';
import { TENANT } from '../core/values.ts';
import type { Host } from '../store/host.ts';

type JobStream = grpc.ServerWritableStream<Record<string, unknown>, object>;

const DEFAULT_POLL_MS = 10_000;

/** Waiting polls for jobs, oldest first. */
export function createPolls(host: Host) {
  const waiting = new Map<string, Set<() => void>>();
  const due = new Set<string>();
  host.onJobs((types) => {
    if (due.size === 0) setImmediate(wake);
    for (const type of types) due.add(type);
  });
  const wake = (): void => {
    const types = [...due];
    due.clear();
    for (const type of types) for (const look of [...(waiting.get(type) ?? [])]) look();
  };

  return {
    open(call: JobStream): void {
      const { type, worker, timeout, maxJobsToActivate, fetchVariable, requestTimeout } = call.request;
      const activation: Activation = {
        type: String(type),
        worker: String(worker),
        max: Number(maxJobsToActivate),
        timeoutMs: Number(timeout),
        fetch: (fetchVariable ?? []) as string[],
      };
      if (!activation.type || activation.max < 1 || activation.timeoutMs < 1) {
        call.destroy(
          Object.assign(new Error(), {
            code: grpc.status.INVALID_ARGUMENT,
            details: 'a type, a time-out and a number of jobs are needed',
          }),
        );
        return;
      }
      const pollMs = Number(requestTimeout) || DEFAULT_POLL_MS;
      const timer = setTimeout(() => end(), Math.max(pollMs, 0));
      const others = waiting.get(activation.type) ?? new Set();
      const end = (): void => {
        clearTimeout(timer);
        others.delete(look);
        call.end();
      };
      const look = (): void => {
        if (call.cancelled) return end();
        const jobs = host.execute({ do: 'activate-jobs', ...activation });
        if (jobs.length > 0) {
          call.write({ jobs: jobs.map(jobOnWire) });
          end();
        } else if (pollMs < 0) end();
      };
      call.on('cancelled', end);
      waiting.set(activation.type, others.add(look));
      look();
    },
    close(): void {
      for (const looks of waiting.values()) looks.clear();
    },
  };
}

function jobOnWire({ job, variables }: ActivatedJob) {
  const { element } = job;
  return {
    key: job.key,
    type: job.type,
    processInstanceKey: element.root.key,
    bpmnProcessId: element.definition.processId,
    processDefinitionVersion: element.definition.version,
    processDefinitionKey: element.definition.key,
    elementId: element.node.id,
    elementInstanceKey: element.key,
    customHeaders: JSON.stringify(job.headers),
    worker: job.worker,
    retries: job.retries,
    deadline: String(job.deadline),
    variables: JSON.stringify(variables),
    tenantId: TENANT,
  };
}
