import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { giveUpOnCrash, launch } from './launch.ts';
import { ROOT, shahrahHome } from './paths.ts';
import { reporterOn } from './reporter.ts';
import { endOrphans } from './supervise.ts';
import { startTestServices } from './test-services.ts';

const home = join(shahrahHome(), 'bench');
/** The bench starts its engines itself, each in a home of its own below this folder. */
const engines = join(home, 'engines');
const reporter = reporterOn(process.stdout);

/** Selects the measured engine: the embedded one, or an external Zeebe; never the one of the test
 *  services. */
function engineFrom(env: NodeJS.ProcessEnv, ours: Record<string, string>): NodeJS.ProcessEnv {
  const { ZEEBE_ADDRESS, ZEEBE_REST_URL, ENGINE_RECORDS_PASSWORD = ours.ENGINE_RECORDS_PASSWORD } = env;
  return { ZEEBE_ADDRESS, ZEEBE_REST_URL, ENGINE_RECORDS_PASSWORD };
}

/** Ends engines left running by a bench that was killed or failed. Their logs stay until the next run. */
async function endEngines(): Promise<void> {
  if (!existsSync(engines)) return;
  for (const name of readdirSync(engines)) await endOrphans(join(engines, name));
}

function runBench(env: NodeJS.ProcessEnv): { child: ChildProcess; exited: Promise<number> } {
  const bench = join(ROOT, 'tests', 'bench', 'run.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', bench, ...process.argv.slice(2)], {
    cwd: ROOT,
    env,
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  const exited = new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
  return { child, exited };
}

/* `npm run bench [-- ARGUMENTS]`: starts the services as in real operation, on free ports and emptied, then
   tests/bench/run.ts. */
await launch({
  home,
  reporter,
  start: async (control) => {
    await endEngines();
    rmSync(engines, { recursive: true, force: true });
    const services = await startTestServices({
      home,
      wanted: { postgres: true, engine: false, keycloak: true },
      reporter,
      onCrash: giveUpOnCrash(control),
      realistic: true,
    });
    await services.keycloakReady;
    const { env } = services;
    const { child, exited } = runBench({ ...process.env, ...env, ...engineFrom(process.env, env) });
    return {
      exited,
      async stop() {
        child.kill('SIGKILL');
        await exited;
        await endEngines();
        await services.stop();
      },
    };
  },
  use: ({ exited }) => exited,
});
