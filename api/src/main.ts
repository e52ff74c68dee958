import { startOwnLogRotation } from '#common/node/log-rotation.ts';
import { startWatchdog } from '#common/node/watchdog.ts';
import { compose } from './compose.ts';
import { ConfigInvalid, type Environment, readConfig } from './config.ts';
import { listen } from './http/server.ts';

/** The process exits within this time after a signal, even if something hangs. */
const STOP_WITHIN_MS = 20_000;

async function run(config: Environment): Promise<void> {
  startWatchdog({ name: 'the api', json: true });
  startOwnLogRotation(config.LOG_FILE);
  const { app, operations, log, start, quiesce, stop } = await compose(config);
  await start();
  const server = await listen(app, {
    host: config.HOST,
    port: config.PORT,
    mostConnections: config.MAX_CONNECTIONS,
  });
  const figures = await listen(operations, { host: config.OPERATIONS_HOST, port: config.OPERATIONS_PORT });
  log.info({ operations: figures.url, url: server.url }, 'the api listens');

  let stopping = false;
  const end = async (signal: string): Promise<void> => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, 'the api stops');
    setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref();
    quiesce();
    await Promise.all([server.close(), figures.close()]);
    await stop();
    log.info('the api has stopped');
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      end(signal).catch((error: unknown) => {
        log.error({ err: error }, 'stopping failed');
        process.exit(1);
      });
    });
  }
}

function sentence(error: unknown, config: Environment | undefined): string {
  if (error instanceof ConfigInvalid) return error.message;
  const { code, port } = error as { code?: unknown; port?: unknown };
  if (code === 'EADDRINUSE') {
    const variable = port === config?.OPERATIONS_PORT ? 'OPERATIONS_PORT' : 'PORT';
    return `The port ${String(port)} is taken. Set ${variable} to a free one, or end what uses it.`;
  }
  return `The api could not start: ${error instanceof Error ? error.message : String(error)}`;
}

let config: Environment | undefined;
try {
  config = readConfig();
  await run(config);
} catch (error) {
  process.stderr.write(`${sentence(error, config)}\n`);
  process.exit(1);
}
