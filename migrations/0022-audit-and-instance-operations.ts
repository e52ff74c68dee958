import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- Who did what, when, why, from where, and how it ended. actor is null for the product itself. Never personal data of citizens.
    -- hash: SHA-256 over the row as canonical JSON and the hash of the row before it; see api/src/modules/audit/hash-chain.ts.
    create table audit_log (
      seq             bigint primary key check (seq > 0),
      at              timestamptz not null,
      actor           text,
      action          text not null check (action ~ '^[a-z0-9-]+\\.[a-z0-9-]+$'),
      object_kind     text not null,
      object_id       text not null,
      reason          text,
      details         jsonb not null default '{}',
      result          text not null check (result in ('done', 'refused', 'failed')),
      http_request_id text,
      remote_address  text,
      hash            text not null check (hash ~ '^[0-9a-f]{64}$')
    );
    create index audit_log_at on audit_log (at desc, seq desc);
    create index audit_log_actor on audit_log (actor, at desc, seq desc);
    create index audit_log_action on audit_log (action, at desc, seq desc);
    create index audit_log_object on audit_log (object_kind, object_id, at desc, seq desc);

    create index audit_log_not_done on audit_log (at desc, seq desc) where result <> 'done';

    -- The end of the chain: one row, locked by whoever writes the next entry.
    create table audit_head (
      id   boolean primary key default true check (id),
      seq  bigint not null,
      hash text not null
    );
    insert into audit_head (seq, hash) values (0, repeat('0', 64));

    create function refuse_audit_change() returns trigger language plpgsql as $$
    begin
      raise exception 'the audit log is append-only' using errcode = 'insufficient_privilege';
    end $$;
    create trigger audit_log_append_only before update or delete or truncate on audit_log
      for each statement execute function refuse_audit_change();
    create trigger audit_head_stays before insert or delete or truncate on audit_head
      for each statement execute function refuse_audit_change();

    create function check_audit_head() returns trigger language plpgsql as $$
    begin
      if new.seq <> old.seq + 1 or not exists (select from audit_log where seq = new.seq and hash = new.hash) then
        raise exception 'the head of the audit log only follows its newest entry' using errcode = 'insufficient_privilege';
      end if;
      return new;
    end $$;
    create trigger audit_head_follows before update on audit_head for each row execute function check_audit_head();

    -- Each time the whole chain was read again. broken_seq is the first entry that does not hold.
    create table audit_checks (
      id         bigint generated always as identity primary key,
      at         timestamptz not null,
      held       bigint not null,
      head_hash  text not null,
      broken_seq bigint,
      fault      text check (fault in ('missing', 'changed', 'head'))
    );

    -- What people do to process instances: one of them, or a frozen list. params: what was asked, by kind. state 'frozen' waits for
    -- the typed count. The counts follow the items.
    create table instance_operations (
      id          uuid primary key default uuidv7(),
      kind        text not null check (kind ~ '^[a-z]+(-[a-z]+)*$'),
      bulk        boolean not null,
      params      jsonb not null default '{}',
      filter      jsonb,
      reason      text not null,
      state       text not null check (state in ('frozen', 'running', 'stopped', 'finished', 'discarded')),
      total       integer not null,
      created_by  text not null,
      created_at  timestamptz not null,
      once_key    text,
      asked_hash  text not null,
      started_at  timestamptz,
      stopped_by  text,
      finished_at timestamptz,
      version     integer not null default 1
    );
    create unique index instance_operations_once on instance_operations (created_by, once_key) where once_key is not null;
    create index instance_operations_newest on instance_operations (created_at desc, id desc);
    create index instance_operations_running on instance_operations (created_at) where state = 'running';

    -- sending: the engine was asked and nobody knows the end yet. accepted: it took the command, the read side does not show it yet.
    -- plan: what the item does and what stood before, as keys.
    create table instance_operation_items (
      operation_id uuid not null references instance_operations (id),
      ordinal      integer not null,
      instance_key bigint not null,
      state        text not null default 'waiting'
        check (state in ('waiting', 'sending', 'accepted', 'done', 'skipped', 'refused', 'failed')),
      plan         jsonb not null default '{}',
      code         text,
      detail       text,
      attempts     integer not null default 0,
      sent_at      timestamptz,
      settled_at   timestamptz,
      primary key (operation_id, ordinal)
    );
    create unique index instance_operation_items_once on instance_operation_items (operation_id, instance_key);
    create index instance_operation_items_state on instance_operation_items (operation_id, state, ordinal);
    create index instance_operation_items_instance on instance_operation_items (instance_key, operation_id);
    create index instance_operation_items_open on instance_operation_items (sent_at) where state in ('sending', 'accepted');

    -- Cases whose process was ended by a person; see the list of requests without a process.
    create index process_instances_broken_off on process_instances (ended_at desc, instance_key desc)
      where state = 'terminated' and parent_key is null and request_id is not null;
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    drop index process_instances_broken_off;
    drop table instance_operation_items, instance_operations, audit_checks, audit_head, audit_log;
    drop function refuse_audit_change, check_audit_head;
  `);
}
