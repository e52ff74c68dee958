import type { Db } from '#api/platform/db.ts';
import { type Staff } from '#api/platform/staff.ts';
import type { StaffService } from '../staff/index.ts';
import type { Visibility } from '../visibility/index.ts';

/** Tells whether a person may see a request now; with `handedTo` also whether that will be so once its open
 *  tasks are handed to this department, for which the engine takes a moment. */
export type CanSeeRequest = (
  db: Db,
  about: { username: string; requestId: string; handedTo?: string | null },
) => Promise<boolean>;

type Deps = { staff: Pick<StaffService, 'get'>; visibility: Visibility };

type Row = {
  department: string;
  barred: string | null;
  confidential: boolean;
  seen: boolean;
  open: boolean;
};

/** Applies the visibility rule to people who are not signed in, by their last sign-in. For somebody who has
 *  never signed in, at most the departments that the person was named to head are known, which is what a
 *  supervisor does; a name alone gives no access to confidential matters. */
export const canSeeRequest =
  ({ staff, visibility }: Deps): CanSeeRequest =>
  async (db, { username, requestId, handedTo = null }) => {
    const known = await staff.get(username);
    const { can, requestsSql } = await visibility.of(known ?? (await notSignedIn(db, username)));
    const { sql, bindings } = requestsSql('r');
    const row = await db('requests as r')
      .select('r.department', 'r.barred_department as barred', 'r.confidential')
      .select(db.raw(`${sql} as seen`, bindings as string[]))
      .select(
        db.raw(`exists (select from tasks t where t.request_id = r.id and t.state = 'created') as open`),
      )
      .where('r.id', requestId)
      .first<Row | undefined>();
    if (!row || (row.confidential && !known)) return false;
    if (row.seen || handedTo === null || !row.open) return row.seen;
    const { department, barred } = row;
    const closed = { confidential: true, barred };
    const task = { ...closed, queue: department, assignee: null, handedTo: [handedTo] };
    return can({ action: 'request:read', request: { ...closed, department, openTasks: [task] } });
  };

async function notSignedIn(db: Db, username: string): Promise<Staff> {
  const departments = (await db('department_heads').where({ username }).pluck('department')) as string[];
  return { id: '', username, name: username, roles: ['supervisor'], departments };
}
