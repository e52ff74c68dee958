import { aFreePort, anApiProcess } from '../api-process.ts';
import { RECORDS_PASSWORD, runEngine } from '../engine/run-engine.ts';
import { type PeopleClient, peopleClient } from '../people/people-client.ts';
import type { OwnStack } from './own-stack.ts';

export type OwnSystem = {
  readonly people: PeopleClient;
  /** Stops engine and api. */
  close(): Promise<void>;
};

/** Engine and api on a stack of its own, each a process with the role and the memory that it has in operation. Only staff accounts
 *  are those of the test services. */
export async function anOwnSystem({ database }: OwnStack): Promise<OwnSystem> {
  const recordsPort = await aFreePort();
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
