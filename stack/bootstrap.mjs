// Runs first on a fresh machine, so it depends on nothing but Node: no package, no TypeScript.
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const OLDEST_NODE = [20, 19];
/** Older ones work, but no longer get security fixes (20 ended in April 2026). */
const OLDEST_MAINTAINED_NODE = 22;
const COMMANDS = {
  start: 'stack/start.ts',
  test: 'tests/run.ts',
  services: 'stack/services.ts',
  reset: 'stack/reset.ts',
  backup: 'stack/backup.ts',
  restore: 'stack/restore.ts',
  bench: 'stack/bench.ts',
};

const root = fileURLToPath(new URL('..', import.meta.url));

function refuse(sentence) {
  console.error(sentence);
  process.exit(1);
}

function requireNode(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldestMajor, oldestMinor] = OLDEST_NODE;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return;
  refuse(
    `Shahrah needs Node ${OLDEST_NODE.join('.')} or newer and this is ${version}: install a newer one from nodejs.org and run the command again.`,
  );
}

function warnOfOldNode(version) {
  if (Number.parseInt(version, 10) >= OLDEST_MAINTAINED_NODE) return;
  console.warn(`Security holes of Node ${version} are not closed any more: install Node 24 from nodejs.org.`);
}

function requirePlatform(platform) {
  if (platform === 'linux' || platform === 'darwin') return;
  refuse(
    `Shahrah runs on Linux and macOS, not on ${platform}: on Windows run it inside WSL 2, or use docker-compose.yml.`,
  );
}

function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/** npm writes node_modules/.package-lock.json last: without it, or with other versions in it, the packages
 *  are not those of the lock file. Optional packages may be absent, because they are for other platforms. */
function packagesAreInstalled() {
  const wanted = readJson(join(root, 'package-lock.json'))?.packages ?? {};
  const present = readJson(join(root, 'node_modules', '.package-lock.json'))?.packages;
  return (
    present !== undefined &&
    Object.entries(wanted).every(([path, { version, optional, peer }]) => {
      const found = present[path]?.version;
      return path === '' || found === version || (found === undefined && (optional || peer));
    })
  );
}

/** No package needs its install script: PostgreSQL's links are made when it starts, the other scripts only
 *  optimise or report. */
function installPackages() {
  if (packagesAreInstalled()) return;
  console.log('Installing packages (npm ci).');
  const { status } = spawnSync('npm', ['ci', '--include=dev', '--include=optional', '--ignore-scripts'], {
    cwd: root,
    stdio: 'inherit',
  });
  if (status !== 0) {
    refuse(
      'npm could not install the packages (its reason is above): connect this machine to the internet and run the command again.',
    );
  }
}

function run(file, args) {
  // The channel ('ipc') lets the child notice when this process is killed and can no longer pass on a signal.
  const child = spawn(process.execPath, ['--import', 'tsx', join(root, file), ...args], {
    cwd: root,
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  // Ctrl-C reaches the child directly, because it is in the same process group; signals sent to this process
  // alone are passed on.
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  process.on('SIGINT', () => {});
  child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
}

const [command = '', ...args] = process.argv.slice(2);
requireNode(process.versions.node);
requirePlatform(process.platform);
if (!Object.hasOwn(COMMANDS, command)) refuse(`Say one of: ${Object.keys(COMMANDS).join(', ')}.`);
if (command === 'start') warnOfOldNode(process.versions.node);
installPackages();
run(COMMANDS[command], args);
