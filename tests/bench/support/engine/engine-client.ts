import { Agent, request } from 'node:http';
import type { EngineResource } from '#api/engine/engine-port.ts';
import { activate, type ActivateJobs, deploy, type Job, openGateway } from '#api/engine/zeebe-gateway.ts';

const CALL_TIMEOUT_MS = 30_000;

type Unary = Record<
  string,
  (body: object, options: object, done: (error: unknown, answer: unknown) => void) => void
>;

/** Minimal engine client for the benchmarks, over the public protocols. Keys are strings. */
export type EngineClient = {
  deploy(resources: readonly EngineResource[]): Promise<void>;
  /** @returns the key of the instance */
  create(processId: string, variables: object): Promise<string>;
  publish(message: { name: string; correlationKey: string; ttlMs: number; variables: object }): Promise<void>;
  activate(ask: ActivateJobs, onJobs: (jobs: Job[]) => void, signal: AbortSignal): Promise<void>;
  completeJob(jobKey: string, variables: object): Promise<void>;
  completeTask(taskKey: string): Promise<void>;
  close(): void;
};

/** Opens a client directly on gRPC and HTTP, so that the engine is measured and not a client library.
 *  @param connections maximum number of concurrent user-task calls; connections are kept alive */
export function openEngineClient(
  { address, restUrl }: { address: string; restUrl: string },
  { connections }: { connections: number },
): EngineClient {
  const gateway = openGateway(address);
  const agent = new Agent({ keepAlive: true, maxSockets: connections });

  const call = <Answer>(method: string, body: object): Promise<Answer> =>
    new Promise((resolve, reject) => {
      (gateway.old as unknown as Unary)[method]?.call(
        gateway.old,
        body,
        { deadline: Date.now() + CALL_TIMEOUT_MS },
        (error, answer) => (error ? reject(error as Error) : resolve(answer as Answer)),
      );
    });

  return {
    deploy: async (resources) => void (await deploy(gateway.old, resources)),
    async create(bpmnProcessId, variables) {
      const body = { bpmnProcessId, version: -1, variables: JSON.stringify(variables) };
      const { processInstanceKey } = await call<{ processInstanceKey: string }>(
        'CreateProcessInstance',
        body,
      );
      return processInstanceKey;
    },
    async publish({ name, correlationKey, ttlMs, variables }) {
      await call('PublishMessage', {
        name,
        correlationKey,
        messageId: correlationKey,
        timeToLive: ttlMs,
        variables: JSON.stringify(variables),
      });
    },
    activate: (ask, onJobs, signal) => activate(gateway.old, ask, onJobs, signal),
    completeJob: (jobKey, variables) => call('CompleteJob', { jobKey, variables: JSON.stringify(variables) }),
    completeTask: (taskKey) => post(`${restUrl}/v1/user-tasks/${taskKey}/completion`, agent),
    close() {
      gateway.close();
      agent.destroy();
    },
  };
}

const EMPTY = '{}';

const post = (url: string, agent: Agent): Promise<void> =>
  new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': EMPTY.length };
    const outgoing = request(url, { method: 'POST', agent, headers, timeout: CALL_TIMEOUT_MS }, (answer) => {
      answer.resume();
      answer.once('end', () =>
        answer.statusCode === 204
          ? resolve()
          : reject(new Error(`${url} was answered with ${answer.statusCode}`)),
      );
    });
    outgoing.once('timeout', () => outgoing.destroy(new Error(`${url}: no answer in ${CALL_TIMEOUT_MS} ms`)));
    outgoing.once('error', reject);
    outgoing.end(EMPTY);
  });
