import { spawn } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { launch } from '../stack/launch.ts';
import { ROOT, shahrahHome } from '../stack/paths.ts';
import { reporterOn } from '../stack/reporter.ts';
import type { OnCrash } from '../stack/service.ts';
import { startTestServices, type TestServices } from '../stack/test-services.ts';
import { buildUis } from '../stack/ui-build.ts';
import { runMocha, type Tally } from './support/run-mocha.ts';

/** Number of test processes side by side, each with an engine of its own where it needs one. */
const LANES = 2;

interface Suite {
  readonly name: string;
  readonly files: readonly string[];
  /** Components without which it cannot begin. */
  readonly needs: readonly ('services' | 'keycloak')[];
  readonly lanes: number;
}

/** The suites in the order they run. A file belongs to the one with the nearest folder above it. Those
 *  without services run beside those that need no Keycloak, while that starts. */
const SUITES: readonly (Pick<Suite, 'name'> & Partial<Suite> & { folders: readonly string[] })[] = [
  { name: 'unit tests', folders: ['tests/unit'] },
  { name: 'tests of screens', folders: ['tests/screens'] },
  { name: 'tests of common code', folders: ['common'] },
  {
    name: 'tests of the engine',
    folders: ['tests/integration/embedded-engine', 'tests/integration/database'],
    needs: ['services'],
  },
  {
    name: 'tests of the whole',
    folders: ['tests/e2e', 'tests/integration', 'tests/processes'],
    needs: ['services', 'keycloak'],
    lanes: LANES,
  },
  {
    name: 'tests that need the database server for themselves',
    folders: ['tests/integration/alone'],
    needs: ['services', 'keycloak'],
  },
  { name: 'flow coverage', folders: ['tests/processes/flow-coverage'], needs: ['services', 'keycloak'] },
];

const needsUis = ({ files }: Suite): boolean => files.some((file) => file.startsWith('tests/e2e/'));

const SLOWEST = 30;

const ONE_PASSED: Tally = { passed: 1, failed: 0, skipped: 0, failures: [], files: [] };
const failed = (...failures: string[]): Tally => ({
  passed: 0,
  failed: failures.length,
  skipped: 0,
  failures,
  files: [],
});

const home = join(shahrahHome(), 'test');
const reporter = reporterOn(process.stdout);
const asked = process.argv.slice(2).map((path) => relative(ROOT, resolve(ROOT, path)));
const suites = suitesOf(SUITES);

/** Components that ended although no test had asked them to. */
const crashes: string[] = [];

/** When a service crashes the suites go on, and it counts as a failure. */
function withServices() {
  const wanted = { postgres: true, engine: true, keycloak: true };
  let services: TestServices | undefined;
  const onCrash: OnCrash = (name, how, log) => {
    reporter.say(`${name} ended on its own (${how}): read ${log}.`);
    crashes.push(name);
  };
  const ready = startTestServices({ home, wanted, lanes: LANES, reporter, onCrash }).then(
    (started) => (services = started),
  );
  ready.catch(() => {});
  return { ready, stop: async () => services?.stop() };
}

async function runAll(services: Promise<TestServices> | undefined): Promise<number> {
  const since = Date.now();
  const uis = suites.some(needsUis) ? buildUis(reporter) : Promise.resolve();
  uis.catch(() => {});
  const results: Tally[] = [];
  const count = (name: string, startedAt: number, tally: Tally) => {
    results.push(tally);
    reporter.say(`${name}: ${sentence(tally)} (${((Date.now() - startedAt) / 1000).toFixed(0)} s)`);
  };
  const runSuites = async (some: readonly Suite[]) => {
    for (const suite of some) {
      const startedAt = Date.now();
      count(suite.name, startedAt, await runSuite(suite, { services, uis }));
    }
  };
  const withoutServices = async () => {
    await uis.catch(() => {});
    for (const check of asked.length === 0 ? ['typecheck', 'lint', 'audit:licences', 'bom'] : []) {
      const startedAt = Date.now();
      count(check, startedAt, (await npmRun(check)) ? ONE_PASSED : failed(`npm run ${check}`));
    }
    await runSuites(suites.filter(({ needs }) => needs.length === 0));
  };
  const needsKeycloak = ({ needs }: Suite) => needs.includes('keycloak');
  await Promise.all([
    withoutServices(),
    runSuites(suites.filter((suite) => suite.needs.length > 0 && !needsKeycloak(suite))),
  ]);
  await runSuites(suites.filter(needsKeycloak));
  results.push(failed(...crashes.map((name) => `${name} ended on its own.`)));
  const total = results.reduce((sum, one) => ({
    passed: sum.passed + one.passed,
    failed: sum.failed + one.failed,
    skipped: sum.skipped + one.skipped,
    failures: [...sum.failures, ...one.failures],
    files: [...sum.files, ...one.files],
  }));
  if (total.passed + total.failed === 0) reporter.say('There is no such test.');
  if (asked.length === 0) reporter.say(slowest(total.files));
  for (const failure of total.failures) reporter.say(`\nFailed: ${failure}`);
  reporter.say(`\nAll of it took ${((Date.now() - since) / 1000).toFixed(0)} s.\n${sentence(total)}`);
  return total.failed > 0 || total.passed === 0 ? 1 : 0;
}

/** Names the test files that took longest, in seconds. */
const slowest = (files: Tally['files']): string =>
  [
    '\nThe slowest test files:',
    ...[...files]
      .sort((a, b) => b.ms - a.ms)
      .slice(0, SLOWEST)
      .map(({ file, ms }) => `${(ms / 1000).toFixed(0).padStart(6)} s  ${file}`),
  ].join('\n');

const sentence = ({ passed, failed, skipped }: Tally): string =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;

interface Needed {
  readonly services: Promise<TestServices> | undefined;
  readonly uis: Promise<void>;
}

async function runSuite(suite: Suite, given: Needed): Promise<Tally> {
  const { files, lanes, name, needs } = suite;
  try {
    const services = needs.includes('services') ? await given.services : undefined;
    if (needs.includes('keycloak')) await services?.keycloakReady;
    if (needsUis(suite)) await given.uis;
    const printsAtEnd = !services && given.services !== undefined;
    if (!printsAtEnd) reporter.say(`\n${name}`);
    const env = {
      ...process.env,
      ...services?.env,
      PATH_TESTS_RAN: filesBelow('tests/processes').every(isAsked) ? 'yes' : '',
    };
    return await runMocha({ files, lanes: Math.min(lanes, services?.lanes ?? 1), env, printsAtEnd });
  } catch (error) {
    return failed(`${name}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Runs a check of package.json; its output is shown only when it fails. */
function npmRun(script: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const child = spawn('npm', ['run', '--silent', script], { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    child.once('error', reject);
    child.once('exit', (code) => {
      if (code !== 0) reporter.say(output.trimEnd());
      resolve(code === 0);
    });
  });
}

/** Finds the asked test files of each suite; suites without any are left out. */
function suitesOf(all: typeof SUITES): Suite[] {
  const folders = all.flatMap((suite) => suite.folders).sort((a, b) => b.length - a.length);
  const nearest = (file: string) => folders.find((folder) => file.startsWith(`${folder}/`));
  return all
    .map(({ folders, name, needs = [], lanes = 1 }) => {
      const own = folders.flatMap((folder) => filesBelow(folder).filter((file) => nearest(file) === folder));
      return { name, files: own.filter(isAsked), needs, lanes };
    })
    .filter(({ files }) => files.length > 0);
}

function filesBelow(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((name) => /\.test\.tsx?$/.test(name))
    .sort();
}

function isAsked(file: string): boolean {
  return asked.length === 0 || asked.some((path) => file === path || file.startsWith(withSlash(path)));
}

function withSlash(path: string): string {
  return existsSync(join(ROOT, path)) && statSync(join(ROOT, path)).isDirectory()
    ? `${path.replace(/\/$/, '')}/`
    : `${path}\0`;
}

/* `npm test [FILE or FOLDER …]`: the checks of types and style and all suites, or only what is named, and
 * what it needs. */
if (suites.some(({ needs }) => needs.length > 0)) {
  await launch({
    home,
    reporter,
    start: async () => withServices(),
    use: ({ ready }) => runAll(ready),
  });
} else {
  process.exitCode = await runAll(undefined);
}
