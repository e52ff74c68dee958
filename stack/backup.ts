import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { takeBackup } from './backup/take.ts';
import { shahrahHome } from './paths.ts';
import { asStackProblem, StackProblem } from './stack-problem.ts';

const home = shahrahHome();

function targetFolder(): string {
  try {
    return parseArgs({ options: { to: { type: 'string' } } }).values.to || join(home, 'backups');
  } catch {
    throw new StackProblem('Say npm run backup, or npm run backup -- --to FOLDER.');
  }
}

/* `npm run backup [-- --to FOLDER]`: backs up the system that runs from this clone, while it runs. */
try {
  const { folder, files, bytes } = await takeBackup(home, targetFolder());
  console.log(`Backed up ${files} files, ${Math.ceil(bytes / 1e6)} MB, into ${folder}`);
  console.log(
    'It holds cases, flow, accounts and secrets: keep it where nobody else reads, and a copy on another machine.',
  );
  console.log('It holds no logs and no messages that the embedded mail server took.');
} catch (error) {
  const problem = asStackProblem(error, home);
  console.error(problem instanceof StackProblem ? problem.message : problem);
  process.exitCode = 1;
}
