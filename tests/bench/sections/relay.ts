import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { ZBClient } from 'zeebe-node';
import { startRelay } from '#api/engine/outbox-relay.ts';
import { outboxStore } from '#api/engine/outbox-store.ts';
import { openZeebe } from '#api/engine/zeebe-client.ts';
import { systemClock } from '#api/platform/clock.ts';
import { openLog } from '#api/platform/log.ts';
import { aDatabase, type TestDatabase } from '#tests/support/database.ts';
import { eventually } from '#tests/support/wait.ts';
import type { Options } from '../options.ts';
import { REQUEST_VARIABLES } from '../support/engine/citizen-request.ts';
import { startHelper } from '../support/programs.ts';
import type { Figure } from '../support/report.ts';
import { seedOutbox } from '../support/seed.ts';
import { median, medianRatio } from '../support/statistics.ts';

/** Number of messages that the relay has under way. */
const IN_FLIGHT = 96;

/** Messages a second from the outbox to a gateway that only answers, beside zeebe-node sending the same
 *  without an outbox. Both
 *  in this process, in turns. */
export async function relay(options: Options): Promise<Figure[]> {
  const { rounds, messages } = options.relay;
  const gateway = await startHelper('gateway-server.ts');
  const database = await aDatabase({ max: 2 });
  const { address } = gateway;
  const bare = new ZBClient(address, {
    retry: false,
    loglevel: 'NONE',
    eagerConnection: false,
    useTLS: false,
  });
  const pool = new pg.Pool({ connectionString: database.url, max: 8 });
  const zeebe = openZeebe({ address, restUrl: 'http://127.0.0.1:1' });
  try {
    const drained: number[] = [];
    const sent: number[] = [];
    for (let round = 0; round <= rounds; round += 1) {
      await seedOutbox(database.db, messages);
      const withOutbox = await drain({ database, pool, commands: zeebe.commands, messages });
      const without = await publishAll(bare, messages);
      if (round > 0) drained.push(withOutbox);
      if (round > 0) sent.push(without);
    }
    return [
      {
        section: 'relay alone',
        name: 'messages from the outbox, to a gateway that only answers',
        unit: '/s',
        value: median(drained),
        limit: { name: '/s, bare zeebe-node, the same gateway', value: median(sent) },
        ratio: medianRatio(drained, sent),
        details: { drained, sent },
      },
    ];
  } finally {
    await zeebe.close();
    await bare.close();
    await pool.end();
    await database.drop();
    await gateway.stop();
  }
}

async function drain(run: {
  database: TestDatabase;
  pool: pg.Pool;
  commands: ReturnType<typeof openZeebe>['commands'];
  messages: number;
}): Promise<number> {
  const { database, pool, commands, messages } = run;
  const begun = performance.now();
  const running = startRelay({
    store: outboxStore(pool),
    commands,
    clock: systemClock,
    log: openLog('silent'),
  });
  await eventually(async () => (await database.db('outbox').whereNull('sent_at').first()) === undefined, {
    timeout: 300_000,
    every: 20,
  });
  const seconds = (performance.now() - begun) / 1000;
  await running.stop();
  return messages / seconds;
}

async function publishAll(client: ZBClient, messages: number): Promise<number> {
  const begun = performance.now();
  let left = messages;
  const lane = async () => {
    while (left > 0) {
      left -= 1;
      const requestId = randomUUID();
      await client.publishMessage({
        name: 'request.citizen-request',
        correlationKey: requestId,
        messageId: requestId,
        timeToLive: 600_000,
        variables: { requestId, ...REQUEST_VARIABLES },
      });
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, lane));
  return messages / ((performance.now() - begun) / 1000);
}
