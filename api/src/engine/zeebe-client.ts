import { createRequire } from 'node:module';
import * as grpc from '@grpc/grpc-js';
import type { ClientReadableStream } from '@grpc/grpc-js';
import * as protoLoader from '@grpc/proto-loader';
import { ZBClient } from 'zeebe-node';
import { EngineRefused, EngineUnavailable, type EngineCommands, type EngineResource } from './engine-port.ts';
import { userTaskCommands } from './zeebe-user-tasks.ts';

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

export type JobCommands = {
  /** Hands every batch to `onJobs`; resolves when the gateway has ended the answer. */
  activate(request: ActivateJobs, onJobs: (jobs: Job[]) => void, signal: AbortSignal): Promise<void>;
  complete(jobKey: string, variables: Record<string, unknown>): Promise<void>;
  fail(failure: { jobKey: string; retries: number; retryBackOffMs: number; message: string }): Promise<void>;
  throwError(error: { jobKey: string; code: string; message: string }): Promise<void>;
};

/** The job is completed, cancelled, or its time was over and another has it. */
export class JobGone extends Error {
  override readonly name = 'JobGone';
}

export type ZeebeClient = { commands: EngineCommands; jobs: JobCommands; close(): Promise<void> };

const COMMAND_TIMEOUT_MS = 10_000;
const DEPLOY_TIMEOUT_MS = 60_000;
const LONG_POLL_GRACE_MS = 5_000;
const KEEPALIVE_MS = 30_000;

/** Opens the client of one cluster; connections are made when first needed. zeebe-node sends the commands, with its own
 *  endless repeats off. It has no way to end a poll and deploys one file at a time: those two go through its protocol file. */
export function openZeebe({ address, restUrl }: { address: string; restUrl: string }): ZeebeClient {
  const zbc = new ZBClient(address, {
    retry: false,
    loglevel: 'NONE',
    eagerConnection: false,
    useTLS: false,
  });
  const raw = rawGateway(address);
  let closed = false;

  /** The pending calls of a closed zeebe-node resolve `undefined` as if they had succeeded, and no call has a time-out. */
  async function call<T>(
    what: string,
    command: () => Promise<T>,
    isAnswer: (answer: T) => boolean,
  ): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(
        () =>
          reject(
            new EngineUnavailable(`${what}: no answer in ${COMMAND_TIMEOUT_MS} ms`, { uncertain: true }),
          ),
        COMMAND_TIMEOUT_MS,
      );
    });
    try {
      if (closed) throw new EngineUnavailable(`${what}: the client is closed`, { uncertain: false });
      const answer = await Promise.race([command(), late]);
      if (!isAnswer(answer))
        throw new EngineUnavailable(`${what}: closed before an answer`, { uncertain: true });
      return answer;
    } catch (error) {
      throw translate(what, error);
    } finally {
      clearTimeout(timer);
    }
  }
  const anything = (answer: unknown) => answer !== undefined;

  return {
    commands: {
      ...userTaskCommands({ restUrl, timeoutMs: COMMAND_TIMEOUT_MS }),
      async publish({ name, correlationKey, messageId, ttlMs, variables }) {
        try {
          await call(
            'publish',
            () => zbc.publishMessage({ name, correlationKey, messageId, timeToLive: ttlMs, variables }),
            anything,
          );
          return 'accepted';
        } catch (error) {
          if (codeOf(error) === grpc.status.ALREADY_EXISTS) return 'already-known';
          throw error;
        }
      },
      deploy: (resources) => deploy(raw, resources),
    },
    jobs: {
      activate: (request, onJobs, signal) => activate(raw, request, onJobs, signal),
      complete: async (jobKey, variables) => {
        await call('complete job', () => zbc.completeJob({ jobKey, variables }), anything);
      },
      fail: async ({ jobKey, retries, retryBackOffMs, message }) => {
        await call(
          'fail job',
          () => zbc.failJob({ jobKey, retries, retryBackOff: retryBackOffMs, errorMessage: message }),
          anything,
        );
      },
      throwError: async ({ jobKey, code, message }) => {
        await call(
          'throw error',
          () => zbc.throwError({ jobKey, errorCode: code, errorMessage: message }),
          anything,
        );
      },
    },
    async close() {
      if (closed) return;
      closed = true;
      raw.close();
      await zbc.close(2_000).catch(() => undefined);
    },
  };
}

type RawJobs = { jobs: Job[] };
type RawDeployment = {
  deployments: {
    process?: { bpmnProcessId: string; version: number; processDefinitionKey: string; resourceName: string };
  }[];
};

function rawGateway(address: string): grpc.Client {
  const proto = createRequire(import.meta.url).resolve('zeebe-node/proto/zeebe.proto');
  const definition = protoLoader.loadSync(proto, {
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

function activate(
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

async function deploy(raw: grpc.Client, resources: readonly EngineResource[]) {
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

const codeOf = (error: unknown): number | undefined => {
  const { code, cause } = error as { code?: unknown; cause?: unknown };
  return typeof code === 'number' ? code : cause ? codeOf(cause) : undefined;
};

/** UNAVAILABLE may come after the broker took the command; only RESOURCE_EXHAUSTED (backpressure) surely changed nothing. */
function translate(what: string, error: unknown): Error {
  if (error instanceof EngineUnavailable) return error;
  const code = codeOf(error);
  const message = `${what}: ${(error as Error).message}`;
  switch (code) {
    case grpc.status.RESOURCE_EXHAUSTED:
      return new EngineUnavailable(message, { uncertain: false, cause: error });
    case grpc.status.NOT_FOUND:
      return new JobGone(message, { cause: error });
    case grpc.status.ALREADY_EXISTS:
    case grpc.status.INVALID_ARGUMENT:
    case grpc.status.FAILED_PRECONDITION:
    case grpc.status.OUT_OF_RANGE:
    case grpc.status.UNIMPLEMENTED:
    case grpc.status.PERMISSION_DENIED:
    case grpc.status.UNAUTHENTICATED:
      return new EngineRefused(message, { cause: error });
    default:
      return new EngineUnavailable(message, { uncertain: true, cause: error });
  }
}
