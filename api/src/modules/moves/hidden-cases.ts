import type { Staff } from '../../http/route.ts';
import type { Db } from '../../platform/db.ts';
import { seenOf, type ReadSight, type Sight } from '../instances/index.ts';
import type { StaffService } from '../staff/index.ts';
import type { MoveRow } from './moves.repo.ts';

/** Those of the instances that somebody does not see whole: whoever plans or starts a move leads none of these elsewhere. */
export async function hiddenOf(db: Db, keys: readonly string[], sight: Sight): Promise<ReadonlySet<string>> {
  const seen = await seenOf(db, keys, sight);
  return new Set(keys.filter((key) => seen.get(key) !== 'whole'));
}

/** Whether an instance is hidden from one of those who answer for a move: who planned it, and who started it. */
export type HiddenFromMovers = (
  move: Pick<MoveRow, 'planned_by' | 'started_by'>,
  key: string,
) => Promise<boolean>;

type Deps = { db: Db; staff: Pick<StaffService, 'get'>; sight: ReadSight };

/** By their last sign-in, as they are not there to ask. */
export const hiddenFromMovers =
  ({ db, staff, sight }: Deps): HiddenFromMovers =>
  async ({ planned_by: planner, started_by: starter }, key) => {
    for (const username of new Set([planner, starter ?? planner])) {
      const person = (await staff.get(username)) ?? unknown(username);
      if ((await hiddenOf(db, [key], await sight(person))).has(key)) return true;
    }
    return false;
  };

const unknown = (username: string): Staff => ({
  id: '',
  username,
  name: username,
  roles: [],
  departments: [],
});
