import type { Db } from '#api/platform/db.ts';
import type { DepartmentHead, NameHead } from '#common/contract/index.ts';

type Row = { department: string; username: string; name: string; source: DepartmentHead['source'] };

/** Heads of departments: the one whom an administrator named, who need not have signed in yet; where nobody
 *  is named, the supervisors who are members of the department and have signed in. */
export const headsRepo = (db: Db) => ({
  /** Returns the heads of these departments, or of all. */
  async of(departments?: readonly string[]): Promise<DepartmentHead[]> {
    const { rows } = await db.raw<{ rows: Row[] }>(
      `with named as (
         select department, username, name, 'named' as source from department_heads
          where ?::text[] is null or department = any(?::text[])
       ), supervisors as (
         select department, username, name, 'supervisor' as source
           from staff, unnest(departments) as of (department)
          where 'supervisor' = any(roles) and (?::text[] is null or (departments && ?::text[] and department = any(?::text[])))
            and not exists (select from named where named.department = of.department)
       )
       select * from named union all select * from supervisors order by department, name, username`,
      Array<string[] | null>(5).fill(departments ? [...departments] : null) as string[][],
    );
    return rows;
  },

  async name(department: string, { username, name, email }: NameHead, by: string, at: Date): Promise<void> {
    await db('department_heads')
      .insert({ department, username, name, email: email ?? null, named_by: by, named_at: at })
      .onConflict('department')
      .merge();
  },

  /** @returns the username that was named */
  async unname(department: string): Promise<string | undefined> {
    const [row] = await db('department_heads').where({ department }).delete<Row[]>(['username']);
    return row?.username;
  },

  /** Returns the known names of these people. */
  async namesOf(usernames: readonly string[]): Promise<Map<string, string>> {
    if (usernames.length === 0) return new Map();
    const { rows } = await db.raw<{ rows: { username: string; name: string }[] }>(
      `select username, name from department_heads where username = any(?)
       union all select username, name from staff where username = any(?)`,
      [[...usernames], [...usernames]],
    );
    return new Map(rows.map(({ username, name }) => [username, name]));
  },
});
