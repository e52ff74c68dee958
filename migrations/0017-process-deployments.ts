import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- Everything that was brought to the engine, or refused. deployed_by is null for the files of the product at its start.
    -- begun: the engine was asked and its answer never came; the next deployment settles it.
    create table process_deployments (
      id          uuid primary key default uuidv7(),
      deployed_by text,
      deployed_at timestamptz not null,
      result      text not null check (result in ('begun', 'deployed', 'refused', 'failed')),
      problems    jsonb not null default '[]'
    );
    create index process_deployments_begun on process_deployments (deployed_at) where result = 'begun';

    -- The files of a deployment. keys: the processes or decisions in it. The content of refused files is not kept.
    create table process_deployment_files (
      deployment_id uuid not null references process_deployments (id),
      name          text not null,
      sha256        text not null,
      keys          text[] not null default '{}',
      content       text,
      primary key (deployment_id, name)
    );
    create index process_deployment_files_sha256 on process_deployment_files (sha256);
    create index process_deployment_files_name on process_deployment_files (name, deployment_id desc);

    alter table process_definitions add column sha256 text, add column deployed_by text;
    create index process_definitions_newest on process_definitions (deployed_at desc, definition_key desc);

    -- What stands on the canvas of each version: its names, and within how many working hours a stage is meant to be done.
    create table process_elements (
      process_key text not null,
      version     integer not null,
      element_id  text not null,
      type        text not null,
      name_fa     text,
      name_en     text,
      stage_hours numeric check (stage_hours > 0),
      primary key (process_key, version, element_id)
    );
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    drop table process_elements, process_deployment_files, process_deployments;
    drop index process_definitions_newest;
    alter table process_definitions drop column sha256, drop column deployed_by;
  `);
}
