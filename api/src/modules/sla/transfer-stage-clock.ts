import type { Db } from '#api/platform/db.ts';

/** Transfers a running stage clock, with all its elapsed time, to the task that takes the place of another,
 *  e.g. when a case is migrated to another version of its process. Does nothing when the first task has no
 *  clock. Safe to repeat. */
export async function transferStageClock(tx: Db, { from, to }: { from: string; to: string }): Promise<void> {
  const { rowCount } = await tx.raw(
    `update sla_clocks set task_key = ? where task_key = ? and target = 'stage' and state in ('running', 'paused')`,
    [to, from],
  );
  if (rowCount === 0) return;
  await tx.raw(
    `update tasks now set stage_queue = old.stage_queue from tasks old where now.task_key = ? and old.task_key = ?`,
    [to, from],
  );
  await tx('tasks').where({ task_key: from }).update({ stage_queue: null });
}
