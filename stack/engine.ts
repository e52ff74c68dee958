import { join } from 'node:path';
import { MAX_PARTITIONS } from '../common/zeebe-protocol/partitions.ts';
import { ROOT } from './paths.ts';
import type { Ports } from './ports.ts';
import { StackProblem } from './stack-problem.ts';
import { type Child, startChild } from './supervise.ts';
import { answers, waitUntilReady } from './wait.ts';

/** Records and documents live as long as their transaction: with a larger young generation, most are gone
 *  before the collector would copy them. The old generation is collected earlier than by default, as with the
 *  api. docker-compose.yml sets the same. */
export const ENGINE_NODE_OPTIONS = ['--max-semi-space-size=32', '--heap-growing-percent=40'];

/** Options of the embedded engine. */
export interface EngineOptions {
  readonly home: string;
  /** Names its log and its pid file; defaults to `engine`. */
  readonly name?: string;
  readonly ports: Ports;
  /** Database of its state, with the role that may use the schema `engine`. */
  readonly databaseUrl: string;
  readonly engineRecordsPassword: string;
  readonly partitions: number;
  /** The clock obeys `POST /actuator/clock`, exporters do not wait for whole seconds, and no process instance
   *  is cached across commands, so that anything missing in the database shows at once. */
  readonly forTests: boolean;
  /** Additional options of Node, for example to write a profile. */
  readonly nodeOptions?: readonly string[];
}

const READY_TIMEOUT_MS = 60_000;

/** @throws StackProblem when ZEEBE_PARTITIONS is no number of partitions */
export function partitionsFrom({ ZEEBE_PARTITIONS: given = '' }: NodeJS.ProcessEnv): number {
  const partitions = Number(given || '1');
  if (Number.isInteger(partitions) && partitions >= 1 && partitions <= MAX_PARTITIONS) return partitions;
  throw new StackProblem(
    `ZEEBE_PARTITIONS is ${given}: set it to a whole number from 1 to ${MAX_PARTITIONS}, or leave it out for 1.`,
  );
}

/** Tests do not wait as long as exporters collect in real operation; the bench does. */
const TEST_EXPORT_DELAY_MS = 150;

/** Starts the embedded engine and waits until it takes commands. */
export async function startEngine({
  home,
  name = 'engine',
  ports,
  databaseUrl,
  engineRecordsPassword,
  partitions,
  forTests,
  nodeOptions = [],
}: EngineOptions): Promise<Child> {
  const child = startChild(home, {
    name,
    command: process.execPath,
    args: [...ENGINE_NODE_OPTIONS, ...nodeOptions, '--import', 'tsx', join(ROOT, 'engine', 'main.ts')],
    cwd: ROOT,
    rotatesItsLog: true,
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      ZEEBE_PORT: String(ports.ZEEBE_PORT),
      ZEEBE_REST_PORT: String(ports.ZEEBE_REST_PORT),
      ZEEBE_MANAGEMENT_PORT: String(ports.ZEEBE_MANAGEMENT_PORT),
      ZEEBE_PARTITIONS: String(partitions),
      ENGINE_DATABASE_URL: databaseUrl,
      ENGINE_RECORDS_PORT: String(ports.ENGINE_RECORDS_PORT),
      ENGINE_RECORDS_PASSWORD: engineRecordsPassword,
      ...(forTests
        ? {
            ENGINE_CLOCK: 'controlled',
            ENGINE_CACHE_MB: '0',
            EXPORTER_GATHERS_MS: String(TEST_EXPORT_DELAY_MS),
          }
        : {}),
    },
  });
  await waitUntilReady(
    child,
    () => answers(`http://127.0.0.1:${ports.ZEEBE_MANAGEMENT_PORT}/ready`),
    READY_TIMEOUT_MS,
  );
  return child;
}
