import { join } from 'node:path';
import { ROOT } from './paths.ts';
import { startChild, type Child } from './supervise.ts';
import { answers, waitUntilReady } from './wait.ts';
import type { ZeebeOptions } from './zeebe.ts';

const READY_WITHIN_MS = 30_000;

/** Tests do not wait as long as a broker's exporters, which gather for whole seconds; the bench does. */
const TESTS_GATHER_MS = 150;

/** Starts the engine double of the tests: it stands where Zeebe would, on the same ports, for tests only. Nobody works with it. */
export async function startEngineDouble({
  home,
  ports,
  engineRecordsPassword,
  partitions,
  controlledClock,
}: ZeebeOptions): Promise<Child> {
  const child = startChild(home, {
    name: 'engine-double',
    command: process.execPath,
    args: ['--import', 'tsx', join(ROOT, 'tests', 'support', 'engine-double', 'main.ts')],
    cwd: ROOT,
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      ZEEBE_PORT: String(ports.ZEEBE_PORT),
      ZEEBE_REST_PORT: String(ports.ZEEBE_REST_PORT),
      ZEEBE_MANAGEMENT_PORT: String(ports.ZEEBE_MANAGEMENT_PORT),
      ZEEBE_PARTITIONS: String(partitions),
      ENGINE_RECORDS_PORT: String(ports.ENGINE_RECORDS_PORT),
      ENGINE_RECORDS_PASSWORD: engineRecordsPassword,
      ENGINE_DOUBLE_HOME: join(home, 'zeebe'),
      ...(controlledClock ? { EXPORTER_GATHERS_MS: String(TESTS_GATHER_MS) } : {}),
    },
  });
  await waitUntilReady(
    child,
    () => answers(`http://127.0.0.1:${ports.ZEEBE_MANAGEMENT_PORT}/ready`),
    READY_WITHIN_MS,
  );
  return child;
}
