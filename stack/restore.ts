import { resolve } from 'node:path';
import { restoreBackup } from './backup/restore.ts';
import { shahrahHome } from './paths.ts';
import { asStackProblem, StackProblem } from './stack-problem.ts';

const home = shahrahHome();

/* `npm run restore -- FOLDER`: restores a backup into this clone, which holds no data yet. */
try {
  const [from, ...more] = process.argv.slice(2);
  if (!from || more.length > 0)
    throw new StackProblem(
      'Say which backup: npm run restore -- FOLDER, the folder that npm run backup named.',
    );
  const madeAt = await restoreBackup(resolve(from), home);
  console.log(`Restored into ${home} what was backed up at ${madeAt}.`);
  const start = process.env.SHAHRAH_HOME ? `SHAHRAH_HOME=${home} npm start` : 'npm start';
  console.log(
    `Stop the original if it runs. Then ${start}, with the same ports and PUBLIC_URL as before: with others, Keycloak begins anew and puts the accounts aside.`,
  );
} catch (error) {
  const problem = asStackProblem(error, home);
  console.error(problem instanceof StackProblem ? problem.message : problem);
  process.exitCode = 1;
}
