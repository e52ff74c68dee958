import { VIEWER_ROLE } from './database-roles.ts';
import type { Db } from './db.ts';

type Table = {
  name: string;
  partition_of: string | null;
  columns: string[];
  constraints: string[];
  indexes: string[];
  guards: string[];
};

/** Tables that knex keeps for itself. Functions of extensions and graphile-worker's own schema are left out
 *  too. */
const NOT_OURS = /^knex_/;

/** Our own schemas; the engine's comes last. A name is written with its schema unless that is `public`. */
const SCHEMAS = `array['public', 'engine']::regnamespace[]`;

/** Describes the schemas as readable SQL-like text, in an order that does not depend on the migrations'
 *  history. The checked-in copy is docs/schema.sql; a test compares the two. */
export async function dumpSchema(db: Db): Promise<string> {
  const { rows: tables } = await db.raw<{ rows: Table[] }>(`
    select c.oid::regclass::text as name,
           (select p.oid::regclass::text from pg_inherits i join pg_class p on p.oid = i.inhparent where i.inhrelid = c.oid) as partition_of,
           array(select format('%I %s%s%s', a.attname, format_type(a.atttypid, a.atttypmod),
                               case when a.attnotnull then ' not null' else '' end,
                               case when a.attidentity <> '' then ' generated always as identity'
                                    when d.adbin is not null then ' default ' || pg_get_expr(d.adbin, d.adrelid)
                                    else '' end)
                   from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
                  where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped order by a.attname) as columns,
           array(select pg_get_constraintdef(k.oid) from pg_constraint k
                  where k.conrelid = c.oid and k.contype <> 'n' order by 1) as constraints,
           array(select pg_get_indexdef(x.indexrelid) from pg_index x
                  where x.indrelid = c.oid and not x.indisprimary
                    and not exists (select from pg_constraint k where k.conindid = x.indexrelid) order by 1) as indexes,
           array(select format('alter table %s enable row level security', c.oid::regclass) where c.relrowsecurity) ||
           array(select format('create policy %I on %s as %s for %s to %s', p.policyname, c.oid::regclass, lower(p.permissive), lower(p.cmd),
                               array_to_string(p.roles, ', ')) ||
                        coalesce(' using (' || p.qual || ')', '') || coalesce(' with check (' || p.with_check || ')', '')
                   from pg_policies p where p.schemaname = c.relnamespace::regnamespace::text and p.tablename = c.relname
                  order by 1) ||
           array(select format('grant %s on %s to %s', string_agg(lower(a.privilege_type), ', ' order by a.privilege_type), c.oid::regclass, r.rolname)
                   from aclexplode(c.relacl) a join pg_roles r on r.oid = a.grantee
                  where r.rolname = '${VIEWER_ROLE}' group by r.rolname) as guards
      from pg_class c
     where c.relnamespace = any(${SCHEMAS}) and c.relkind in ('r', 'p')
     order by array_position(${SCHEMAS}, c.relnamespace::regnamespace), c.relname`);
  const { rows: functions } = await db.raw<{ rows: { definition: string }[] }>(
    `select pg_get_functiondef(p.oid) as definition from pg_proc p
      where p.pronamespace = any(${SCHEMAS})
        and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
      order by p.proname`,
  );
  const { rows: triggers } = await db.raw<{ rows: { definition: string }[] }>(
    `select pg_get_triggerdef(t.oid) as definition from pg_trigger t join pg_class c on c.oid = t.tgrelid
      where not t.tgisinternal and c.relnamespace = any(${SCHEMAS}) order by 1`,
  );
  return [
    '-- The schema after all migrations. Written by `npm run schema`; a test compares it with a migrated database.',
    ...tables.filter((table) => !NOT_OURS.test(table.name) && !isDayPartition(table)).map(describe),
    ...functions.map((f) => `${f.definition.trim()};`),
    ...triggers.map((t) => `${t.definition};`),
    '',
  ].join('\n\n');
}

/** Daily partitions come and go with the calendar. */
const isDayPartition = (table: Table): boolean => table.partition_of !== null && /\d{8}$/.test(table.name);

function describe(table: Table): string {
  if (table.partition_of) return `create table ${table.name} partition of ${table.partition_of};`;
  const body = [...table.columns, ...table.constraints].map((line) => `  ${line}`).join(',\n');
  return [
    `create table ${table.name} (\n${body}\n);`,
    ...[...table.indexes, ...table.guards].map((line) => `${line};`),
  ].join('\n');
}
