import { startExporters } from './wire/exporter.ts';
import { startGateway } from './wire/gateway.ts';
import { openHost } from './store/host.ts';
import { startManagement, startRest } from './wire/rest.ts';
import { settingsFrom } from './settings.ts';

/* The embedded engine: runs the deployed diagrams behind the published protocols of Zeebe 8.5, on loopback, until it is told to
   stop (README.md beside this file). */
const settings = settingsFrom(process.env);
const host = await openHost(settings);
const exporters = startExporters(host, settings);
const servers = [
  await startGateway(host, settings.port),
  await startRest(host, settings.restPort),
  await startManagement(host, settings.managementPort, settings),
];
console.log(`The engine answers on ${settings.port}, ${settings.restPort} and ${settings.managementPort}.`);

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
