import { startOwnLogRotation } from '../common/node/log-rotation.ts';
import { startWatchdog } from '../common/node/watchdog.ts';
import { startEvaluator } from './decisions/evaluator.ts';
import { type Settings, settingsFrom } from './settings.ts';
import { openStore, type Store } from './store/store.ts';
import { startExporters } from './wire/exporters.ts';
import { startGateway } from './wire/gateway.ts';
import { startManagement } from './wire/management.ts';
import { startRest } from './wire/rest.ts';

/** Exits, because everything in memory would be out of step with the database. The supervisor restarts the
 *  engine. */
function end(error: Error): never {
  console.error(error);
  process.exit(1);
}

async function run(settings: Settings): Promise<void> {
  const { host, records, exporters } = settings;
  const stops: (() => Promise<void>)[] = [];
  let ready: Store | undefined = undefined;
  let stopping = false;
  const stop = async (): Promise<void> => {
    if (stopping) return;
    stopping = true;
    if (!ready) process.exit(0);
    for (const one of stops.reverse()) await one();
    await ready.close();
    process.exit(0);
  };
  process.on('SIGTERM', () => void stop());
  process.on('SIGINT', () => void stop());

  const management = await startManagement(
    { host, port: settings.managementPort },
    { ...settings, store: () => ready },
  );
  stops.push(management.stop);
  const store = await openStore({
    ...settings,
    exporters: records ? exporters : {},
    log: (sentence) => console.log(sentence),
    onEnd: end,
  });
  if (records) stops.push(startExporters(store, { records, exporters }).stop);
  stops.push((await startRest(store, { host, port: settings.restPort })).stop);
  stops.push((await startGateway(store, { host, port: settings.port })).stop);
  ready = store;
  console.log(`The engine answers on ${settings.port}, ${settings.restPort} and ${settings.managementPort}.`);
}

/* The embedded engine: runs the deployed diagrams behind the published protocols of Zeebe 8.5 until it is
   told to stop (README.md beside this file). While another engine writes the same state, it waits to take
   over, and is not ready. */
startWatchdog({ name: 'the engine' });
startOwnLogRotation(process.env.LOG_FILE);
startEvaluator();
try {
  await run(settingsFrom(process.env));
} catch (error) {
  const { message, stack } = error as Error;
  console.error(`The engine could not start: ${error instanceof TypeError ? stack : message}`);
  process.exit(1);
}
