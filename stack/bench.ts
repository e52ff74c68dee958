import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { reporterOn } from './console.ts';
import { giveUpOnCrash, launch } from './launch.ts';
import { ROOT, shahrahHome } from './paths.ts';
import { startTestServices } from './test-services.ts';

const home = join(shahrahHome(), 'bench');
const reporter = reporterOn(process.stdout);

/** The engine that is measured is somebody's Zeebe, or none: what stands in for it in the tests would be measured for it. */
function engineFrom(env: NodeJS.ProcessEnv, ours: Record<string, string>): NodeJS.ProcessEnv {
  const { ZEEBE_ADDRESS, ZEEBE_REST_URL, ENGINE_RECORDS_PASSWORD = ours.ENGINE_RECORDS_PASSWORD } = env;
  return { ZEEBE_ADDRESS, ZEEBE_REST_URL, ENGINE_RECORDS_PASSWORD };
}

/* `npm run bench [-- ARGUMENTS]`: the services as in real operation, on free ports and emptied, then tests/bench/run.ts. */
await launch({
  home,
  reporter,
  start: (control) =>
    startTestServices({
      home,
      wanted: { postgres: true, engine: false, keycloak: true },
      reporter,
      onCrash: giveUpOnCrash(control),
      realistic: true,
    }),
  use: ({ env }) =>
    new Promise<number>((resolve, reject) => {
      const bench = join(ROOT, 'tests', 'bench', 'run.ts');
      const child = spawn(process.execPath, ['--import', 'tsx', bench, ...process.argv.slice(2)], {
        cwd: ROOT,
        env: { ...process.env, ...env, ...engineFrom(process.env, env) },
        stdio: 'inherit',
      });
      child.once('error', reject);
      child.once('exit', (code) => resolve(code ?? 1));
    }),
});
