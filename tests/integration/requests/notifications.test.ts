import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { after, before, beforeEach, describe, it } from 'mocha';
import { pino } from 'pino';
import { NOTIFICATION_TEMPLATES, notificationsModule } from '#api/modules/notifications/index.ts';
import type { RequestsService } from '#api/modules/requests/index.ts';
import { type JobHandler, startJobs } from '#api/platform/jobs.ts';
import { type Mailer, smtpMailer } from '#api/platform/mail.ts';
import { aMailServer, decodeMail } from '#tests/support/fakes/mail-server.ts';
import { aFiling, aRequestsService } from '#tests/support/fixtures/requests-service.ts';
import { useDatabase } from '#tests/support/hooks/use-database.ts';
import { useFixture } from '#tests/support/hooks/use-fixture.ts';
import { eventually } from '#tests/support/wait.ts';

const log = pino({ level: 'silent' });
const clock = { now: () => new Date() };

describe('messages to citizens', () => {
  const database = useDatabase();
  const mailServer = useFixture(aMailServer, (server) => server.close());

  let mailer: Mailer;
  let requests: RequestsService;
  let module: ReturnType<typeof notificationsModule>;
  let send: JobHandler;

  before(() => {
    mailer = smtpMailer({ smtpUrl: mailServer.url, from: 'Shahrah <no-reply@example.org>' });
    requests = aRequestsService(database.db, { mail: true });
    module = notificationsModule({
      db: database.db,
      clock,
      mailer,
      linkTo: (id) => `https://example.org/track#token=${id}`,
      surveyLinkTo: (id) => `https://example.org/survey#token=${id}`,
    });
    send = module.jobs['send-notification'] as JobHandler;
  });

  after(async () => {
    mailer.close();
  });

  beforeEach(() => {
    mailServer.mails.length = 0;
    mailServer.answerWith(250);
  });

  const anEmail = () => `${randomUUID()}@example.org`;

  async function aNotification(
    given: Parameters<typeof aFiling>[0] = {},
  ): Promise<{ id: string; requestId: string }> {
    const { id: requestId } = await requests.register(
      aFiling({ applicant: { name: 'سارا احمدی', email: anEmail() }, ...given }),
    );
    const { id } = await database.db('notifications').where({ request_id: requestId }).first();
    return { id, requestId };
  }

  const read = (id: string) => database.db('notifications').where({ id }).first();
  const attempt = (id: string, number = 1) =>
    send({ notificationId: id }, { log, attempt: number, maxAttempts: 3 });

  it('leave by the background job, with a link and in the direction of their language', async () => {
    // given
    const jobs = await startJobs({ databaseUrl: database.url, log, handlers: module.jobs });
    try {
      // when
      const email = anEmail();
      const filed = await requests.register(aFiling({ applicant: { name: 'سارا احمدی', email } }));
      const mail = await eventually(async () => mailServer.mails.find(({ to }) => to.includes(email)));
      // then
      const words = decodeMail(mail.source);
      expect(words).to.include(filed.trackingCode);
      expect(words).to.include('علائم و ایمنی راه');
      expect(words).to.include('dir="rtl"');
      expect(words).to.include(`/track#token=${filed.id}`);
      await eventually(
        async () =>
          (await database.db('notifications').where({ request_id: filed.id, state: 'sent' }).first()) ??
          undefined,
      );
    } finally {
      await jobs.stop();
    }
  });

  it('are sent once, however often the job runs', async () => {
    // given
    const { id } = await aNotification({ locale: 'en' });
    // when
    await attempt(id);
    await attempt(id, 2);
    // then
    expect(mailServer.mails).to.have.length(1);
    expect(await read(id)).to.include({ state: 'sent', attempts: 1, reason: null });
    expect(decodeMail(mailServer.mails[0]?.source ?? '')).to.include('Follow the request');
  });

  it('are tried again when the mail server is busy', async () => {
    // given
    const { id } = await aNotification();
    mailServer.answerWith(451);
    // when
    const failure = await attempt(id).then(
      () => 'sent',
      () => 'thrown',
    );
    const waiting = await read(id);
    mailServer.answerWith(250);
    await attempt(id, 2);
    // then
    expect(failure).to.equal('thrown');
    expect(waiting).to.include({ state: 'queued', attempts: 1, reason: 'mail-server-away' });
    expect(await read(id)).to.include({ state: 'sent', attempts: 2 });
    expect(mailServer.mails).to.have.length(1);
  });

  it('are given up when the address is refused for good, or after the last attempt', async () => {
    // given
    const refused = await aNotification();
    const unlucky = await aNotification();
    // when
    mailServer.answerWith(550);
    await attempt(refused.id);
    mailServer.answerWith(451);
    await attempt(unlucky.id, 3);
    // then
    expect(await read(refused.id)).to.include({ state: 'failed', reason: 'refused-by-mail-server' });
    expect(await read(unlucky.id)).to.include({ state: 'failed', reason: 'mail-server-away', attempts: 3 });
  });

  /** A message that waits to be sent, about a request to which this was said last. */
  async function aQueued(template: string, said: { kind: string; text: string }): Promise<string> {
    const { requestId } = await aNotification();
    const common = { request_id: requestId, channel: 'web', direction: 'out', at: new Date() };
    await database.db('interactions').insert({ ...common, kind: 'note', text: 'یادداشت درونی' });
    await database.db('interactions').insert({ ...common, ...said });
    const [note] = await database
      .db('notifications')
      .insert({
        request_id: requestId,
        template,
        channel: 'email',
        locale: 'fa',
        state: 'queued',
        once_key: randomUUID(),
        created_at: new Date(),
      })
      .returning('id');
    return note.id;
  }

  it('quote the answer, as text and not as HTML', async () => {
    // given
    const id = await aQueued('answered', { kind: 'answer', text: 'انجام شد <b>فوری</b>' });
    // when
    await attempt(id);
    // then
    const words = decodeMail(mailServer.mails[0]?.source ?? '');
    expect(words).to.include('انجام شد &lt;b&gt;فوری&lt;/b&gt;');
    expect(words).to.include('انجام شد <b>فوری</b>');
  });

  it('quote the question in a reminder, and the reasons in the decision on an appeal', async () => {
    for (const [template, kind] of [
      ['reminder', 'question'],
      ['appeal-decided', 'appeal-decision'],
    ] as const) {
      // given
      mailServer.mails.length = 0;
      const id = await aQueued(template, { kind, text: 'متن نقل‌شده' });
      // when
      await attempt(id);
      // then
      expect(decodeMail(mailServer.mails[0]?.source ?? ''), template).to.include('متن نقل‌شده');
    }
  });

  it('never quote what a citizen said', async () => {
    for (const kind of ['appeal', 'withdrawal', 'feedback']) {
      for (const template of NOTIFICATION_TEMPLATES) {
        // given
        mailServer.mails.length = 0;
        const id = await aQueued(template, { kind, text: 'سخن شهروند' });
        // when
        await attempt(id);
        // then
        const words = decodeMail(mailServer.mails[0]?.source ?? '');
        expect(words, template).to.include('track#token=');
        expect(words, template).not.to.match(/سخن شهروند|یادداشت درونی/);
      }
    }
  });
});
