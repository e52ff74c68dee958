import * as grpc from '@grpc/grpc-js';
import { ZBClient } from 'zeebe-node';
import { type EngineCommands, EngineUnavailable } from './engine-port.ts';
import { grpcCodeOf, toEngineError } from './zeebe-errors.ts';
import { activate, type ActivateJobs, deploy, type Job, openGateway } from './zeebe-gateway.ts';
import { instanceCommands } from './zeebe-instances.ts';
import { userTaskCommands } from './zeebe-user-tasks.ts';

export type JobCommands = {
  /** Passes every batch to `onJobs`; resolves when the gateway ends the response. */
  activate(request: ActivateJobs, onJobs: (jobs: Job[]) => void, signal: AbortSignal): Promise<void>;
  complete(jobKey: string, variables: Record<string, unknown>): Promise<void>;
  fail(failure: { jobKey: string; retries: number; retryBackOffMs: number; message: string }): Promise<void>;
  throwError(error: { jobKey: string; code: string; message: string }): Promise<void>;
};

export type ZeebeClient = { commands: EngineCommands; jobs: JobCommands; close(): Promise<void> };

const COMMAND_TIMEOUT_MS = 10_000;

/** Opens the client of one cluster; connections are made when first needed. zeebe-node sends the commands,
 *  with its own endless retries off. It cannot end a poll, deploys one file at a time and knows no deadlines:
 *  polls, deployments and operator commands go through its protocol file instead. */
export function openZeebe({ address, restUrl }: { address: string; restUrl: string }): ZeebeClient {
  const zbc = new ZBClient(address, {
    retry: false,
    loglevel: 'NONE',
    eagerConnection: false,
    useTLS: false,
  });
  const gateway = openGateway(address);
  let closed = false;

  /** Guards a call of zeebe-node: pending calls of a closed client resolve `undefined` as if they had
   *  succeeded, and no call has a timeout. */
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
      throw toEngineError(what, error);
    } finally {
      clearTimeout(timer);
    }
  }
  const anything = (answer: unknown) => answer !== undefined;

  return {
    commands: {
      ...userTaskCommands({ restUrl, timeoutMs: COMMAND_TIMEOUT_MS }),
      ...instanceCommands({ gateway, timeoutMs: COMMAND_TIMEOUT_MS }),
      async publish({ name, correlationKey, messageId, ttlMs, variables }) {
        try {
          await call(
            'publish',
            () => zbc.publishMessage({ name, correlationKey, messageId, timeToLive: ttlMs, variables }),
            anything,
          );
          return 'accepted';
        } catch (error) {
          if (grpcCodeOf(error) === grpc.status.ALREADY_EXISTS) return 'already-known';
          throw error;
        }
      },
      deploy: async (resources) => (await deploy(gateway.old, resources)).processes,
    },
    jobs: {
      activate: (request, onJobs, signal) => activate(gateway.old, request, onJobs, signal),
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
      gateway.close();
      await zbc.close(2_000).catch(() => undefined);
    },
  };
}
