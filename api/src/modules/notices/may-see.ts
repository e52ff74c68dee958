import type { Staff } from '../../http/route.ts';
import type { Db } from '../../platform/db.ts';
import type { StaffService } from '../staff/index.ts';
import type { Visibility } from '../visibility/index.ts';

/** Says whether somebody may see a request now; with `handedTo` also whether that will be so once its open tasks are handed to this
 *  department, which the engine takes a moment for. */
export type MaySee = (
  db: Db,
  about: { username: string; requestId: string; handedTo?: string | null },
) => Promise<boolean>;

type Deps = { staff: Pick<StaffService, 'get'>; visibility: Visibility };

type Row = { department: string; barred: string | null; seen: boolean; open: boolean };

/** The visibility rule for people who are not there to ask: by their last sign-in. Of somebody who never signed in it is known at most
 *  which departments the person heads, which is what a supervisor does. */
export const maySee =
  ({ staff, visibility }: Deps): MaySee =>
  async (db, { username, requestId, handedTo = null }) => {
    const { can, requestsSql } = await visibility.of(
      (await staff.get(username)) ?? (await notSignedIn(db, username)),
    );
    const { sql, bindings } = requestsSql('r');
    const row = await db('requests as r')
      .select('r.department', 'r.barred_department as barred', db.raw(`${sql} as seen`, bindings as string[]))
      .select(
        db.raw(`exists (select from tasks t where t.request_id = r.id and t.state = 'created') as open`),
      )
      .where('r.id', requestId)
      .first<Row | undefined>();
    if (!row || row.seen || handedTo === null || !row.open) return row?.seen ?? false;
    const { department, barred } = row;
    const closed = { confidential: true, barred };
    const task = { ...closed, queue: department, assignee: null, handedTo: [handedTo] };
    return can({ action: 'request:read', request: { ...closed, department, openTasks: [task] } });
  };

async function notSignedIn(db: Db, username: string): Promise<Staff> {
  const departments = (await db('department_heads').where({ username }).pluck('department')) as string[];
  return { id: '', username, name: username, roles: ['supervisor'], departments };
}
