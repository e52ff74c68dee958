import type { Db } from '../../platform/db.ts';

const WORKING_ROLES = ['caseworker', 'supervisor', 'agent'];

/** Where work goes that somebody else must do. */
export const officersRepo = (db: Db) => ({
  /** The department above; the highest stays itself. */
  async above(department: string): Promise<string> {
    const row = await db('departments').select('slug', 'parent').where({ slug: department }).first();
    if (!row) throw new Error(`There is no department ${department}`);
    return row.parent ?? row.slug;
  },

  /** This department, or the next above in which not everybody who works there is barred. */
  async withSomebodyElse(department: string, barred: readonly string[]): Promise<string> {
    const works = `select from staff where departments @> array[up.slug] and roles && ?::text[]`;
    const { rows } = await db.raw<{ rows: { slug: string }[] }>(
      `with recursive up as (
         select slug, parent, 0 as height from departments where slug = ?
         union all
         select d.slug, d.parent, up.height + 1 from departments d join up on d.slug = up.parent
       )
       select slug from up
        where parent is null
           or not exists (${works} and username = any(?))
           or exists (${works} and username <> all(?))
        order by height limit 1`,
      [department, WORKING_ROLES, [...barred], WORKING_ROLES, [...barred]],
    );
    const [found] = rows;
    if (!found) throw new Error(`There is no department ${department}`);
    return found.slug;
  },
});
