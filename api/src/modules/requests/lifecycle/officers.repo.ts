import { type Db, prepared } from '#api/platform/db.ts';

const WORKING_ROLES = ['caseworker', 'supervisor', 'agent'];

/** Condition that a department is neither the unit that the request complains about (if any) nor below it;
 *  three bindings. A complaint about the ministry itself does not bar the departments below it. */
const NOT_BARRED_SQL = `(?::text is null or not (slug = ? or path like '/%/' || ? || '/%'))`;

/** Finds the department for work that somebody else must do. */
export const officersRepo = (db: Db) => ({
  /** Returns the department above; the topmost department returns itself. */
  async parentOf(department: string): Promise<string> {
    const row = await db('departments').select('slug', 'parent').where({ slug: department }).first();
    if (!row) throw new Error(`There is no department ${department}`);
    return row.parent ?? row.slug;
  },

  /** Tells whether work on a request may go to this department: it exists, and is not the unit that the
   *  request is about. */
  async canReceive(department: string, about: string | null): Promise<boolean> {
    const found = await db('departments')
      .select('slug')
      .where({ slug: department })
      .whereRaw(NOT_BARRED_SQL, [about, about, about] as string[])
      .first()
      .options(prepared('may-have'));
    return found !== undefined;
  },

  /** Returns this department, or the nearest one above in which somebody works who is not barred.
   *  @param about unit that the request complains about; it is never returned */
  async nearestWithOtherOfficer(
    department: string,
    barred: readonly string[],
    about: string | null,
  ): Promise<string> {
    const works = `select from staff where departments @> array[up.slug] and roles && ?::text[]`;
    const { rows } = await db.raw<{ rows: { slug: string }[] }>(
      `with recursive up as (
         select slug, parent, path, 0 as height from departments where slug = ?
         union all
         select d.slug, d.parent, d.path, up.height + 1 from departments d join up on d.slug = up.parent
       )
       select slug from up
        where parent is null
           or ${NOT_BARRED_SQL} and (not exists (${works} and username = any(?))
                           or exists (${works} and username <> all(?)))
        order by height limit 1`,
      [department, about, about, about, WORKING_ROLES, [...barred], WORKING_ROLES, [...barred]] as string[],
    );
    const [found] = rows;
    if (!found) throw new Error(`There is no department ${department}`);
    return found.slug;
  },
});
