import { startExporters } from './exporter.ts';
import { startGateway } from './gateway.ts';
import { openHost } from './host.ts';
import { startManagement, startRest } from './rest.ts';
import { settingsFrom } from './settings.ts';

/* A double of the engine, for tests: runs the project's diagrams behind the wire of Zeebe 8.5, on loopback, until it is told
   to stop. What it proves, and what it does not, is in docs/adr/0008-tests-without-a-broker.md. */
const settings = settingsFrom(process.env);
const host = await openHost(settings);
const exporters = startExporters(host, settings);
const servers = [
  await startGateway(host, settings.port),
  await startRest(host, settings.restPort),
  await startManagement(host, settings.managementPort),
];
console.log(
  `The engine double answers on ${settings.port}, ${settings.restPort} and ${settings.managementPort}.`,
);

let stopping = false;
async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  await Promise.all(servers.map((server) => server.stop()));
  await exporters.stop();
  host.close();
}
process.on('SIGTERM', () => void stop());
process.on('SIGINT', () => void stop());
