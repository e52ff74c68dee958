import type { Knex } from 'knex';

/** How many cases a move is of is counted for whoever asks: each is told of those that they see. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw('alter table case_moves drop column total, drop column movable');
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table case_moves add column total integer not null default 0, add column movable integer not null default 0;
    update case_moves m set total = i.total, movable = i.movable
      from (select move_id, count(*) as total, count(*) filter (where way <> 'none') as movable from case_move_items group by 1) i
     where i.move_id = m.id;
    alter table case_moves alter column total drop default, alter column movable drop default;
  `);
}
