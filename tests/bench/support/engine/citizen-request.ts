import { readdir, readFile } from 'node:fs/promises';
import type { EngineResource } from '#api/engine/engine-port.ts';
import type { EngineClient } from './engine-client.ts';
import { startWorker, type Worker } from './worker.ts';

const PROCESSES = new URL('../../../../processes/', import.meta.url);
const TTL_MS = 600_000;

/** Variables in the start message of a citizen's request, besides its id. */
export const REQUEST_VARIABLES = {
  service: 'road-safety-signs',
  region: 'tehran',
  channel: 'web',
  priority: 'normal',
  replyWindow: 'P10D',
  feedbackWindow: 'P15D',
};

/** Returns the message that starts the process of a request. */
export const citizenRequest = (requestId: string) => ({
  name: 'request.citizen-request',
  correlationKey: requestId,
  ttlMs: TTL_MS,
  variables: { requestId, ...REQUEST_VARIABLES },
});

/** Returns everything in `processes/`, as the API deploys it. */
export async function allProcesses(): Promise<EngineResource[]> {
  const names = (await readdir(PROCESSES, { recursive: true })).filter((name) => /\.(bpmn|dmn)$/.test(name));
  return Promise.all(
    names.map(async (name) => ({ name, content: await readFile(new URL(name, PROCESSES)) })),
  );
}

/** Starts a worker for the only job between the start of a request and its task. */
export const recordRoutings = (wire: EngineClient): Worker =>
  startWorker(wire, 'shared.record-routing', () => ({ routed: true }));
