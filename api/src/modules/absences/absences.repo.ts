import { cursor } from '#api/platform/cursor.ts';
import type { Db } from '#api/platform/db.ts';
import { page } from '#api/platform/page.ts';
import type { AbsenceView } from '#common/contract/index.ts';

export type Absence = {
  username: string;
  from: Date;
  until: Date;
  substitute: string | null;
  enteredBy: string;
  enteredAt: Date;
};

const BY_END = cursor('end', ['time', 'uuid']);

/** Scope of the absences to show: those of the members of these departments and of this person; undefined for
 *  everybody's. */
export type AbsenceScope = { departments: readonly string[]; username: string } | undefined;

type Row = {
  id: string;
  username: string;
  name: string | null;
  from_at: Date;
  until_at: Date;
  substitute: string | null;
  entered_by: string;
};

const DEFAULT_LIMIT = 50;

export const absencesRepo = (db: Db) => {
  const rows = () =>
    db('staff_absences as a')
      .leftJoin('staff as s', 's.username', 'a.username')
      .select('a.id', 'a.username', 's.name', 'a.from_at', 'a.until_at', 'a.substitute', 'a.entered_by');

  return {
    async add({ username, from, until, substitute, enteredBy, enteredAt }: Absence): Promise<AbsenceView> {
      const [added] = await db('staff_absences')
        .insert({
          username,
          from_at: from,
          until_at: until,
          substitute,
          entered_by: enteredBy,
          entered_at: enteredAt,
        })
        .returning<{ id: string }[]>('id');
      return toView((await rows().where('a.id', added?.id).first()) as Row);
    },

    async get(id: string): Promise<AbsenceView | undefined> {
      const row = (await rows().where('a.id', id).first()) as Row | undefined;
      return row && toView(row);
    },

    /** @returns false when there was none */
    async remove(id: string): Promise<boolean> {
      return (await db('staff_absences').where({ id }).delete()) > 0;
    },

    /** Returns absences that are not over, in the order of their ends. */
    async page(
      whose: AbsenceScope,
      {
        now,
        after,
        limit = DEFAULT_LIMIT,
      }: { now: Date; after?: string | undefined; limit?: number | undefined },
    ): Promise<{ items: AbsenceView[]; next: string | null }> {
      const query = rows()
        .where('a.until_at', '>', now)
        .orderBy(['a.until_at', 'a.id'])
        .limit(limit + 1);
      if (whose)
        query.where((of) =>
          of
            .where('a.username', whose.username)
            .orWhereRaw('s.departments && ?::text[]', [[...whose.departments]]),
        );
      if (after !== undefined) query.whereRaw('(a.until_at, a.id) > (?, ?)', BY_END.read(after));
      const found = (await query) as Row[];
      return page(found, limit, toView, (last) => BY_END.write(last.until_at, last.id));
    },

    /** Returns those of the departments that own confidential services or have tasks of such services. */
    async withConfidentialMatters(departments: readonly string[]): Promise<string[]> {
      const { rows } = await db.raw<{ rows: { slug: string }[] }>(
        `select slug from unnest(?::text[]) as of (slug)
          where exists (select from services where confidential and department = slug)
             or exists (select from tasks where queue = slug and state = 'created'
                          and service in (select key from services where confidential))`,
        [[...departments]],
      );
      return rows.map(({ slug }) => slug);
    },

    /** Returns those of these people who are away at this moment, each with a substitute if there is one. */
    async absentAmong(usernames: readonly string[], at: Date): Promise<Map<string, string | null>> {
      const found = (await db('staff_absences')
        .select('username', 'substitute')
        .whereIn('username', usernames)
        .where('from_at', '<=', at)
        .where('until_at', '>', at)
        .orderBy('entered_at')) as { username: string; substitute: string | null }[];
      return new Map(found.map(({ username, substitute }) => [username, substitute]));
    },
  };
};

export type AbsencesRepo = ReturnType<typeof absencesRepo>;

const toView = (row: Row): AbsenceView => ({
  id: row.id,
  username: row.username,
  name: row.name,
  from: row.from_at.toISOString(),
  until: row.until_at.toISOString(),
  substitute: row.substitute,
  enteredBy: row.entered_by,
});
