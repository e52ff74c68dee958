import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { beforeEach, describe, it } from 'mocha';
import type { RequestsService } from '#api/modules/requests/index.ts';
import { isTrackingCode } from '#common/text/tracking-code.ts';
import { aFiling, aRequestsService, countRows } from '#tests/support/fixtures/requests-service.ts';
import { useDatabase } from '#tests/support/hooks/use-database.ts';

const NATIONAL_ID = '0084575948';

const codeOf = async (attempt: Promise<unknown>): Promise<unknown> =>
  attempt.then(
    () => 'accepted',
    (thrown: { code?: unknown }) => thrown.code ?? thrown,
  );

describe('intake', () => {
  const database = useDatabase({ max: 20 });
  let requests: RequestsService;

  beforeEach(() => {
    requests = aRequestsService(database.db, { mail: true });
  });

  it('writes the request and all that belongs to it, and gives a tracking code and a due date', async () => {
    // given
    const before = await countRows(database.db);
    const receivedAt = new Date('2026-11-21T06:00:00Z');
    // when
    const filed = await requests.register(
      aFiling({
        applicant: {
          name: 'علي  كريمي',
          nationalId: '۰۰۸۴۵۷۵۹۴۸',
          mobile: '۰۹۱۲۱۲۳۴۵۶۷',
          email: 'ali@example.org',
        },
        text: 'جاده خراب است؛ كيلومتر ۱۲',
        answers: { road: 'آزادراه', danger: true },
        receivedAt,
      }),
    );
    // then
    const after = await countRows(database.db);
    const added = Object.fromEntries(
      Object.entries(after).map(([table, n]) => [table, n - (before[table] ?? 0)]),
    );
    expect(added).to.deep.equal({
      people: 1,
      requests: 1,
      request_events: 1,
      interactions: 1,
      sla_clocks: 3,
      notifications: 1,
      outbox: 1,
    });
    expect(isTrackingCode(filed.trackingCode)).to.equal(true);
    expect(filed.dueAt, 'eight working days, because it is dangerous').to.equal('2026-12-01T11:00:00.000Z');
    const row = await database.db('requests').where({ id: filed.id }).first();
    expect(row).to.include({
      text: 'جاده خراب است؛ کیلومتر ۱۲',
      contact_name: 'علی کریمی',
      priority: 'high',
      status: 'received',
    });
    expect(row.contact_mobile).to.equal('+989121234567');
    const message = await database.db('outbox').where({ request_id: filed.id }).first();
    expect(message).to.include({
      kind: 'start',
      message_name: 'request.citizen-request',
      correlation_key: filed.id,
    });
    expect(message.variables).to.deep.equal({
      requestId: filed.id,
      service: 'road-safety-signs',
      region: 'tehran',
      channel: 'web',
      priority: 'high',
      replyWindow: 'P10D',
      department: 'rmto',
      appealWindow: 'P30D',
      mostReopenings: 2,
      keywords: [],
      answers: { danger: true },
      feedbackWindow: 'P15D',
    });
    const job = await database.db('graphile_worker._private_jobs').select('payload').first();
    const note = await database.db('notifications').where({ request_id: filed.id }).first();
    expect(note).to.include({ state: 'queued', channel: 'email', template: 'received' });
    expect(job.payload).to.deep.equal({ notificationId: note.id });
  });

  it('knows a person by the national id and changes nothing of what it knows', async () => {
    // given
    await requests.register(
      aFiling({ applicant: { name: 'اول', nationalId: NATIONAL_ID, mobile: '09121111111' } }),
    );
    const known = await database.db('people').where({ national_id: NATIONAL_ID }).first();
    // when
    const filed = await requests.register(
      aFiling({ applicant: { name: 'دیگری', nationalId: NATIONAL_ID, mobile: '09122222222' } }),
    );
    // then
    expect(await database.db('people').where({ national_id: NATIONAL_ID })).to.deep.equal([known]);
    const row = await database.db('requests').where({ id: filed.id }).first();
    expect(row).to.include({ person_id: known.id, contact_name: 'دیگری', contact_mobile: '+989122222222' });
  });

  it('answers the same key and body with the first result', async () => {
    // given
    const filing = aFiling({ idempotencyKey: randomUUID() });
    const first = await requests.register(filing);
    const before = await countRows(database.db);
    // when
    const second = await requests.register({ ...filing, receivedAt: new Date(0) });
    // then
    expect(second).to.deep.equal(first);
    expect(await countRows(database.db)).to.deep.equal(before);
  });

  it('refuses the same key with another body', async () => {
    // given
    const filing = aFiling({ idempotencyKey: randomUUID() });
    await requests.register(filing);
    const before = await countRows(database.db);
    // when
    const code = await codeOf(requests.register({ ...filing, text: 'چیز دیگری می‌خواهم' }));
    // then
    expect(code).to.equal('idempotency-key-reused');
    expect(await countRows(database.db)).to.deep.equal(before);
  });

  it('makes one request of twenty that come at the same moment with one key', async () => {
    // given
    const filing = aFiling({
      idempotencyKey: randomUUID(),
      applicant: { name: 'سارا احمدی', nationalId: '0076229645', mobile: '09121234567' },
    });
    const before = await countRows(database.db);
    // when
    const answers = await Promise.all(Array.from({ length: 20 }, () => requests.register(filing)));
    // then
    expect(new Set(answers.map(({ id }) => id)).size).to.equal(1);
    const after = await countRows(database.db);
    expect(after.requests).to.equal((before.requests ?? 0) + 1);
    expect(after.outbox).to.equal((before.outbox ?? 0) + 1);
    expect(after.request_events).to.equal((before.request_events ?? 0) + 1);
  });

  it('is idempotent on the number in another system, also within one batch', async () => {
    // given
    const external = { source: 'elsewhere', id: randomUUID() };
    const filing = aFiling({ channel: 'import', external, applicant: null });
    // when
    const together = await requests.registerAll([filing, filing, aFiling()]);
    const [again, changed] = await requests.registerAll([filing, { ...filing, text: 'متن دیگر برای همان' }]);
    // then
    expect(together.map(({ result }) => result)).to.deep.equal(['created', 'known', 'created']);
    expect(again).to.include({ result: 'known', changed: false });
    expect(changed).to.include({ result: 'known', changed: true });
    expect(await database.db('requests').where({ external_id: external.id })).to.have.length(1);
  });

  it('keeps a request that is over as history: closed, without message, notification or open clock', async () => {
    // given
    const closedAt = new Date('2020-01-05T10:00:00Z');
    // when
    const filed = await requests.register(
      aFiling({
        channel: 'import',
        external: { source: 'elsewhere', id: randomUUID() },
        applicant: null,
        receivedAt: new Date('2020-01-01T10:00:00Z'),
        history: { status: 'closed', outcome: 'resolved', closedAt },
      }),
    );
    // then
    const row = await database.db('requests').where({ id: filed.id }).first();
    expect(row).to.include({ status: 'closed', outcome: 'resolved', history_only: true, person_id: null });
    expect(row.closed_at.toISOString()).to.equal(closedAt.toISOString());
    expect(await database.db('outbox').where({ request_id: filed.id })).to.deep.equal([]);
    expect(await database.db('notifications').where({ request_id: filed.id })).to.deep.equal([]);
    expect(await database.db('sla_clocks').where({ request_id: filed.id }).whereNull('met_at')).to.deep.equal(
      [],
    );
    const kinds = await database
      .db('request_events')
      .where({ request_id: filed.id })
      .orderBy('id')
      .pluck('kind');
    expect(kinds).to.deep.equal(['received', 'closed']);
  });

  it('writes down why nobody is told', async () => {
    // when
    const bySms = await requests.register(aFiling());
    const byNothing = await requests.register(aFiling({ channel: 'in-person', applicant: { name: 'سارا' } }));
    const noServer = await aRequestsService(database.db).register(
      aFiling({ applicant: { name: 'سارا', email: 'sara@example.org' } }),
    );
    // then
    const reason = async (id: string) =>
      (await database.db('notifications').where({ request_id: id }).first()).reason;
    expect(await reason(bySms.id)).to.equal('no-sms-gateway');
    expect(await reason(byNothing.id)).to.equal('no-address');
    expect(await reason(noServer.id)).to.equal('no-mail-server');
  });

  it('stores SQL and HTML as the text they are', async () => {
    // given
    const text = `'); drop table requests; -- <script>alert(1)</script> {{7*7}}`;
    // when
    const filed = await requests.register(aFiling({ text }));
    // then
    expect((await database.db('requests').where({ id: filed.id }).first()).text).to.equal(text);
  });

  const wrong: [string, string, Parameters<typeof aFiling>[0], string?][] = [
    ['an unknown service', 'unknown-service', { service: 'no-such' }],
    [
      'a wrong national id',
      'invalid-input',
      { applicant: { name: 'سارا', nationalId: '1234567890', mobile: '09121234567' } },
      '/applicant/nationalId',
    ],
    [
      'a wrong mobile',
      'invalid-input',
      { applicant: { name: 'سارا', mobile: '02188776655' } },
      '/applicant/mobile',
    ],
    [
      'a wrong e-mail',
      'invalid-input',
      { applicant: { name: 'سارا', email: 'sara at home' } },
      '/applicant/email',
    ],
    ['no way to reach the citizen', 'invalid-input', { applicant: { name: 'سارا' } }, '/applicant/mobile'],
    ['no province where one is needed', 'invalid-input', { place: {} }, '/place/province'],
    [
      'a province that does not exist',
      'invalid-input',
      { place: { province: 'atlantis' } },
      '/place/province',
    ],
    ['half a position', 'invalid-input', { place: { province: 'tehran', latitude: 35 } }, '/place'],
    ['a missing answer', 'invalid-input', { answers: {} }, '/answers/road'],
    ['an unknown answer', 'invalid-input', { answers: { road: 'x', colour: 'red' } }, '/answers/colour'],
    [
      'an answer of the wrong type',
      'invalid-input',
      { answers: { road: 'x', kilometre: 'twelve' } },
      '/answers/kilometre',
    ],
    ['a text of nothing one can see', 'invalid-input', { text: '\u200c\u200f \ufeff\u0000   ' }, '/text'],
  ];
  for (const [what, code, given, path] of wrong) {
    it(`refuses ${what} and changes nothing`, async () => {
      // given
      const before = await countRows(database.db);
      // when
      const [registration] = await requests.registerAll([aFiling(given)]);
      // then
      expect(registration).to.have.nested.property('problem.code', code);
      if (path) expect(registration).to.have.nested.property('problem.extra.errors[0].path', path);
      expect(await countRows(database.db)).to.deep.equal(before);
    });
  }
});
