import { compose } from './compose.ts';
import { ConfigInvalid, readConfig, type Environment } from './config.ts';
import { listen } from './http/server.ts';

/** Within this time after a signal the process is gone, whatever hangs. */
const STOP_WITHIN_MS = 20_000;

async function run(config: Environment): Promise<void> {
  const { app, log, start, quiesce, stop } = await compose(config);
  await start();
  const server = await listen(app, { host: config.HOST, port: config.PORT });
  log.info({ url: server.url }, 'the api listens');

  let stopping = false;
  const end = async (signal: string): Promise<void> => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, 'the api stops');
    setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref();
    quiesce();
    await server.close();
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

function sentence(error: unknown): string {
  if (error instanceof ConfigInvalid) return error.message;
  const { code, port } = error as { code?: unknown; port?: unknown };
  if (code === 'EADDRINUSE')
    return `The port ${String(port)} is taken. Set PORT to a free one, or end what uses it.`;
  return `The api could not start: ${error instanceof Error ? error.message : String(error)}`;
}

try {
  await run(readConfig());
} catch (error) {
  process.stderr.write(`${sentence(error)}\n`);
  process.exit(1);
}
