import { setTimeout as pause } from 'node:timers/promises';
import { EngineTaskConflict, EngineTaskNotFound, EngineUnavailable } from '#api/engine/engine-port.ts';
import type { ZeebeClient } from '#api/engine/zeebe-client.ts';
import { EngineJobNotFound } from '#api/engine/zeebe-errors.ts';
import {
  aDiagram,
  boundary,
  catchMessage,
  end,
  message,
  messageStart,
  serviceTask,
  timer,
  userTask,
} from '#tests/support/engine/diagram-builders.ts';
import { eventually } from '#tests/support/wait.ts';
import type { RecordLedger } from './record-ledger.ts';

/** Process started by a message; then a job, a message, and a task that would be escalated after a month. */
export const REQUEST = aDiagram(
  'request',
  messageStart('Start', 'Message_Begin') +
    serviceTask('Work', 'work') +
    catchMessage('Reply', 'Message_Reply') +
    userTask('Task') +
    boundary('Late', 'Task', timer('P30D')) +
    end() +
    end('TooLate'),
  ['Start -> Work', 'Work -> Reply', 'Reply -> Task', 'Task -> End', 'Late -> TooLate'],
  message('Message_Begin', 'begin') + message('Message_Reply', 'reply', '=requestId'),
);

const TTL_MS = 86_400_000;
/** Time after which a job given to a lost worker is offered again. */
const JOB_TIMEOUT_MS = 3_000;
const LONG_POLL_MS = 5_000;
const CONCURRENCY = 64;
const PAUSE_MS = 20;

/** Clients that execute the commands of requests and retry unanswered ones. */
export type RequestClients = ReturnType<typeof startRequestClients>;

/** @param client returns a client of the engine currently in use */
export function startRequestClients(client: () => ZeebeClient, ledger: RecordLedger) {
  const leaving = new AbortController();
  let refusals = 0;

  /** Retries a command until it is answered. A job or task that no longer exists was completed by an attempt
   *  whose answer was lost. */
  async function insist(command: () => Promise<unknown>): Promise<void> {
    while (!leaving.signal.aborted) {
      try {
        await command();
        return;
      } catch (error) {
        if (error instanceof EngineJobNotFound || error instanceof EngineTaskNotFound) return;
        if (!(error instanceof EngineUnavailable) && !(error instanceof EngineTaskConflict)) throw error;
        if (error instanceof EngineUnavailable && !error.uncertain) refusals += 1;
        await pause(PAUSE_MS);
      }
    }
  }

  const say = (name: string, request: string): Promise<void> =>
    insist(() =>
      client().commands.publish({
        name,
        correlationKey: request,
        messageId: `${name} ${request}`,
        ttlMs: TTL_MS,
        variables: { requestId: request },
      }),
    );

  async function takeJobs(): Promise<void> {
    const poll = { type: 'work', worker: 'crew', maxJobs: CONCURRENCY, fetchVariables: ['requestId'] };
    while (!leaving.signal.aborted) {
      const found: Promise<void>[] = [];
      await client()
        .jobs.activate(
          { ...poll, timeoutMs: JOB_TIMEOUT_MS, longPollMs: LONG_POLL_MS },
          (jobs) => {
            for (const { key } of jobs) found.push(insist(() => client().jobs.complete(key, {})));
          },
          leaving.signal,
        )
        .catch(() => pause(PAUSE_MS));
      await Promise.all(found);
    }
  }

  async function completeTasks(): Promise<void> {
    const asked = new Set<string>();
    while (!leaving.signal.aborted) {
      const tasks = ledger.openTasks().filter((key) => !asked.has(key));
      await atMost(CONCURRENCY, tasks, async (taskKey) => {
        asked.add(taskKey);
        await insist(() => client().commands.completeTask({ taskKey, variables: {}, action: '' }));
      });
      await pause(PAUSE_MS);
    }
  }

  const working = [takeJobs(), completeTasks()];
  return {
    deploy: (resource: { name: string; content: string }) =>
      insist(() =>
        client().commands.deploy([{ name: resource.name, content: Buffer.from(resource.content, 'base64') }]),
      ),
    insist,
    /** Returns how many commands the engine certainly did not execute, by its own statement. */
    refusals: () => refusals,
    /** Starts the given requests and sends their messages. */
    file: (requests: readonly string[]): Promise<void> =>
      atMost(CONCURRENCY, requests, async (request) => {
        await say('begin', request);
        await say('reply', request);
      }),
    /** Waits until the records show that all of them have ended. */
    finish: (requests: readonly string[], timeout = 60_000): Promise<unknown> =>
      eventually(() => ledger.closedOf(requests).length >= requests.length, { timeout }),
    async leave(): Promise<void> {
      leaving.abort();
      await Promise.all(working);
    },
  };
}

/** Processes a list with limited concurrency. */
export async function atMost<T>(
  most: number,
  list: readonly T[],
  act: (one: T) => Promise<void>,
): Promise<void> {
  const left = [...list].reverse();
  await Promise.all(
    Array.from({ length: most }, async () => {
      for (let one = left.pop(); one !== undefined; one = left.pop()) await act(one);
    }),
  );
}

export const someRequests = (prefix: string, count: number): string[] =>
  Array.from({ length: count }, (_, at) => `${prefix}-${at}`);
