import { createServer } from 'node:net';
import { StackProblem } from './stack-problem.ts';

/** Default ports of the embedded stack, by the variable that moves each one. */
export const DEFAULT_PORTS = {
  PORT: 3000,
  ENGINE_RECORDS_PORT: 3001,
  OPERATIONS_PORT: 3002,
  POSTGRES_PORT: 5433,
  ZEEBE_PORT: 26500,
  ZEEBE_REST_PORT: 8080,
  ZEEBE_MANAGEMENT_PORT: 9600,
  KEYCLOAK_PORT: 8180,
  MAIL_PORT: 2525,
} as const;

export type PortName = keyof typeof DEFAULT_PORTS;
export type Ports = Record<PortName, number>;

/** Returns the ports to use: the default ones, moved by the environment.
 *  @throws StackProblem when a value is not a port, or two are the same */
export function portsFrom(env: NodeJS.ProcessEnv): Ports {
  const ports: Ports = { ...DEFAULT_PORTS };
  const owners = new Map<number, string>();
  for (const name of Object.keys(DEFAULT_PORTS) as PortName[]) {
    const text = env[name];
    if (text) {
      ports[name] = Number(text);
      if (!Number.isInteger(ports[name]) || ports[name] < 1 || ports[name] > 65_535) {
        throw new StackProblem(`${name}=${text} is not a port: set ${name} to a number from 1 to 65535.`);
      }
    }
    const other = owners.get(ports[name]);
    if (other)
      throw new StackProblem(
        `${name} and ${other} are both ${ports[name]}: set one of them to another port.`,
      );
    owners.set(ports[name], name);
  }
  return ports;
}

const listenOnce = (port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : port));
    });
  });

/** Returns a port that was free a moment ago. */
export const freePort = (): Promise<number> => listenOnce(0);

/** @throws StackProblem naming the variable that moves the first occupied port */
export async function requireFreePorts(ports: Partial<Ports>): Promise<void> {
  for (const [name, port] of Object.entries(ports)) {
    await listenOnce(port).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') {
        throw new StackProblem(
          `Port ${port} is taken by another program: stop it, or set ${name} to a free port, for example ${name}=${port + 10_000 > 65_535 ? port - 10_000 : port + 10_000}.`,
        );
      }
      if (error.code === 'EACCES')
        throw new StackProblem(`Port ${port} needs privileges: set ${name} to a port above 1023.`);
      throw error;
    });
  }
}

/** Returns free ports for everything, for a stack that must not collide with another one. Variables that are
 *  set are kept. */
export async function freePorts(env: NodeJS.ProcessEnv): Promise<Ports> {
  const taken = new Set<number>();
  const ports = { ...DEFAULT_PORTS } as Ports;
  for (const name of Object.keys(DEFAULT_PORTS) as PortName[]) {
    let port = Number(env[name]) || (await freePort());
    while (taken.has(port)) port = await freePort();
    taken.add(port);
    ports[name] = port;
  }
  return ports;
}
