import { aDatabase, type TestDatabase } from '#tests/support/database.ts';
import { type EngineOptions, runEngine, type RunningEngine } from '#tests/support/engine/run-engine.ts';
import { aFlakyConnection, type FlakyConnection } from '#tests/support/fakes/flaky-connection.ts';
import { openRecordLedger, type RecordLedger } from './record-ledger.ts';
import { REQUEST, type RequestClients, startRequestClients } from './request-clients.ts';

/** `FAULTS_SIZE=full` selects the numbers of the requirement; the smaller ones are for everyday runs. */
export const isFull = process.env['FAULTS_SIZE'] === 'full';
export const sizeOf = (everyDay: number, full: number): number => (isFull ? full : everyDay);

export type FaultFixture = {
  readonly database: TestDatabase;
  /** Proxy between the engine and its database. */
  readonly wire: FlakyConnection;
  readonly ledger: RecordLedger;
  readonly engine: RunningEngine;
  readonly crew: RequestClients;
  /** Advances the engine's clock. */
  advance(ms: number): Promise<void>;
  end(): Promise<void>;
};

/** Creates an engine with a database, a proxy in between, a ledger of its records, and clients that work on
 *  requests. */
export async function aFaultFixture(options: EngineOptions = {}): Promise<FaultFixture> {
  const given = options.database;
  const database = given ?? (await aDatabase({ max: 2 }));
  const wire = await aFlakyConnection(database.engineUrl);
  const ledger = await openRecordLedger();
  const engine = await runEngine({
    partitions: 3,
    gathersMs: 50,
    recordsPort: ledger.port,
    ...options,
    database,
    databaseUrl: wire.url,
  });
  const crew = startRequestClients(() => engine.client, ledger);
  await crew.deploy(REQUEST);
  return {
    database,
    wire,
    ledger,
    engine,
    crew,
    async advance(ms) {
      const response = await fetch(`${engine.managementUrl}/actuator/clock/add`, {
        method: 'POST',
        body: JSON.stringify({ offsetMilli: ms }),
      });
      if (!response.ok) throw new Error(`the engine's clock answered ${response.status}`);
    },
    async end() {
      await crew.leave();
      await engine.end();
      await ledger.end();
      await wire.close();
      if (!given) await database.drop();
    },
  };
}
