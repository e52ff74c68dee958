import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { ensureProgram } from './ensure-program.ts';
import { KEYCLOAK } from './pins.ts';
import { privateFolder } from './private-folder.ts';
import { type Demo, REALM, realmRepresentation } from './realm/realm.ts';
import type { Reporter } from './reporter.ts';
import { StackProblem } from './stack-problem.ts';
import { type Child, startChild } from './supervise.ts';
import { placeTheme } from './theme/place.ts';
import { answers, waitUntilReady } from './wait.ts';

/** Options of the embedded Keycloak. */
export interface KeycloakOptions {
  readonly home: string;
  readonly port: number;
  readonly adminPassword: string;
  /** Origins from which browsers use the application. */
  readonly origins: readonly string[];
  readonly demo: Demo;
}

const READY_TIMEOUT_MS = 240_000;

/** Returns the URL by which browsers and the api reach the embedded Keycloak. It uses a host name, because a
 *  passkey is bound to a name and never to an IP address. */
export const embeddedKeycloakUrl = (port: number): string => `http://localhost:${port}`;

/** Options that Keycloak builds into its program, so that it starts fast. */
const BUILD_OPTIONS = ['--db=dev-file', '--health-enabled=false', '--metrics-enabled=false'];

/** Returns the program; it is fetched if missing, and built once. */
export const ensureKeycloak = (java: string, reporter: Reporter): Promise<string> =>
  ensureProgram(KEYCLOAK, reporter, {
    recipe: BUILD_OPTIONS.join(' '),
    run: async (program) => {
      reporter.say('Preparing Keycloak, once; this takes about half a minute.');
      await promisify(execFile)(java, [...javaOptions(program, program), 'build', ...BUILD_OPTIONS], {
        env: bareEnvironment(),
      }).catch(({ stdout, stderr }: { stdout?: string; stderr?: string }) => {
        throw new StackProblem(`Keycloak could not be prepared: ${stdout}${stderr}`);
      });
    },
  });

/** Starts Keycloak on loopback, with the realm created at the first start, and waits until it serves the
 *  realm. */
export async function startKeycloak(program: string, java: string, options: KeycloakOptions): Promise<Child> {
  const { home, port, adminPassword, origins, demo } = options;
  const folder = join(home, 'keycloak');
  linkProgram(program, folder);
  placeThemes(folder);
  placeRealm(folder, JSON.stringify(realmRepresentation({ origins, demo })));
  const url = embeddedKeycloakUrl(port);
  const child = startChild(home, {
    name: 'keycloak',
    command: java,
    args: [
      ...javaOptions(program, folder),
      'start',
      '--optimized',
      '--import-realm',
      '--cache=local',
      '--http-enabled=true',
      '--http-host=127.0.0.1',
      `--http-port=${port}`,
      `--hostname=${url}`,
    ],
    env: {
      ...bareEnvironment(),
      KC_BOOTSTRAP_ADMIN_USERNAME: 'admin',
      KC_BOOTSTRAP_ADMIN_PASSWORD: adminPassword,
    },
  });
  await waitUntilReady(child, () => answers(`${url}/realms/${REALM}`), READY_TIMEOUT_MS);
  return child;
}

/** Keycloak stores data inside its own folder; a folder of links gives each clone its own data with a shared
 *  program. */
function linkProgram(program: string, folder: string): void {
  privateFolder(folder);
  for (const part of ['bin', 'conf', 'lib', 'providers']) {
    const link = join(folder, part);
    rmSync(link, { force: true });
    symlinkSync(join(program, part), link);
  }
}

/** Keycloak reads the themes of its own folder at each start; one of them is ours. */
function placeThemes(folder: string): void {
  const themes = join(folder, 'themes');
  rmSync(themes, { recursive: true, force: true });
  mkdirSync(themes);
  placeTheme(themes);
}

/** Keycloak imports a realm only where there is none. If ours has changed since, the data is moved aside and
 *  created anew. */
function placeRealm(folder: string, realm: string): void {
  const data = join(folder, 'data');
  const file = join(data, 'import', `${REALM}.json`);
  if (existsSync(file) && readFileSync(file, 'utf8') !== realm) {
    const before = `${data}-before-${createHash('sha256').update(realm).digest('hex').slice(0, 8)}`;
    rmSync(before, { recursive: true, force: true });
    renameSync(data, before);
  }
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, realm, { mode: 0o600 });
}

const bareEnvironment = (): NodeJS.ProcessEnv => ({
  PATH: process.env.PATH ?? ['/usr/bin', '/bin'].join(delimiter),
  HOME: process.env.HOME,
});

/** Java options that its own start script passes; the script itself would put a shell between us and the
 *  server. */
const javaOptions = (program: string, folder: string): string[] => [
  '-Xms64m',
  '-Xmx512m',
  '-XX:MaxMetaspaceSize=256m',
  '-XX:TieredStopAtLevel=1',
  '-XX:+ExitOnOutOfMemoryError',
  '-Dfile.encoding=UTF-8',
  '-Duser.language=en',
  '-Duser.country=US',
  '--add-opens=java.base/java.util=ALL-UNNAMED',
  '--add-opens=java.base/java.util.concurrent=ALL-UNNAMED',
  '--add-opens=java.base/java.security=ALL-UNNAMED',
  '--add-opens=java.base/java.lang=ALL-UNNAMED',
  '--enable-native-access=ALL-UNNAMED',
  '-Djava.util.concurrent.ForkJoinPool.common.threadFactory=io.quarkus.bootstrap.forkjoin.QuarkusForkJoinWorkerThreadFactory',
  `-Dkc.home.dir=${folder}`,
  `-Djboss.server.config.dir=${join(folder, 'conf')}`,
  '-Djava.util.logging.manager=org.jboss.logmanager.LogManager',
  '-Dpicocli.disable.closures=true',
  '-Dquarkus-log-max-startup-records=10000',
  '-cp',
  join(program, 'lib', 'quarkus-run.jar'),
  'io.quarkus.bootstrap.runner.QuarkusEntryPoint',
];
