import { createHash } from 'node:crypto';
import { domainToASCII } from 'node:url';
import type { Db } from '#api/platform/db.ts';

/** Identifies a mailbox by a hash, without revealing its address. Everything behind a plus sign leads to the
 *  same mailbox, and so does every spelling of its domain. */
export function mailboxOf(address: string): string {
  const [, local, domain = ''] = /^(.*?)(?:\+[^@]*)?@(.*)$/s.exec(address) ?? [];
  const mailbox =
    local === undefined ? address : `${local.normalize('NFKC')}@${domainToASCII(domain) || domain}`;
  return createHash('sha256').update(mailbox.toLowerCase()).digest('hex');
}

/** Records that somebody who reads this mailbox knows of us. */
export async function confirmMailbox(db: Db, email: string, at: Date): Promise<void> {
  await db.raw(
    `insert into mailboxes as m (hash, confirmed_at) values (?, ?)
     on conflict (hash) do update set confirmed_at = excluded.confirmed_at where m.confirmed_at is null`,
    [mailboxOf(email), at],
  );
}

/** Confirms the mailbox of a request's contact: a link to the request goes nowhere else. */
export async function confirmMailboxOfRequest(db: Db, requestId: string, at: Date): Promise<void> {
  const contact = await db('requests')
    .select('contact_email as email')
    .where({ id: requestId })
    .whereNotNull('contact_email')
    .first<{ email: string } | undefined>();
  if (contact) await confirmMailbox(db, contact.email, at);
}

/** Locks the mailbox until the end of the transaction. @returns whether somebody has confirmed it */
export async function lockMailbox(trx: Db, hash: string): Promise<boolean> {
  const { rows } = await trx.raw<{ rows: { confirmed_at: Date | null }[] }>(
    `insert into mailboxes (hash) values (?)
     on conflict (hash) do update set hash = excluded.hash returning confirmed_at`,
    [hash],
  );
  return rows[0]?.confirmed_at != null;
}
