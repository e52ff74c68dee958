import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- Mailboxes that receipts go to, each by a hash of its address (modules/notifications/mailbox.ts). Confirmed is one whose owner has opened
    -- a link, or sent back a code, that was sent there.
    create table mailboxes (
      hash         text primary key,
      confirmed_at timestamptz
    );
    insert into mailboxes (hash, confirmed_at)
    select encode(sha256(convert_to(regexp_replace(lower(address), '\\+[^@]*@', '@'), 'UTF8')), 'hex'), min(consented_at)
      from alert_subscriptions where channel = 'email' and address is not null
     group by 1;

    -- A receipt is released when its mailbox may get one; those that had to wait are told in the message of one of them.
    alter table notifications
      add column mailbox text,
      add column released_at timestamptz,
      add column told_in uuid references notifications (id);
    create index notifications_mailbox on notifications (mailbox, released_at) where mailbox is not null;
    create index notifications_told_in on notifications (told_in) where told_in is not null;
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table notifications drop column mailbox, drop column released_at, drop column told_in;
    drop table mailboxes;
  `);
}
