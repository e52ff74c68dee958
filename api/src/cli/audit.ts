import { verifyChain } from '../modules/audit/index.ts';
import { openDb } from '../platform/db.ts';
import { targetDatabaseUrl } from './database-target.ts';

const [seq, hash] = process.argv.slice(2);
if (
  (seq !== undefined && !/^[0-9]{1,19}$/.test(seq)) ||
  (seq !== undefined && !/^[0-9a-f]{64}$/.test(hash ?? ''))
) {
  console.error(
    'Usage: npm run audit [-- <number> <hash>]: reads the whole audit log; with the number and hash of an entry that were noted earlier it also tells whether that entry is still part of it.',
  );
  process.exit(2);
}

const db = openDb(await targetDatabaseUrl(), { max: 1 });
try {
  const { rows, head, broken } = await verifyChain(db, seq && hash ? { seq, hash } : undefined);
  console.log(`${rows} entries hold. The newest is ${head.seq} ${head.hash}; note it outside this system.`);
  if (broken) {
    const what = {
      missing: `entries before ${broken.seq} are missing`,
      changed: `entry ${broken.seq} is not what was written`,
      head: `entries from ${broken.seq} on are missing`,
    };
    console.error(`The audit log is broken: ${what[broken.fault]}.`);
    process.exitCode = 1;
  }
} finally {
  await db.destroy();
}
