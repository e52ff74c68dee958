import { cached } from '#api/platform/cached.ts';
import type { Db } from '#api/platform/db.ts';
import { nextWorkingMoment, type SlaCatalogue } from '../sla/index.ts';

const PROVINCES_CACHE_MS = 5 * 60_000;

/** Finds the first moment from `at` on at which a person works: by the calendar of the province whose office
 *  the person belongs to, or by the country's. The slug of a province's office ends with the province. */
export function staffWorkingMoment({ db, slaCatalogue }: { db: Db; slaCatalogue: SlaCatalogue }) {
  const provinces = cached(async () => (await db('provinces').pluck('code')) as string[], {
    forMs: PROVINCES_CACHE_MS,
  });

  return async (username: string, at: Date): Promise<Date> => {
    const { rows } = await db.raw<{ rows: { slug: string }[] }>(
      `select slug from departments
        where kind = 'province-office'
          and slug in (select unnest(departments) from staff where username = ?
                       union all select department from department_heads where username = ?)
        order by slug limit 1`,
      [username, username],
    );
    const slug = rows[0]?.slug;
    const codes = slug === undefined ? [] : (await provinces()).filter((code) => slug.endsWith(`-${code}`));
    const province = codes.sort((a, b) => b.length - a.length)[0];
    return nextWorkingMoment(slaCatalogue, province ?? null, at);
  };
}
