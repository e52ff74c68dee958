import { openEnginePool } from '../engine/engine-pool.ts';
import { rebuildProjections, replayQuarantine } from '../engine/rebuild-projections.ts';
import { openLog } from '../platform/log.ts';
import { targetDatabaseUrl } from './database-target.ts';

const [verb] = process.argv.slice(2);
if (verb !== 'rebuild' && verb !== 'replay') {
  console.error(
    'Say what to do: "npm run projection -- replay" projects quarantined records again, "-- rebuild" all kept records.',
  );
  process.exit(1);
}

const pool = openEnginePool({ databaseUrl: await targetDatabaseUrl(), max: 1, log: openLog('warn') });
try {
  if (verb === 'rebuild') {
    const { records, quarantined } = await rebuildProjections(pool);
    console.log(`Projected ${records - quarantined} records again; ${quarantined} are in quarantine.`);
  } else {
    const { projected, left } = await replayQuarantine(pool);
    console.log(`Projected ${projected} quarantined records; ${left} stay in quarantine.`);
  }
} finally {
  await pool.end();
}
