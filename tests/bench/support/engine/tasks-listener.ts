import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** User task reported by an exporter. */
export type CreatedTask = { instanceKey: string; taskKey: string };

export type TasksListener = {
  readonly port: number;
  /** Number of tasks created since the listener started. */
  count(): number;
  /** Resolves with the key of an instance's task, whether already reported or not.
   *  @throws when nothing is reported in time */
  taskOf(instanceKey: string): Promise<string>;
  end(): Promise<void>;
};

const TASK_TIMEOUT_MS = 30_000;
const BULK_ACCEPTED = '{"took":1,"errors":false,"items":[]}';

/** Starts a server that receives records in place of the API. It accepts every batch and reads only which
 *  tasks were created.
 *  @param port where external exporters already post; defaults to a free one */
export async function listenForTasks(port = 0): Promise<TasksListener> {
  const told = new Map<string, string>();
  const waiting = new Map<string, (taskKey: string) => void>();
  let created = 0;

  const tell = ({ instanceKey, taskKey }: CreatedTask): void => {
    created += 1;
    const wake = waiting.get(instanceKey);
    if (wake) wake(taskKey);
    else told.set(instanceKey, taskKey);
  };

  const server = createServer((request, response) => {
    bodyOf(request).then(
      (body) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end(BULK_ACCEPTED);
        for (const task of createdIn(body)) tell(task);
      },
      () => response.destroy(),
    );
  });
  server.keepAliveTimeout = 60_000;
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');

  return {
    port: (server.address() as AddressInfo).port,
    count: () => created,
    taskOf(instanceKey) {
      const known = told.get(instanceKey);
      if (known !== undefined) {
        told.delete(instanceKey);
        return Promise.resolve(known);
      }
      return new Promise((resolve, reject) => {
        const late = setTimeout(() => {
          waiting.delete(instanceKey);
          reject(new Error(`no task of instance ${instanceKey} within ${TASK_TIMEOUT_MS} ms`));
        }, TASK_TIMEOUT_MS);
        waiting.set(instanceKey, (taskKey) => {
          clearTimeout(late);
          waiting.delete(instanceKey);
          resolve(taskKey);
        });
      });
    },
    async end() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** @returns the tasks created according to a bulk; keys are read as text, because they may not fit in a
 *    double */
export function createdIn(bulk: string): CreatedTask[] {
  if (!bulk.includes('"USER_TASK"')) return [];
  return bulk
    .split('\n')
    .filter((line) => line.includes('"valueType":"USER_TASK"') && line.includes('"intent":"CREATED"'))
    .map((line) => ({ instanceKey: keyIn(line, INSTANCE_KEY), taskKey: keyIn(line, TASK_KEY) }));
}

const INSTANCE_KEY = /"processInstanceKey":(\d+)/;
const TASK_KEY = /"userTaskKey":(\d+)/;

const keyIn = (line: string, key: RegExp): string => key.exec(line)?.[1] ?? '';

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
