import { join } from 'node:path';
import type { Reporter } from './console.ts';
import { exporterEnvironment } from './exporters.ts';
import { ZEEBE } from './pins.ts';
import type { Ports } from './ports.ts';
import { ensureProgram } from './programs.ts';
import { StackProblem } from './stack-problem.ts';
import { startChild, type Child } from './supervise.ts';
import { answers, waitUntilReady } from './wait.ts';

/** How to run the embedded broker. */
export interface ZeebeOptions {
  readonly home: string;
  readonly ports: Ports;
  readonly engineRecordsPassword: string;
  readonly partitions: number;
  /** The clock obeys `POST /actuator/clock`; only for tests. */
  readonly controlledClock: boolean;
}

const READY_WITHIN_MS = 180_000;

/** More requests in flight than this are refused; the API keeps below it. */
const REQUESTS_IN_FLIGHT = 200;

/** Both ways to an engine, for who has none. */
export const ENGINE_IS_YOURS =
  'Zeebe is not fetched without you: name your own broker in ZEEBE_ADDRESS and ZEEBE_REST_URL, or read the Zeebe ' +
  'Community License 1.1 and start again with ZEEBE_LICENCE=accepted.';

/** Whether the person who starts has accepted the licence of Zeebe. That decision is not ours to take for anyone. */
export const licenceAccepted = (env: NodeJS.ProcessEnv): boolean => env.ZEEBE_LICENCE === 'accepted';

/** The program, fetched where it is missing, and only for somebody who has accepted its licence.
 *  @throws StackProblem that names both ways to an engine */
export async function ensureZeebe(reporter: Reporter, env: NodeJS.ProcessEnv): Promise<string> {
  if (!licenceAccepted(env)) throw new StackProblem(ENGINE_IS_YOURS);
  return ensureProgram(ZEEBE, reporter);
}

/** Starts one broker with its gateway on loopback and waits until its partitions have a healthy leader. */
export async function startZeebe(program: string, java: string, options: ZeebeOptions): Promise<Child> {
  const child = startChild(options.home, {
    name: 'zeebe',
    command: java,
    args: [
      '-Xmx512m',
      '-XX:+ExitOnOutOfMemoryError',
      ...(options.controlledClock ? ['-XX:TieredStopAtLevel=1'] : []),
      '-Dfile.encoding=UTF-8',
      '-Duser.timezone=Asia/Tehran',
      `-Dbasedir=${program}`,
      `-Dapp.home=${join(options.home, 'zeebe')}`,
      '-classpath',
      `${join(program, 'config')}:${join(program, 'lib')}/*`,
      'io.camunda.zeebe.broker.StandaloneBroker',
    ],
    env: zeebeEnvironment(options),
  });
  const { ZEEBE_REST_PORT, ZEEBE_MANAGEMENT_PORT } = options.ports;
  const ready = async () =>
    (await answers(`http://127.0.0.1:${ZEEBE_MANAGEMENT_PORT}/ready`)) &&
    (await leadsAllPartitions(`http://127.0.0.1:${ZEEBE_REST_PORT}`, options.partitions));
  await waitUntilReady(child, ready, READY_WITHIN_MS);
  return child;
}

interface Topology {
  readonly brokers: { readonly partitions: { readonly role: string; readonly health: string }[] }[];
}

async function leadsAllPartitions(restUrl: string, partitions: number): Promise<boolean> {
  const response = await fetch(`${restUrl}/v1/topology`, { signal: AbortSignal.timeout(2_000) });
  const { brokers } = (await response.json()) as Topology;
  const leading = brokers
    .flatMap((broker) => broker.partitions)
    .filter((one) => one.role === 'leader' && one.health === 'healthy');
  return leading.length === partitions;
}

/** Nothing of our own environment reaches the broker except what every program needs: Spring would read it as settings. */
function zeebeEnvironment({
  home,
  ports,
  partitions,
  controlledClock,
  engineRecordsPassword,
}: ZeebeOptions): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    SERVER_ADDRESS: '127.0.0.1',
    SERVER_PORT: String(ports.ZEEBE_REST_PORT),
    MANAGEMENT_SERVER_ADDRESS: '127.0.0.1',
    MANAGEMENT_SERVER_PORT: String(ports.ZEEBE_MANAGEMENT_PORT),
    ZEEBE_BROKER_NETWORK_HOST: '127.0.0.1',
    ZEEBE_BROKER_NETWORK_COMMANDAPI_PORT: String(ports.ZEEBE_COMMAND_PORT),
    ZEEBE_BROKER_NETWORK_INTERNALAPI_PORT: String(ports.ZEEBE_INTERNAL_PORT),
    ZEEBE_BROKER_GATEWAY_NETWORK_HOST: '127.0.0.1',
    ZEEBE_BROKER_GATEWAY_NETWORK_PORT: String(ports.ZEEBE_PORT),
    ZEEBE_BROKER_CLUSTER_PARTITIONSCOUNT: String(partitions),
    ZEEBE_BROKER_DATA_DIRECTORY: join(home, 'zeebe'),
    ZEEBE_BROKER_BACKPRESSURE_ALGORITHM: 'fixed',
    ZEEBE_BROKER_BACKPRESSURE_FIXED_LIMIT: String(REQUESTS_IN_FLIGHT),
    ZEEBE_CLOCK_CONTROLLED: String(controlledClock),
    ...(controlledClock ? { ZEEBE_BROKER_DATA_LOGSEGMENTSIZE: '32MB' } : {}),
    ...exporterEnvironment(`http://127.0.0.1:${ports.ENGINE_RECORDS_PORT}`, engineRecordsPassword),
  };
}
