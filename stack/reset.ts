import { existsSync, readdirSync, rmdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { shahrahHome } from './paths.ts';
import { postgresDataOfRoot } from './postgres-programs.ts';
import { endOrphans, launcherOf } from './supervise.ts';

/** Entries that the stack creates in its home; nothing else in there is touched. */
const OURS = [
  'postgres',
  'engine',
  'zeebe',
  'keycloak',
  'mail',
  'files',
  'log',
  'run',
  'test',
  'bench',
  'secrets.json',
];

const home = shahrahHome();
/* `npm run reset`: asks, then deletes the data of this clone. Downloads stay in the cache. */
async function reset(): Promise<number> {
  if (!existsSync(home)) {
    console.log(`There is nothing to delete: ${home} does not exist.`);
    return 0;
  }
  const parts = [home, join(home, 'test'), join(home, 'bench')];
  const owner = parts.map((part) => launcherOf(part)).find(Boolean);
  if (owner) {
    console.error(`Shahrah is running (process ${owner.pid}): stop it with Ctrl-C first.`);
    return 1;
  }
  if (!process.argv.includes('--yes') && !(await confirmed())) {
    console.log('Nothing was deleted.');
    return 1;
  }
  for (const part of parts) {
    await endOrphans(part);
    rmSync(postgresDataOfRoot(part), { recursive: true, force: true });
  }
  for (const name of OURS) rmSync(join(home, name), { recursive: true, force: true });
  if (readdirSync(home).length === 0) rmdirSync(home);
  console.log('Everything was deleted; npm start begins anew.');
  return 0;
}

async function confirmed(): Promise<boolean> {
  if (!process.stdin.isTTY) {
    console.error(
      'There is nobody to ask here: run npm run reset -- --yes to delete everything without a question.',
    );
    return false;
  }
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await lines.question(
    `This deletes every request, task, account and message in ${home}. Type yes to go on: `,
  );
  lines.close();
  return answer.trim().toLowerCase() === 'yes';
}

process.exitCode = await reset();
