import { createRequire } from 'node:module';
import * as grpc from '@grpc/grpc-js';
import type { ClientReadableStream } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import type { Definition, EngineResource } from './engine-port.ts';
import { translate } from './zeebe-errors.ts';

/** A job as the gateway hands it out. Keys are 64 bits, so strings; `variables` is a JSON object. */
export type Job = {
  key: string;
  type: string;
  processInstanceKey: string;
  bpmnProcessId: string;
  elementId: string;
  elementInstanceKey: string;
  retries: number;
  variables: string;
};

export type ActivateJobs = {
  type: string;
  worker: string;
  maxJobs: number;
  /** Nobody else gets the jobs for so long. */
  timeoutMs: number;
  /** How long the gateway waits for a first job before it answers with none. */
  longPollMs: number;
  fetchVariables: readonly string[];
};

const DEPLOY_TIMEOUT_MS = 60_000;
const LONG_POLL_GRACE_MS = 5_000;
/** The gateway ends a connection that is asked more often than every 30 s. */
const KEEPALIVE_MS = 60_000;

type RawJobs = { jobs: Job[] };
type RawDeployment = {
  deployments: {
    process?: { bpmnProcessId: string; version: number; processDefinitionKey: string; resourceName: string };
  }[];
};

/** The gateway by zeebe-node's own protocol file, for what zeebe-node cannot do. */
export function rawGateway(address: string): grpc.Client {
  const proto = createRequire(import.meta.url).resolve('zeebe-node/proto/zeebe.proto');
  const definition = loadSync(proto, {
    keepCase: true,
    longs: String,
    enums: String,
    defaults: true,
    oneofs: true,
  });
  const { gateway_protocol } = grpc.loadPackageDefinition(definition) as unknown as {
    gateway_protocol: { Gateway: grpc.ServiceClientConstructor };
  };
  return new gateway_protocol.Gateway(address, grpc.credentials.createInsecure(), {
    'grpc.keepalive_time_ms': KEEPALIVE_MS,
    'grpc.keepalive_timeout_ms': 10_000,
    'grpc.initial_reconnect_backoff_ms': 200,
    'grpc.max_reconnect_backoff_ms': 5_000,
    'grpc.max_receive_message_length': 16 * 1024 * 1024,
  });
}

type Streaming = Record<'ActivateJobs', (body: object, options: object) => ClientReadableStream<RawJobs>>;
type Unary = Record<
  'DeployResource',
  (body: object, options: object, done: (error: unknown, answer: RawDeployment) => void) => void
>;

/** Asks for jobs until the gateway has ended its answer. Every poll has an end, also when the gateway falls silent. */
export function activate(
  raw: grpc.Client,
  { type, worker, maxJobs, timeoutMs, longPollMs, fetchVariables }: ActivateJobs,
  onJobs: (jobs: Job[]) => void,
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const stream = (raw as unknown as Streaming).ActivateJobs(
      {
        type,
        worker,
        maxJobsToActivate: maxJobs,
        timeout: timeoutMs,
        requestTimeout: longPollMs,
        fetchVariable: fetchVariables,
      },
      { deadline: Date.now() + longPollMs + LONG_POLL_GRACE_MS },
    );
    const cancel = () => stream.cancel();
    const done = () => signal.removeEventListener('abort', cancel);
    signal.addEventListener('abort', cancel, { once: true });
    stream.on('data', ({ jobs }: RawJobs) => {
      if (jobs.length > 0) onJobs(jobs);
    });
    stream.on('end', () => {
      done();
      resolve();
    });
    stream.on('error', (error) => {
      done();
      if (signal.aborted) resolve();
      else reject(translate('activate jobs', error));
    });
    if (signal.aborted) cancel();
  });
}

/** Deploys resources in one piece. */
export async function deploy(raw: grpc.Client, resources: readonly EngineResource[]): Promise<Definition[]> {
  const { deployments } = await new Promise<RawDeployment>((resolve, reject) => {
    (raw as unknown as Unary).DeployResource(
      { resources },
      { deadline: Date.now() + DEPLOY_TIMEOUT_MS },
      (error, answer) => (error ? reject(translate('deploy', error)) : resolve(answer)),
    );
  });
  return deployments.flatMap(({ process }) =>
    process
      ? [
          {
            key: process.processDefinitionKey,
            processKey: process.bpmnProcessId,
            version: process.version,
            resourceName: process.resourceName,
          },
        ]
      : [],
  );
}
