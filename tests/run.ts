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

/** The suites in the order they run, and what they need. Those without services run beside the others. */
const SUITES = [
  { folder: 'tests/unit', services: false, uis: false },
  { folder: 'tests/screens', services: false, uis: false },
  { folder: 'common', services: false, uis: false },
  { folder: 'tests/integration', services: true, uis: false },
  { folder: 'tests/processes', services: true, uis: false },
  { folder: 'tests/e2e', services: true, uis: true },
];

interface Suite {
  readonly name: string;
  readonly files: readonly string[];
  readonly services: boolean;
  readonly uis: boolean;
}

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
const suites = SUITES.map(({ folder, ...needs }): Suite => ({
  name: folder,
  files: filesOf(folder),
  ...needs,
})).filter(({ files }) => files.length > 0);

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
  const ready = startTestServices({ home, wanted, reporter, onCrash }).then(
    (started) => (services = started),
  );
  ready.catch(() => {});
  return { ready, stop: async () => services?.stop() };
}

async function runAll(services: Promise<TestServices> | undefined): Promise<number> {
  const since = Date.now();
  const results: Tally[] = [];
  const count = (name: string, startedAt: number, tally: Tally) => {
    results.push(tally);
    reporter.say(`${name}: ${sentence(tally)} (${((Date.now() - startedAt) / 1000).toFixed(0)} s)`);
  };
  const runSuites = async (some: readonly Suite[]) => {
    for (const suite of some) {
      const startedAt = Date.now();
      count(suite.name, startedAt, await runSuite(suite, services));
    }
  };
  const withoutServices = async () => {
    for (const check of asked.length === 0 ? ['typecheck', 'lint', 'audit:licences', 'bom'] : []) {
      const startedAt = Date.now();
      count(check, startedAt, (await npmRun(check)) ? ONE_PASSED : failed(`npm run ${check}`));
    }
    await runSuites(suites.filter(({ services }) => !services));
  };
  await Promise.all([withoutServices(), runSuites(suites.filter((suite) => suite.services))]);
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

async function runSuite(suite: Suite, services: Promise<TestServices> | undefined): Promise<Tally> {
  try {
    if (suite.uis) await buildUis(reporter);
    const env = suite.services ? (await services)?.env : {};
    const printsAtEnd = !suite.services && services !== undefined;
    if (!printsAtEnd) reporter.say(`\n${suite.name}`);
    return await runMocha({ files: suite.files, env: { ...process.env, ...env }, printsAtEnd });
  } catch (error) {
    return failed(`${suite.name}: ${error instanceof Error ? error.message : String(error)}`);
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

function filesOf(folder: string): string[] {
  const full = join(ROOT, folder);
  if (!existsSync(full)) return [];
  const all = readdirSync(full, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((name) => /\.test\.tsx?$/.test(name))
    .sort();
  return asked.length === 0
    ? all
    : all.filter((file) => asked.some((path) => file === path || file.startsWith(withSlash(path))));
}

function withSlash(path: string): string {
  return existsSync(join(ROOT, path)) && statSync(join(ROOT, path)).isDirectory()
    ? `${path.replace(/\/$/, '')}/`
    : `${path}\0`;
}

/* `npm test [FILE or FOLDER …]`: the checks of types and style and all suites, or only what is named, and
 * what it needs. */
if (suites.some(({ services }) => services)) {
  await launch({
    home,
    reporter,
    start: async () => withServices(),
    use: ({ ready }) => runAll(ready),
  });
} else {
  process.exitCode = await runAll(undefined);
}
