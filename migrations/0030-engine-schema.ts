import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- What the embedded engine keeps. Roles belong to the cluster, so who may do what is granted after the migrations
    -- (api/src/platform/database-roles.ts): neither the role of the api nor that of the engine sees the other's tables.
    create schema engine;

    -- Only the owner of a table may make and drop its partitions, and the api is not the owner. It calls this, which runs as the
    -- owner and can do nothing else. A day whose records have already gone to the default partition gets none.
    create function keep_engine_batches(days_ahead integer, days_kept integer) returns void
    language plpgsql security definer set search_path = public, pg_temp as $$
    declare
      today date := (now() at time zone 'UTC')::date;
      day date;
      old text;
    begin
      for day in select today + ahead from generate_series(0, days_ahead) as ahead loop
        continue when to_regclass('engine_batches_' || to_char(day, 'YYYYMMDD')) is not null;
        continue when exists (select from engine_batches_default
                               where received_at >= day::timestamp at time zone 'UTC'
                                 and received_at < (day + 1)::timestamp at time zone 'UTC');
        execute format('create table %I partition of engine_batches for values from (%L) to (%L)',
                       'engine_batches_' || to_char(day, 'YYYYMMDD'),
                       day::timestamp at time zone 'UTC', (day + 1)::timestamp at time zone 'UTC');
      end loop;
      for old in select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
                  where i.inhparent = 'engine_batches'::regclass and c.relname ~ '^engine_batches_[0-9]{8}$'
                    and to_date(right(c.relname, 8), 'YYYYMMDD') < today - days_kept loop
        execute format('drop table %I', old);
      end loop;
    end $$;
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    drop function keep_engine_batches;
    drop schema engine cascade;
  `);
}
