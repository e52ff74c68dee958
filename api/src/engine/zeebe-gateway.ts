import type { ClientReadableStream } from '@grpc/grpc-js';
import * as grpc from '@grpc/grpc-js';
import { gatewayOf, NEW_PROTO, OLD_PROTO } from '#common/zeebe-protocol/gateway-protocol.ts';
import {
  type Deployed,
  type DeployedProcess,
  type EngineResource,
  EngineUnavailable,
} from './engine-port.ts';
import { toEngineError } from './zeebe-errors.ts';

/** A job as the gateway delivers it. Keys are 64 bits, so strings; `variables` is a JSON object. */
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
  /** The jobs are locked for this long. */
  timeoutMs: number;
  /** How long the gateway waits for a first job before it answers with none. */
  longPollMs: number;
  fetchVariables: readonly string[];
};

const DEPLOY_TIMEOUT_MS = 60_000;
const CONNECT_TIMEOUT_MS = 5_000;
const LONG_POLL_GRACE_MS = 5_000;
/** The gateway closes a connection that is pinged more often than every 30 s. */
const KEEPALIVE_MS = 60_000;

const OPTIONS = {
  'grpc.keepalive_time_ms': KEEPALIVE_MS,
  'grpc.keepalive_timeout_ms': 10_000,
  'grpc.initial_reconnect_backoff_ms': 200,
  'grpc.max_reconnect_backoff_ms': 5_000,
  'grpc.max_receive_message_length': 16 * 1024 * 1024,
};

/** Two clients over one connection: the methods of zeebe-node's protocol file, and those that 8.5 adds. */
export type Gateway = { old: grpc.Client; added: grpc.Client; close(): void };

type RawJobs = { jobs: Job[] };
type RawDeployment = {
  deployments: {
    process?: { bpmnProcessId: string; version: number; processDefinitionKey: string; resourceName: string };
    decision?: {
      dmnDecisionId: string;
      version: number;
      decisionKey: string;
      decisionRequirementsKey: string;
    };
  }[];
};

const open = (proto: string, address: string): grpc.Client =>
  new (gatewayOf(proto))(address, grpc.credentials.createInsecure(), OPTIONS);

/** Opens the gateway with zeebe-node's own protocol file and our addition to it, for what zeebe-node cannot
 *  do. */
export function openGateway(address: string): Gateway {
  const [old, added] = [open(OLD_PROTO, address), open(NEW_PROTO, address)];
  return {
    old,
    added,
    close() {
      old.close();
      added.close();
    },
  };
}

type Streaming = Record<'ActivateJobs', (body: object, options: object) => ClientReadableStream<RawJobs>>;
type Unary = Record<
  string,
  (body: object, options: object, done: (error: unknown, answer: unknown) => void) => void
>;

/** Sends one command. Without a connection it is not sent at all, so that such a failure surely changed
 *  nothing.
 *  @throws the gRPC error as translated by `mapped` */
export async function send<Answer>(
  client: grpc.Client,
  method: string,
  body: object,
  { timeoutMs, mapped }: { timeoutMs: number; mapped: (what: string, error: unknown) => Error },
): Promise<Answer> {
  await new Promise<void>((resolve, reject) => {
    client.waitForReady(Date.now() + CONNECT_TIMEOUT_MS, (error) =>
      error
        ? reject(new EngineUnavailable(`${method}: no connection`, { uncertain: false, cause: error }))
        : resolve(),
    );
  });
  return new Promise((resolve, reject) => {
    (client as unknown as Unary)[method]?.call(
      client,
      body,
      { deadline: Date.now() + timeoutMs },
      (error, answer) => (error ? reject(mapped(method, error)) : resolve(answer as Answer)),
    );
  });
}

/** Activates jobs until the gateway ends its response. Every poll has a deadline, even when the gateway falls
 *  silent. */
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
      else reject(toEngineError('activate jobs', error));
    });
    if (signal.aborted) cancel();
  });
}

/** Deploys resources together, in one command. */
export async function deploy(raw: grpc.Client, resources: readonly EngineResource[]): Promise<Deployed> {
  const { deployments } = await send<RawDeployment>(
    raw,
    'DeployResource',
    { resources },
    { timeoutMs: DEPLOY_TIMEOUT_MS, mapped: toEngineError },
  );
  const processes = deployments.flatMap(({ process }): DeployedProcess[] =>
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
  const decisions = deployments.flatMap(({ decision }) =>
    decision
      ? [
          {
            key: decision.decisionKey,
            decisionId: decision.dmnDecisionId,
            version: decision.version,
            requirementsKey: decision.decisionRequirementsKey,
          },
        ]
      : [],
  );
  return { processes, decisions };
}
