import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { beforeEach, describe, it } from 'mocha';
import { createNotifier } from '#api/modules/notifications/index.ts';
import { surveysModule } from '#api/modules/surveys/index.ts';
import type { OfferedSurvey, SurveyThanks } from '#common/contract/index.ts';
import { engineClock } from '#tests/support/engine/clock.ts';
import { aMailServer } from '#tests/support/fakes/mail-server.ts';
import { aRequest } from '#tests/support/fixtures/builders.ts';
import { useEngineHarness } from '#tests/support/hooks/use-engine-harness.ts';
import { useFixture } from '#tests/support/hooks/use-fixture.ts';
import { eventually } from '#tests/support/wait.ts';

const WAITS = 'Task_AwaitAnswer';
const ANSWER = { csat: 4, 'reasons.speed': 1, ces: 6 };

describe('satisfaction-survey', function () {
  this.timeout(120_000);
  const mail = useFixture(aMailServer, (server) => server.close());
  const harness = useEngineHarness(() => ({ SMTP_URL: mail.url }));

  beforeEach(() => harness.database.db('surveys').update({ sample_percent: 100 }));

  const start = (requestId: string, survey: 'short' | 'servqual' = 'short') =>
    surveysModule({
      db: harness.database.db,
      clock: engineClock,
      notifier: createNotifier({ clock: engineClock, availableChannels: { mail: true } }),
      secret: '',
      publicUrl: 'http://127.0.0.1',
    }).steps.start({ requestId, survey });

  /** A closed case whose citizen was asked, and the link of the message. */
  async function asked(survey: 'short' | 'servqual' = 'short') {
    const email = `${randomUUID()}@example.org`;
    const { id: requestId } = await aRequest(harness.database.db, { contact_email: email, status: 'closed' });
    const { invited } = await start(requestId, survey);
    expect(invited).to.equal(true);
    const row = await harness.database.db('survey_invitations').where({ request_id: requestId }).first();
    const invitation = { id: String(row.id), requestId, email };
    await harness.waitUntilAt(invitation, WAITS);
    const words = await eventually(async () => mail.to(email)[0]);
    const token = /survey#token=([\w-]+)/.exec(words)?.[1] ?? '';
    return { ...invitation, token };
  }

  const answer = (token: string, values: object, comment?: string) =>
    harness.people.call<SurveyThanks>('POST', '/surveys/answer', { token, values, comment });
  const read = async (token: string) =>
    (await harness.people.call<OfferedSurvey>('POST', '/surveys/read', { token })).body;
  const state = async ({ id }: { id: string }) =>
    (await harness.database.db('survey_invitations').where({ id }).first()).state as string;

  it('takes one answer by the link of the invitation, and ends', async () => {
    // given
    const invitation = await asked();
    const offered = await read(invitation.token);

    // when
    const first = await answer(invitation.token, ANSWER, 'ممنون');
    const second = await answer(invitation.token, ANSWER);

    // then
    expect(offered).to.include({ survey: 'short', state: 'open' });
    expect([first.status, second.status, second.body.code]).to.deep.equal([200, 409, 'survey-closed']);
    await harness.waitUntilEnded(invitation);
    expect(await state(invitation)).to.equal('answered');
    const rows = await harness.database
      .db('survey_answers')
      .where({ invitation_id: invitation.id })
      .orderBy('item')
      .select('item', 'value', 'text');
    expect(rows).to.deep.equal([
      { item: 'ces', value: 6, text: null },
      { item: 'comment', value: null, text: 'ممنون' },
      { item: 'csat', value: 4, text: null },
      { item: 'reasons.speed', value: 1, text: null },
    ]);
  });

  it('reminds once, and closes when no answer comes', async () => {
    // given
    const invitation = await asked();

    // when
    await harness.passDays(invitation, 6);
    await eventually(async () => mail.to(invitation.email).length === 2);
    await harness.passDays(invitation, 9);
    await harness.waitUntilEnded(invitation);

    // then
    expect(mail.to(invitation.email)).to.have.length(2);
    expect(await state(invitation)).to.equal('not-answered');
    expect((await read(invitation.token)).state).to.equal('closed');
    expect((await answer(invitation.token, ANSWER)).status).to.equal(409);
  });

  it('takes an answer after the reminder', async () => {
    // given
    const invitation = await asked('servqual');
    await harness.passDays(invitation, 6);

    // when
    const { status } = await answer(invitation.token, { e1: 7, p1: 5 });

    // then
    expect(status).to.equal(200);
    await harness.waitUntilEnded(invitation);
    expect(await state(invitation)).to.equal('answered');
  });

  it('refuses an answer that does not fit the questions, and goes on waiting', async () => {
    // given
    const invitation = await asked();

    // when
    const wrong = await answer(invitation.token, { csat: 6, nonsense: 1 });
    const { status } = await answer(invitation.token, { csat: 5 });

    // then
    expect([wrong.status, wrong.body.code]).to.deep.equal([400, 'invalid-input']);
    expect(status).to.equal(200);
    await harness.waitUntilEnded(invitation);
  });

  it('asks nobody outside the sample, and a case once', async () => {
    // given
    const email = `${randomUUID()}@example.org`;
    const request = await aRequest(harness.database.db, { contact_email: email });
    await harness.database.db('surveys').update({ sample_percent: 0 });

    // when
    const outside = await start(request.id);
    await harness.database.db('surveys').update({ sample_percent: 100 });
    await start(request.id);
    await start(request.id);

    // then
    const rows = await harness.database.db('survey_invitations').where({ request_id: request.id });
    expect(outside.invited).to.equal(false);
    expect(rows).to.have.length(1);
    await eventually(async () => mail.to(email).length === 1);
    const token = /survey#token=([\w-]+)/.exec(mail.to(email)[0] ?? '')?.[1] ?? '';
    await answer(token, ANSWER);
    await harness.waitUntilEnded({ id: String(rows[0].id) });
  });

  it('runs all of this without an incident', () => harness.expectNoIncident());
});
