import type { Knex } from 'knex';

const LISTED = ['newest', 'version', 'service', 'department', 'active', 'terminated'];

const drop = LISTED.map((name) => `drop index process_instances_${name};`).join('\n    ');

/** @param begun what each index asks of a row besides, before its own condition */
const create = (begun: { alone: string; and: string }): string => `
    create index process_instances_newest on process_instances (started_at, instance_key)
      where ${begun.and} left(process_key, 8) <> 'scratch-';
    create index process_instances_version on process_instances (process_key, version, started_at, instance_key) ${begun.alone};
    create index process_instances_service on process_instances (service, started_at, instance_key)
      where ${begun.and} left(process_key, 8) <> 'scratch-';
    create index process_instances_department on process_instances (department, started_at, instance_key)
      where ${begun.and} left(process_key, 8) <> 'scratch-';
    create index process_instances_active on process_instances (started_at, instance_key)
      where ${begun.and} state = 'active' and left(process_key, 8) <> 'scratch-';
    create index process_instances_terminated on process_instances (started_at, instance_key)
      where ${begun.and} state = 'terminated' and left(process_key, 8) <> 'scratch-';`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- No list shows an instance whose beginning is not known yet, and what it keeps of its request is read with the beginning: a request
    -- that changes before need not write it, nor wait for who is just writing it.
    ${drop}
    ${create({ alone: 'where started_at is not null', and: 'started_at is not null and' })}
    create or replace function tell_instances() returns trigger language plpgsql as $$
    begin
      update process_instances set service = new.service, department = new.department
       where request_id = new.id and started_at is not null;
      return null;
    end $$;
    update process_instances set service = null, department = null where started_at is null;
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    ${drop}
    ${create({ alone: '', and: '' })}
    create or replace function tell_instances() returns trigger language plpgsql as $$
    begin
      update process_instances set service = new.service, department = new.department where request_id = new.id;
      return null;
    end $$;
    update process_instances i set service = r.service, department = r.department
      from requests r where r.id = i.request_id and i.started_at is null;
  `);
}
