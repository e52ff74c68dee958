import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT } from './paths.ts';
import type { Reporter } from './reporter.ts';
import { StackProblem } from './stack-problem.ts';

const UIS = ['case-ui', 'modeler-ui'];

/** Folders and files a UI is built from, besides its own folder. */
const SHARED = ['ui', 'common', 'forms', 'processes/templates', 'docs/rules', 'package-lock.json'];

/** Builds each UI whose sources have changed since its last build. */
export async function buildUis(reporter: Reporter): Promise<void> {
  for (const ui of UIS) {
    const config = join(ROOT, ui, 'vite.config.ts');
    if (!existsSync(config)) continue;
    const stamp = join(ROOT, ui, 'dist', '.sources');
    const sources = fingerprint([ui, ...SHARED]);
    if (existsSync(stamp) && readFileSync(stamp, 'utf8') === sources) continue;
    reporter.say(`Building ${ui}.`);
    await viteBuild(ui, config);
    mkdirSync(dirname(stamp), { recursive: true });
    writeFileSync(stamp, sources);
  }
}

function fingerprint(paths: readonly string[]): string {
  const hash = createHash('sha256');
  for (const path of paths) addTo(path);
  return hash.digest('hex');

  function addTo(path: string): void {
    const full = join(ROOT, path);
    if (!existsSync(full)) return;
    const entries = listFolder(full);
    if (!entries) {
      hash.update(`${path}\0`).update(readFileSync(full)).update('\0');
      return;
    }
    for (const name of entries) if (name !== 'dist' && name !== 'node_modules') addTo(join(path, name));
  }
}

function listFolder(path: string): string[] | undefined {
  try {
    return readdirSync(path).sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') return undefined;
    throw error;
  }
}

function viteBuild(ui: string, config: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const vite = join(ROOT, 'node_modules', 'vite', 'bin', 'vite.js');
    const child = spawn(process.execPath, [vite, 'build', '--config', config], {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    child.once('error', reject);
    child.once('exit', (code) => {
      if (code === 0) resolve();
      else reject(new StackProblem(`${ui} could not be built:\n${output}`));
    });
  });
}
