import type { Db } from '#api/platform/db.ts';

/** Rows that were written since a moment, by table, without what differs from run to run; sorted. */
export type TableChanges = Record<string, string[]>;

export type DatabaseSnapshot = { transaction: string; counts: Record<string, number> };

type Table = { schema: string; name: string; parent: string | null };

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const TIME = /"(\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d))"/g;
const LONG_NUMBER = /\d{11,}/g;
const HASH = /\b[0-9a-f]{32,}\b|\\\\x[0-9a-f]{32,}/g;
/** Numbers that the database gave. */
const SEQUENCE = /"(id|\w*_id|clock|position|worker_id|job_queue_id|task_id)": ?\d+/g;

const HOUR_MS = 3_600_000;

async function tables(db: Db): Promise<Table[]> {
  const { rows } = await db.raw<{ rows: Table[] }>(
    `select n.nspname as schema, c.relname as name, p.relname as parent
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
       left join pg_inherits i on i.inhrelid = c.oid left join pg_class p on p.oid = i.inhparent
      where c.relkind = 'r' and n.nspname in ('public', 'graphile_worker')`,
  );
  return rows;
}

const nameOf = ({ schema, name }: Table): string => `"${schema}"."${name}"`;

async function countsOf(db: Db): Promise<Record<string, number>> {
  const all = await tables(db);
  const counts = all.map(
    (one) => `select '${one.parent ?? one.name}' as name, count(*) as n from ${nameOf(one)}`,
  );
  const { rows } = await db.raw<{ rows: { name: string; n: string }[] }>(
    `select name, sum(n) as n from (${counts.join(' union all ')}) as all_tables group by name`,
  );
  return Object.fromEntries(rows.map(({ name, n }) => [name, Number(n)]));
}

/** Where the database stands now; `changesSince` says what was written after it. */
export async function takeSnapshot(db: Db): Promise<DatabaseSnapshot> {
  const { rows } = await db.raw<{ rows: { id: string }[] }>('select pg_current_xact_id()::text as id');
  return { transaction: rows[0]?.id ?? '0', counts: await countsOf(db) };
}

/** All rows that were inserted or changed since then, in every table, and how many more or fewer each has. Ids, keys, hashes
 *  and the database's own time are left out; times that were given to it stay. */
export async function changesSince(db: Db, { transaction, counts }: DatabaseSnapshot): Promise<TableChanges> {
  const all = await tables(db);
  const written = all.map(
    (one) =>
      `select '${one.parent ?? one.name}' as name, to_jsonb(t)::text as row from ${nameOf(one)} as t
        where t.xmin::text::bigint > ${transaction}`,
  );
  const { rows } = await db.raw<{ rows: { name: string; row: string }[] }>(written.join(' union all '));
  const changes: TableChanges = {};
  for (const { name, row } of rows) (changes[name] ??= []).push(withoutVolatile(row));
  for (const list of Object.values(changes)) list.sort();
  for (const [name, n] of Object.entries(await countsOf(db))) {
    const more = n - (counts[name] ?? 0);
    if (more !== 0) (changes[name] ??= []).push(`${more} rows`);
  }
  return changes;
}

/** What a worker tells, with the ids that the database made taken out. */
export const withoutIds = <T>(told: T): T => JSON.parse(JSON.stringify(told).replace(UUID, '<uuid>')) as T;

function withoutVolatile(row: string): string {
  const now = Date.now();
  return row
    .replace(UUID, '<uuid>')
    .replace(TIME, (whole, time: string) =>
      Math.abs(Date.parse(time) - now) < 24 * HOUR_MS ? '"<now>"' : whole,
    )
    .replace(SEQUENCE, '"$1": 0')
    .replace(HASH, '<hash>')
    .replace(LONG_NUMBER, '<number>');
}
