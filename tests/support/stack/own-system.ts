import { freePort } from '#stack/ports.ts';
import { anApiProcess } from '../api-process.ts';
import { RECORDS_PASSWORD, runEngine } from '../engine/run-engine.ts';
import { type PeopleClient, peopleClient } from '../people/people-client.ts';
import type { OwnStack } from './own-stack.ts';

export type OwnSystem = {
  readonly people: PeopleClient;
  /** Stops engine and API. */
  close(): Promise<void>;
};

/** Runs engine and API on a private stack, each in its own process with its production role and memory. Only
 *  the staff accounts come from the test services. */
export async function anOwnSystem({ database }: OwnStack): Promise<OwnSystem> {
  const recordsPort = await freePort();
  const engine = await runEngine({ database, recordsPort, cacheMb: 128 });
  try {
    const api = await anApiProcess({
      database,
      config: {
        ZEEBE_ADDRESS: engine.address,
        ZEEBE_REST_URL: engine.restUrl,
        ENGINE_RECORDS_PORT: String(recordsPort),
        ENGINE_RECORDS_PASSWORD: RECORDS_PASSWORD,
      },
    });
    return {
      people: peopleClient(api),
      async close() {
        await api.stop();
        await engine.end();
      },
    };
  } catch (error) {
    await engine.end();
    throw error;
  }
}
