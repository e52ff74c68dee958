import { SingleBar } from 'cli-progress';
import { NoDatabaseTarget, readTarget } from '#api/cli/database-target.ts';
import { apiClient, ApiRefused } from './demo/api-client.ts';
import { CASES_FOR_PEOPLE } from './demo/cases-for-people.ts';
import { ImportFailed } from './demo/import-legacy-register.ts';
import { LEGACY_CASES } from './demo/legacy-cases.ts';
import { NATIONWIDE_CASES } from './demo/nationwide-cases.ts';
import { reportLines } from './demo/report.ts';
import { type DemoStage, runDemo } from './demo/run.ts';
import { SignInRefused } from './realm/demo-session.ts';
import { DEMO_PASSWORD } from './realm/realm.ts';

const STAGES: Record<DemoStage, string> = {
  filing: 'requests filed            ',
  importing: 'taken from an old register',
  working: 'brought to where they wait',
  changing: 'alerts, process changes   ',
};

async function main(): Promise<void> {
  const target = await readTarget();
  const bar = new SingleBar({
    format: '  {stage} |{bar}| {value}/{total}  {duration_formatted}',
    hideCursor: true,
  });
  bar.start(0, 0, { stage: STAGES.filing });
  const run = await runDemo({
    api: apiClient(target),
    databaseUrl: target.databaseUrl,
    plans: [...CASES_FOR_PEOPLE, ...NATIONWIDE_CASES],
    oldCases: LEGACY_CASES,
    now: () => new Date(),
    onProgress(stage, done, total) {
      bar.setTotal(total);
      bar.update(done, { stage: STAGES[stage] });
    },
  }).finally(() => bar.stop());
  console.log(reportLines(run, { publicUrl: target.publicUrl, password: DEMO_PASSWORD }).join('\n'));
}

try {
  await main();
} catch (error) {
  process.exitCode = 1;
  const away = error instanceof TypeError && error.message === 'fetch failed';
  const ours = [NoDatabaseTarget, ApiRefused, SignInRefused, ImportFailed].some(
    (kind) => error instanceof kind,
  );
  if (!ours && !away) throw error;
  console.error(
    `\n${away ? 'The system does not answer: start it with `npm start`.' : (error as Error).message}`,
  );
}
