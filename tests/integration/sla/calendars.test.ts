import { expect } from 'chai';
import { beforeEach, describe, it } from 'mocha';
import { auditLog } from '#api/modules/audit/index.ts';
import { calendarsRepo } from '#api/modules/sla/calendars.repo.ts';
import { type CalendarsService, calendarsService } from '#api/modules/sla/calendars.service.ts';
import { clockRecomputation } from '#api/modules/sla/recompute-clocks.ts';
import type { PublishCalendar } from '#common/contract/index.ts';
import { useDatabase } from '#tests/support/hooks/use-database.ts';
import { anSlaFixture, type SlaFixture } from './sla-fixture.ts';

const ADMIN = { user: { username: 'admin' }, httpRequestId: 'call', remoteAddress: '::1' };
const COUNTRY = 'iran-office';
const SIX_DAYS = [...Array.from({ length: 6 }, () => [['07:30', '14:30']] as [string, string][]), []];

describe('working calendars', () => {
  const database = useDatabase();
  let harness: SlaFixture;
  let calendars: CalendarsService;

  beforeEach(() => {
    harness = anSlaFixture(database);
    calendars = calendarsService({
      db: database.db,
      clock: harness.clock,
      audit: auditLog({ db: database.db, clock: harness.clock }),
    });
  });

  const versionOf = async (id = COUNTRY): Promise<number> =>
    (await calendarsRepo(database.db).latest(id))?.version ?? 0;
  const recompute = () =>
    clockRecomputation({
      db: database.db,
      clock: harness.clock,
      slaCatalogue: harness.sla.sla.slaCatalogue,
    }).recompute();
  const close = async (date: string, id = COUNTRY) =>
    calendars.announce(
      id,
      { expectedVersion: await versionOf(id), closure: { date, reason: 'snow' } },
      ADMIN,
    );
  const publish = async (id: string, given: Partial<PublishCalendar>) =>
    calendars.publish(id, { expectedVersion: await versionOf(id), ...given }, ADMIN);
  const codeOf = (work: Promise<unknown>): Promise<string> =>
    work.then(
      () => 'done',
      (error: { code?: string }) => error.code ?? String(error),
    );

  it('closed the day before, make open clocks due a day later and leave what has elapsed', async () => {
    // given
    const id = await harness.file();
    harness.at('2026-11-22T08:00:00Z');
    const before = await harness.readClock(id);
    // when
    const { version } = await close('2026-11-23');
    await recompute();
    // then
    const after = await harness.readClock(id);
    expect(before.dueAt).to.equal('2026-12-12T11:00:00.000Z');
    expect(after).to.include({ dueAt: '2026-12-13T11:00:00.000Z', calendarVersion: version });
    expect(after.netMinutes).to.equal(before.netMinutes);
    expect(after.changes.at(-1)).to.include({ cause: 'calendar', calendarVersion: version });
    const row = await database.db('requests').where({ id }).first();
    expect(row.due_at.toISOString()).to.equal(after.dueAt);
  });

  it('recompute once, however often they are asked', async () => {
    // given
    await harness.file();
    await close('2026-11-30');
    await recompute();
    const stored = await database.db('sla_clocks').orderBy('id');
    // when
    const again = await recompute();
    // then
    expect(again).to.equal(0);
    expect(await database.db('sla_clocks').orderBy('id')).to.deep.equal(stored);
  });

  it('recompute the rest when one run was killed half way', async () => {
    // given
    const [first, second] = [await harness.file(), await harness.file()];
    await close('2026-12-01');
    await harness.act((clocks) => clocks.reassess(first, { at: harness.clock.now(), cause: 'calendar' }));
    const done = await database.db('sla_clocks').where({ request_id: first }).orderBy('id');
    // when
    await recompute();
    // then
    expect(await database.db('sla_clocks').where({ request_id: first }).orderBy('id')).to.deep.equal(done);
    expect((await harness.readClock(second)).calendarVersion).to.equal(await versionOf());
  });

  it('keep a pause, and measure it by the new version from its day on', async () => {
    // given
    const id = await harness.file();
    const at = harness.at('2026-11-24T06:00:00Z');
    await harness.act((clocks) => clocks.pause(id, { at, reason: 'citizen' }));
    // when
    await close('2026-11-25');
    await recompute();
    harness.at('2026-11-28T06:00:00Z');
    await harness.act((clocks) => clocks.resume(id, { at: harness.clock.now(), reason: 'citizen' }));
    // then: five hours of Tuesday and two of Saturday, and nothing of the closed Wednesday
    expect((await harness.readClock(id)).pausedMinutes).to.equal(7 * 60);
  });

  it('of a province begin as the country has it, and follow the country from then on', async () => {
    // given
    const [there, elsewhere] = [await harness.file({ place: { province: 'gilan' } }), await harness.file()];
    await publish('iran-office-gilan', { province: 'gilan', note: 'floods' });
    await close('2026-12-02', 'iran-office-gilan');
    // when
    await recompute();
    const own = await harness.readClock(there);
    const other = await harness.readClock(elsewhere);
    await close('2026-12-05');
    await recompute();
    // then
    expect(own).to.include({ calendar: 'iran-office-gilan', calendarVersion: 2 });
    expect(Date.parse(own.dueAt)).to.be.greaterThan(Date.parse(other.dueAt));
    expect(other.calendar).to.equal(COUNTRY);
    const followed = await harness.readClock(there);
    expect(followed).to.include({ calendar: 'iran-office-gilan', calendarVersion: 3 });
    expect(Date.parse(followed.dueAt)).to.be.greaterThan(Date.parse(own.dueAt));
    expect(await codeOf(publish('another', { province: 'gilan' }))).to.equal('invalid-input');
  });

  it('with a working Thursday make clocks due earlier', async () => {
    // given
    const id = await harness.file();
    const before = await harness.readClock(id);
    // when
    await publish(COUNTRY, { week: SIX_DAYS });
    await recompute();
    // then
    expect(Date.parse((await harness.readClock(id)).dueAt)).to.be.lessThan(Date.parse(before.dueAt));
  });

  it('without a working day are refused, and change nothing', async () => {
    // given
    const versions = await database
      .db('working_calendars')
      .select('id', 'version')
      .orderBy(['id', 'version']);
    // when
    const code = await codeOf(publish(COUNTRY, { week: Array.from({ length: 7 }, () => []) }));
    // then
    expect(code).to.equal('calendar-has-no-work');
    expect(
      await database.db('working_calendars').select('id', 'version').orderBy(['id', 'version']),
    ).to.deep.equal(versions);
  });

  it('are not overwritten by who looked at an older version', async () => {
    // given
    const expectedVersion = await versionOf();
    const publishOne = () => codeOf(calendars.publish(COUNTRY, { expectedVersion, note: 'mine' }, ADMIN));
    // when
    const codes = await Promise.all([publishOne(), publishOne()]);
    // then
    expect(codes.sort()).to.deep.equal(['done', 'version-conflict']);
  });

  it('refuse what they cannot be: no such calendar, hours that end before they begin, a time ahead', async () => {
    // given
    const expectedVersion = await versionOf();
    // when
    const codes = await Promise.all([
      codeOf(calendars.publish('nowhere', { expectedVersion: 3 }, ADMIN)),
      codeOf(
        calendars.announce(
          COUNTRY,
          { expectedVersion, closure: { date: '2026-12-08', from: '12:00', to: '09:00', reason: 'snow' } },
          ADMIN,
        ),
      ),
      codeOf(calendars.publish(COUNTRY, { expectedVersion, validFrom: '2027-03-21T00:00:00Z' }, ADMIN)),
    ]);
    // then
    expect(codes).to.deep.equal(['unknown-calendar', 'invalid-input', 'invalid-input']);
  });
});
