import type { Knex } from 'knex';

/** The tables of instance migration and of batch operations get the names that the field has for them. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table case_moves rename to instance_migrations;
    alter table case_move_items rename to instance_migration_items;
    alter table instance_migration_items rename column move_id to migration_id;
    alter table instance_operations rename to batch_operations;
    alter table instance_operation_items rename to batch_operation_items;
    ${renameObjects('case_move', 'instance_migration')}
    ${renameObjects('instance_operation', 'batch_operation')}
    update batch_operations set kind = 'modify', params = jsonb_set(params, '{kind}', '"modify"') where kind = 'move';
    update instance_migration_items set reasons = array_replace(reasons, 'moves-elsewhere', 'migrating-elsewhere');
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    update instance_migration_items set reasons = array_replace(reasons, 'migrating-elsewhere', 'moves-elsewhere');
    update batch_operations set kind = 'move', params = jsonb_set(params, '{kind}', '"move"') where kind = 'modify';
    ${renameObjects('batch_operation', 'instance_operation')}
    ${renameObjects('instance_migration', 'case_move')}
    alter table batch_operation_items rename to instance_operation_items;
    alter table batch_operations rename to instance_operations;
    alter table instance_migration_items rename column migration_id to move_id;
    alter table instance_migration_items rename to case_move_items;
    alter table instance_migrations rename to case_moves;
  `);
}

/** Renames constraints, then indexes, whose names begin with a table's old name. */
function renameObjects(from: string, to: string): string {
  const newName = `replace(replace(object.name, '${from}', '${to}'), '${from.split('_')[1]}_id', '${to.split('_')[1]}_id')`;
  return `
    do $$ declare object record; begin
      for object in select conrelid::regclass as parent, conname as name from pg_constraint
                     where connamespace = current_schema()::regnamespace and conname like '${from}%' loop
        execute format('alter table %s rename constraint %I to %I', object.parent, object.name,
                       ${newName});
      end loop;
      for object in select indexname as name from pg_indexes where schemaname = current_schema() and indexname like '${from}%' loop
        execute format('alter index %I rename to %I', object.name, ${newName});
      end loop;
    end $$;`;
}
