import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { after, before, beforeEach, describe, it } from 'mocha';
import { pino } from 'pino';
import { createNotifier, notificationsModule } from '#api/modules/notifications/index.ts';
import { SEND_HELD_RECEIPTS } from '#api/modules/notifications/release-receipt.ts';
import type { RequestsService } from '#api/modules/requests/index.ts';
import { identifier, signedLinks } from '#api/modules/tracking/index.ts';
import type { JobHandler } from '#api/platform/jobs.ts';
import { type Mailer, smtpMailer } from '#api/platform/mail.ts';
import { aMailServer } from '#tests/support/fakes/mail-server.ts';
import { aFiling, aRequestsService } from '#tests/support/fixtures/requests-service.ts';
import { unlimitedAttempts } from '#tests/support/fixtures/unlimited-attempts.ts';
import { useDatabase } from '#tests/support/hooks/use-database.ts';
import { useFixture } from '#tests/support/hooks/use-fixture.ts';

const HOUR_MS = 3_600_000;

type Note = { id: string; request_id: string; state: string; reason: string | null };

describe('receipts for one mailbox', () => {
  const database = useDatabase();
  const mailServer = useFixture(aMailServer, (server) => server.close());

  let mailer: Mailer;
  let requests: RequestsService;
  let module: ReturnType<typeof notificationsModule>;
  let now: Date;
  let email: string;
  const clock = { now: () => now };
  const links = signedLinks({ secret: 'x'.repeat(32), publicUrl: 'https://example.org', clock });

  before(() => {
    mailer = smtpMailer({ smtpUrl: mailServer.url, from: 'Shahrah <no-reply@example.org>' });
    requests = aRequestsService(database.db, { mail: true, clock });
    module = notificationsModule({
      db: database.db,
      clock,
      mailer,
      linkTo: links.linkTo,
      surveyLinkTo: (id) => `https://example.org/survey#token=${id}`,
    });
  });

  after(async () => {
    mailer.close();
  });

  beforeEach(() => {
    now = new Date('2026-11-30T08:00:00Z');
    email = `${randomUUID()}@example.org`;
    mailServer.answerWith(250);
  });

  const pass = (ms: number) => {
    now = new Date(now.getTime() + ms);
  };
  const file = (address = email, locale: 'fa' | 'en' = 'en') =>
    requests.register(aFiling({ locale, applicant: { name: 'سارا احمدی', email: address } }));
  const notes = (): Promise<Note[]> =>
    database
      .db('notifications as n')
      .join('requests as r', 'r.id', 'n.request_id')
      .whereRaw('lower(r.contact_email) = lower(?)', [email])
      .orderBy('n.id')
      .select('n.id', 'n.request_id', 'n.state', 'n.reason');
  const run = (job: string, payload: object, attempt = 1) =>
    (module.jobs[job] as JobHandler)(payload, { log: pino({ level: 'silent' }), attempt, maxAttempts: 14 });
  const send = (id: string, attempt?: number) => run('send-notification', { notificationId: id }, attempt);

  /** Sends all waiting messages at once, as the workers of several nodes do. */
  async function sendAll(): Promise<void> {
    const queued = (await notes()).filter(({ state }) => state === 'queued');
    await Promise.all(queued.map(({ id }) => send(id)));
  }
  const wakeUps = () =>
    database
      .db('graphile_worker._private_jobs as j')
      .join('graphile_worker._private_tasks as t', 't.id', 'j.task_id')
      .where('t.identifier', SEND_HELD_RECEIPTS)
      .whereRaw(
        `j.payload ->> 'mailbox' in (select mailbox from notifications n join requests r on r.id = n.request_id
          where lower(r.contact_email) = lower(?))`,
        [email],
      )
      .select<{ payload: object; run_at: Date }[]>('j.payload', 'j.run_at');
  async function wakeUp(): Promise<void> {
    for (const { payload } of await wakeUps()) await run(SEND_HELD_RECEIPTS, payload);
  }
  const mails = () => mailServer.to(email);
  const statesOf = async () => (await notes()).map(({ state }) => state);

  it('are one, as long as nobody has confirmed it, and say how it is confirmed; the others wait', async () => {
    // given
    await Promise.all(Array.from({ length: 25 }, () => file()));

    // when
    await sendAll();

    // then
    expect(mails()).to.have.length(1);
    expect(mails()[0]).to.include('Nobody has confirmed yet that this address is theirs');
    const all = await notes();
    expect(all.filter(({ state }) => state === 'sent')).to.have.length(1);
    const held = all.filter(({ state }) => state === 'queued');
    expect(held).to.have.length(24);
    expect(new Set(held.map(({ reason }) => reason))).to.deep.equal(new Set(['too-many-receipts']));
    const [job, ...more] = await wakeUps();
    expect(more).to.deep.equal([]);
    expect(job?.run_at).to.deep.equal(new Date(now.getTime() + HOUR_MS));
  });

  it('are told in one message after the hour, each with its code and link', async () => {
    // given
    const filed = [await file(), await file(), await file()];
    await sendAll();

    // when
    pass(HOUR_MS);
    await wakeUp();
    await sendAll();
    await sendAll();

    // then
    expect(await statesOf()).to.deep.equal(['sent', 'sent', 'sent']);
    expect(mails()).to.have.length(2);
    const [first, summary] = mails() as [string, string];
    const codes = filed.map(({ trackingCode }) => trackingCode);
    expect(codes.filter((code) => first.includes(code))).to.have.length(1);
    const late = codes.filter((code) => !first.includes(code));
    for (const code of late)
      expect(summary).to.include(`Your request has been filed (${code}): https://example.org`);
    expect(summary).to.include('2 messages about requests filed with your address');
  });

  it('do not overtake those that wait', async () => {
    // given
    await file();
    await file();
    await sendAll();
    pass(HOUR_MS);
    const last = await file();

    // when
    await send((await notes()).at(-1)?.id ?? '');
    const before = mails().length;
    await wakeUp();
    await sendAll();

    // then
    expect(before).to.equal(1);
    expect(mails()).to.have.length(2);
    expect(mails()[1]).to.include('2 messages').and.include(last.trackingCode);
  });

  it('that waited alone are the ordinary message', async () => {
    // given
    await file();
    const { trackingCode } = await file();
    await send((await notes())[0]?.id ?? '');
    await send((await notes())[1]?.id ?? '');

    // when
    pass(HOUR_MS);
    await wakeUp();
    await sendAll();

    // then
    expect(mails()[1]).to.include(`Tracking code: ${trackingCode}`);
  });

  it('name fifty, and say how many more there are', async () => {
    // given
    for (let n = 0; n < 53; n += 1) await file(email, 'fa');
    await sendAll();

    // when
    pass(HOUR_MS);
    await wakeUp();
    await sendAll();

    // then
    const summary = mails()[1] ?? '';
    expect(summary.match(/track#token=/g)?.length).to.equal(2 * 50);
    expect(summary).to.include('۲ مورد دیگر');
    expect(new Set(await statesOf())).to.deep.equal(new Set(['sent']));
  });

  it('are three a day, as long as nobody has confirmed it', async () => {
    // given
    for (let hour = 0; hour < 23; hour += 1) {
      await file();
      await sendAll();
      await wakeUp();
      await sendAll();
      pass(HOUR_MS);
    }
    const inADay = mails().length;

    // when
    pass(HOUR_MS);
    await wakeUp();
    await sendAll();

    // then
    expect(inADay).to.equal(3);
    expect(mails()).to.have.length(4);
    expect(new Set(await statesOf())).to.deep.equal(new Set(['sent']));
  });

  it('are five an hour once somebody has opened a link that was sent to it', async () => {
    // given
    const { id } = await file();
    await sendAll();
    await identifier({ db: database.db, clock, links })({ token: links.tokenFor(id) }, unlimitedAttempts);
    for (let n = 0; n < 7; n += 1) await file();

    // when
    await sendAll();

    // then
    expect(mails()).to.have.length(5);
    expect(mails()[1]).not.to.include('Nobody has confirmed');
    expect((await notes()).filter(({ reason }) => reason === 'too-many-receipts')).to.have.length(3);
  });

  it('are not confirmed by the code and the address, which whoever filed knows', async () => {
    // given
    const { trackingCode } = await file();
    const by = { trackingCode, secondFactor: email };
    await sendAll();

    // when
    await identifier({ db: database.db, clock, links })(by, unlimitedAttempts);
    await file();
    await sendAll();

    // then
    expect(mails()).to.have.length(1);
  });

  it('are of one mailbox in whatever case, and whatever stands behind a plus sign', async () => {
    // given
    const [name, domain] = email.split('@');
    const [shouted, tagged] = [email.toUpperCase(), `${name}+x1@${domain}`];

    // when
    for (const address of [email, shouted, tagged]) {
      const { id } = await file(address);
      await send((await database.db('notifications').where({ request_id: id }).first()).id);
    }

    // then
    const got = [email, shouted, tagged].map((address) => mailServer.to(address).length);
    expect(got).to.deep.equal([1, 0, 0]);
  });

  it('are told together of one address only, also where a plus sign is all that sets another apart', async () => {
    // given
    const [name, domain] = email.split('@');
    const tagged = `${name}+x1@${domain}`;
    const filed = new Map<string, string>();
    for (const address of [email, email, email.toUpperCase(), tagged, tagged]) {
      const { id, trackingCode } = await file(address);
      filed.set(trackingCode, address.toLowerCase());
      await send((await database.db('notifications').where({ request_id: id }).first()).id);
    }

    // when
    for (let hour = 0; hour < 2; hour += 1) {
      pass(HOUR_MS);
      await wakeUp();
      for (const id of await database.db('notifications').where({ state: 'queued' }).pluck('id'))
        await send(id);
    }

    // then
    const codesIn = (address: string) =>
      [...filed.keys()].filter((code) => mailServer.to(address).some((mail) => mail.includes(code)));
    for (const address of [email, tagged])
      expect(codesIn(address)).to.deep.equal([...filed.keys()].filter((code) => filed.get(code) === address));
    expect(mailServer.to(tagged)).to.have.length(1);
    expect(mailServer.to(tagged)[0]).to.include('2 messages');
  });

  it('are all messages that nobody of the staff has to act for', async () => {
    // given
    const { id } = await file();
    const request = await database.db('requests').where({ id }).first();
    const notifier = createNotifier({ clock, availableChannels: { mail: true } });
    for (const template of ['withdrawn', 'appeal-received', 'reopened', 'answered', 'question'] as const)
      await notifier.notify(database.db, { request, template, onceKey: id });

    // when
    await sendAll();

    // then
    const waiting = (await notes()).filter(({ state }) => state === 'queued');
    expect(waiting).to.have.length(3);
    expect(mails()).to.have.length(3);
  });

  it('are not lost when the mail server is away, nor doubled when a job runs twice', async () => {
    // given
    for (let n = 0; n < 3; n += 1) await file();
    await sendAll();
    pass(HOUR_MS);
    const [job] = await wakeUps();
    await run(SEND_HELD_RECEIPTS, job?.payload ?? {});
    await run(SEND_HELD_RECEIPTS, job?.payload ?? {});
    mailServer.answerWith(451);
    const failures = await Promise.all(
      (await notes()).map(({ id }) =>
        send(id).then(
          () => 'fine',
          () => 'thrown',
        ),
      ),
    );

    // when
    mailServer.answerWith(250);
    pass(60_000);
    await file();
    await sendAll();

    // then
    expect(failures.filter((one) => one === 'thrown')).to.have.length(1);
    expect(mails()).to.have.length(2);
    expect((await statesOf()).sort()).to.deep.equal(['queued', 'sent', 'sent', 'sent']);
  });
});
