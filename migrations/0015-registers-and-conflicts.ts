import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- What a register of another body answered about a request: the finding and the facts that a caseworker needs, never the
    -- people it names.
    create table register_answers (
      id           uuid primary key default uuidv7(),
      request_id   uuid not null references requests (id),
      register     text not null check (register in ('land')),
      once_key     text not null unique,
      finding      text not null
                   check (finding in ('owner', 'other-owner', 'not-found', 'no-plot', 'unavailable')),
      facts        jsonb not null default '{}',
      attempts     integer not null,
      answered_at  timestamptz not null
    );
    create index register_answers_request on register_answers (request_id, answered_at);

    -- The unit complained about: its people see neither the request nor its tasks.
    alter table requests add column barred_department text references departments (slug);
    create index requests_barred on requests (barred_department) where barred_department is not null;
    alter table tasks add column barred_department text;
    create index tasks_barred on tasks (barred_department, queue) where state = 'created' and barred_department is not null;
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table tasks drop column barred_department;
    alter table requests drop column barred_department;
    drop table register_answers;
  `);
}
