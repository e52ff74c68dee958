import type { Db } from '#api/platform/db.ts';
import { type Staff } from '#api/platform/staff.ts';
import type { Role } from '#common/contract/index.ts';

type Row = {
  username: string;
  subject: string;
  name: string;
  roles: Role[];
  departments: string[];
  email: string | null;
};

export const staffRepo = (db: Db) => ({
  /** Stores the data of the last sign-in. A username that has passed to another account belongs to that
   *  account. Several first sign-ins may come at once, because a screen begins with several calls. */
  async upsert({ id, username, name, roles, departments, email }: Staff, at: Date): Promise<void> {
    const row = {
      username,
      subject: id,
      name,
      roles: [...roles],
      departments: [...departments],
      email: email ?? null,
      last_seen: at,
    };
    await db.transaction(async (tx) => {
      await tx('staff').where('subject', id).whereNot('username', username).delete();
      const added = await tx('staff').insert(row).onConflict().ignore().returning('username');
      if (added.length === 0) await tx('staff').where({ username }).update(row);
    });
  },

  async get(username: string): Promise<Staff | undefined> {
    const row = (await db('staff').where({ username }).first()) as Row | undefined;
    return row && toStaff(row);
  },

  /** Members of any of these departments, by name. */
  async membersOf(departments: string[]): Promise<Staff[]> {
    const rows = (await db('staff')
      .whereRaw('departments && ?::text[]', [departments])
      .orderBy(['name', 'username'])) as Row[];
    return rows.map(toStaff);
  },
});

const toStaff = ({ subject, username, name, roles, departments, email }: Row): Staff => ({
  id: subject,
  username,
  name,
  roles,
  departments,
  ...(email === null ? {} : { email }),
});
