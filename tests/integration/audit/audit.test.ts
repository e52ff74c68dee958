import { expect } from 'chai';
import { describe, it } from 'mocha';
import { type AuditEntry, auditLog, verifyChain } from '#api/modules/audit/index.ts';
import { systemClock } from '#api/platform/clock.ts';
import { aDatabase } from '#tests/support/database.ts';
import { useDatabase } from '#tests/support/hooks/use-database.ts';

const anEntry = (given: Partial<AuditEntry> = {}): AuditEntry => ({
  actor: 'admin',
  action: 'draft.saved',
  object: { kind: 'draft', id: 'd-1' },
  result: 'done',
  ...given,
});

describe('the audit log', () => {
  const database = useDatabase();

  const log = () => auditLog({ db: database.db, clock: systemClock });
  const refusalOf = (work: Promise<unknown>): Promise<string> =>
    work.then(
      () => 'nothing was refused',
      (error: Error) => error.message,
    );
  /** Changes rows like somebody who owns the database: the triggers are off meanwhile. */
  const tamper = (statement: string) =>
    database.db.transaction(async (tx) => {
      await tx.raw('set local session_replication_role = replica');
      await tx.raw(statement);
    });

  it('keeps who did what, when, why and how it ended, and joins the entries', async () => {
    // given
    const details = { hash: 'ab', counts: { z: 1, a: [1.5, null, 'ی\u0000\ud800'] }, nothing: undefined };

    // when
    await log().write(
      anEntry({ reason: 'به دلیل آزمون', details, httpRequestId: 'r-1', remoteAddress: '127.0.0.1' }),
    );
    await log().write(anEntry({ actor: null, action: 'audit.checked', result: 'failed' }));

    // then
    const rows = await database.db('audit_log').orderBy('seq');
    expect(rows.map(({ seq }) => seq)).to.deep.equal(['1', '2']);
    expect(rows[0]).to.deep.include({
      actor: 'admin',
      reason: 'به دلیل آزمون',
      details: { hash: 'ab', counts: { z: 1, a: [1.5, null, 'ی'] } },
      http_request_id: 'r-1',
      remote_address: '127.0.0.1',
    });
    expect((await verifyChain(database.db)).broken).to.equal(null);
  });

  it('makes one chain of what many write at once', async () => {
    // given
    const { rows } = await verifyChain(database.db);

    // when
    await Promise.all(Array.from({ length: 40 }, (_, at) => log().write(anEntry({ details: { at } }))));

    // then
    const state = await verifyChain(database.db);
    expect(state).to.deep.include({ rows: rows + 40, broken: null });
  });

  it('stands or falls with the transaction of what it tells', async () => {
    // given
    const { rows } = await verifyChain(database.db);

    // when
    await database.db
      .transaction(async (tx) => {
        await log().within(tx).write(anEntry());
        throw new Error('rolled back');
      })
      .catch(() => undefined);
    await database.db.transaction((tx) => log().within(tx).write(anEntry()));

    // then
    expect(await verifyChain(database.db)).to.deep.include({ rows: rows + 1, broken: null });
  });

  for (const statement of [
    `update audit_log set actor = 'other'`,
    'delete from audit_log',
    'truncate audit_log',
    'delete from audit_head',
    'update audit_head set seq = seq - 1',
    `update audit_head set seq = seq + 1, hash = repeat('a', 64)`,
    'update audit_checks set broken_seq = null, fault = null',
    'delete from audit_checks',
    'truncate audit_checks',
  ]) {
    it(`refuses: ${statement}`, async () => {
      // when
      const refusal = await refusalOf(Promise.resolve(database.db.raw(statement)));

      // then
      expect(refusal).to.match(/append-only|only follows/);
    });
  }

  it('names the first entry that was changed behind its back', async () => {
    // given
    const own = await aDatabase();
    const write = auditLog({ db: own.db, clock: systemClock }).write;
    for (let at = 0; at < 5; at += 1) await write(anEntry({ details: { at } }));

    // when
    await own.db.transaction(async (tx) => {
      await tx.raw('set local session_replication_role = replica');
      await tx('audit_log').where({ seq: 3 }).update({ actor: 'somebody-else' });
    });

    // then
    expect(await verifyChain(own.db)).to.deep.include({ rows: 2, broken: { seq: '3', fault: 'changed' } });
    await own.drop();
  });

  it('notices entries that were taken out, and a tail that was cut off together with its head', async () => {
    // given
    const noted = await verifyChain(database.db);
    await log().write(anEntry());
    await log().write(anEntry());
    const newest = Number(noted.head.seq) + 2;

    // when
    await tamper(`delete from audit_log where seq = ${newest}`);

    // then
    const cut = await verifyChain(database.db);
    expect(cut.broken).to.deep.equal({ seq: String(newest), fault: 'head' });

    // and when
    await tamper(`delete from audit_log where seq > ${Number(noted.head.seq) - 1}`);
    await tamper(
      `update audit_head set seq = l.seq, hash = l.hash from (select seq, hash from audit_log order by seq desc limit 1) l`,
    );

    // then
    expect((await verifyChain(database.db)).broken).to.equal(null);
    expect((await verifyChain(database.db, noted.head)).broken).to.deep.equal({
      seq: noted.head.seq,
      fault: 'head',
    });

    // and when
    await tamper('delete from audit_log where seq = 2');

    // then
    expect((await verifyChain(database.db)).broken).to.deep.equal({ seq: '3', fault: 'missing' });
  });
});
