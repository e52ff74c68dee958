import type { Db } from '#api/platform/db.ts';
import { eventually } from '../wait.ts';

/** Waits until some database session is blocked by a lock. */
export async function untilSomebodyWaits(db: Db): Promise<void> {
  await eventually(async () => {
    const { rows } = await db.raw<{ rows: unknown[] }>(
      `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    return rows.length > 0;
  });
}

/** True if nobody else has locked a request. */
export async function isFree(db: Db, requestId: string): Promise<boolean> {
  const found = await db('requests').where({ id: requestId }).forUpdate().skipLocked().first();
  return found !== undefined;
}
