import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { SingleBar } from 'cli-progress';
import {
  FileUnreadable,
  type ImportRun,
  type ImportStage,
  type ImportsView,
  InvalidImportMap,
  readImportMap,
} from '../modules/imports/index.ts';
import { openDb } from '../platform/db.ts';
import { NoDatabaseTarget, targetDatabaseUrl } from './database-target.ts';
import { reportText, writeRefused } from './import-report.ts';
import { importerOf } from './importer.ts';

const USAGE = 'npm run import -- FILE.csv --map MAP.json [--as-new] [--wait SECONDS] [--refused refused.csv]';
const EXIT = { allIn: 0, failed: 1, someRefused: 2 } as const;
const LOOK_EVERY_MS = 500;
const STAGES: Record<ImportStage, string> = { reading: 'reading', 'taking-in': 'taking in' };

class WrongCall extends Error {}

function readCall() {
  const options = {
    map: { type: 'string' },
    'as-new': { type: 'boolean', default: false },
    wait: { type: 'string', default: '0' },
    refused: { type: 'string', default: 'refused.csv' },
  } as const;
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const [file] = positionals;
  if (!file || positionals.length > 1 || !values.map) throw new WrongCall(`Call it so: ${USAGE}`);
  const wait = Number(values.wait);
  if (!Number.isFinite(wait) || wait < 0) throw new WrongCall('--wait takes a number of seconds');
  const mode = values['as-new'] ? ('as-new' as const) : ('history' as const);
  return { file, mapFile: values.map, mode, wait, refused: values.refused };
}

async function main(): Promise<number> {
  const { file, mapFile, mode, wait, refused } = readCall();
  const map = readImportMap(await readFile(mapFile, 'utf8'));
  const db = openDb(await targetDatabaseUrl(), { max: 4 });
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort());
  const bar = new SingleBar({
    format: '  {stage} |{bar}| {value}/{total}  {duration_formatted}',
    hideCursor: true,
    stream: process.stderr,
  });
  try {
    const { imports, view } = await importerOf(db);
    const since = performance.now();
    let takenInSince = since;
    let first = 0;
    let last = 0;
    bar.start(0, 0, { stage: STAGES.reading });
    const run = await imports.run({
      file,
      map,
      mode,
      signal: stopping.signal,
      onProgress(stage, done, total) {
        if (stage === 'taking-in' && last === 0) [takenInSince, first] = [performance.now(), done];
        if (stage === 'taking-in') last = done;
        bar.setTotal(total);
        bar.update(done, { stage: STAGES[stage] });
      },
    });
    bar.stop();
    const rate = Math.round((last - first) / Math.max(0.001, (performance.now() - takenInSince) / 1000));
    const seconds = (performance.now() - since) / 1000;
    return await finish(view, run, { map, mode, file, seconds, rate }, { wait, refused, stopping });
  } finally {
    bar.stop();
    await db.destroy();
  }
}

async function finish(
  view: ImportsView,
  run: ImportRun,
  facts: Parameters<typeof reportText>[1],
  { wait, refused, stopping }: { wait: number; refused: string; stopping: AbortController },
): Promise<number> {
  if (run.resumed)
    console.log('\nThis went on with an import that had been stopped; the report is of all of it.');
  if (run.finished && wait > 0) await untilRouted(view, run.id, wait, stopping.signal);
  const report = await view.report(run.id);
  console.log(reportText(report, facts));
  if (report.results.refused > 0) {
    await writeRefused(view, run.id, refused);
    console.log(`The refused rows are in ${refused}.`);
  }
  if (!run.finished) {
    console.log('Stopped. Nothing is lost: the same command goes on from here.');
    return EXIT.failed;
  }
  return report.results.refused > 0 ? EXIT.someRefused : EXIT.allIn;
}

/** Waits until every process has routed its request, and prints how long that took. */
async function untilRouted(
  view: ImportsView,
  importId: string,
  seconds: number,
  signal: AbortSignal,
): Promise<void> {
  const since = performance.now();
  const all = await view.notRouted(importId);
  const bar = new SingleBar({
    format: '  routed    |{bar}| {value}/{total}  {duration_formatted}',
    stream: process.stderr,
  });
  bar.start(all, 0);
  let left = all;
  const lags: number[] = [];
  while (left > 0 && !signal.aborted && performance.now() - since < seconds * 1000) {
    await pause(LOOK_EVERY_MS);
    left = await view.notRouted(importId);
    const lag = await view.readLag();
    if (lag !== undefined && left > 0) lags.push(lag);
    bar.update(all - left);
  }
  bar.stop();
  const took = (performance.now() - since) / 1000;
  if (all > left)
    console.log(`\n${all - left} routed in ${took.toFixed(1)} s (${Math.round((all - left) / took)}/s).`);
  lags.sort((a, b) => a - b);
  const [median, worst] = [lags[Math.floor(lags.length / 2)], lags.at(-1)];
  if (median !== undefined && worst !== undefined)
    console.log(
      `Meanwhile the task lists were ${median.toFixed(2)} s behind (median), ${worst.toFixed(2)} s at worst.`,
    );
}

try {
  process.exitCode = await main();
} catch (error) {
  process.exitCode = EXIT.failed;
  const { code, message } = error as { code?: string; message: string };
  const ours = [WrongCall, NoDatabaseTarget, InvalidImportMap, FileUnreadable].some(
    (kind) => error instanceof kind,
  );
  const foreign = code?.startsWith('ERR_PARSE_ARGS') || code === 'ENOENT' || code === 'ECONNREFUSED';
  if (!ours && !foreign) throw error;
  console.error(`\n${message || 'The database does not answer.'}`);
}
