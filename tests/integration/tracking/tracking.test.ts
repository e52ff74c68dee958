import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { beforeEach, describe, it } from 'mocha';
import { closingRulesProvider, type RequestsService } from '#api/modules/requests/index.ts';
import { identifier, signedLinks } from '#api/modules/tracking/index.ts';
import { type TrackingService, trackingService } from '#api/modules/tracking/tracking.service.ts';
import { trackingView } from '#api/modules/tracking/tracking.view.ts';
import type { TrackRequest } from '#common/contract/index.ts';
import { someKey } from '#tests/support/fixtures/builders.ts';
import { aFiling, aRequestsService } from '#tests/support/fixtures/requests-service.ts';
import { unlimitedAttempts } from '#tests/support/fixtures/unlimited-attempts.ts';
import { useDatabase } from '#tests/support/hooks/use-database.ts';

const DAY_MS = 86_400_000;
const LINK_DAYS = 120;

const codeOf = async (attempt: Promise<unknown>): Promise<unknown> =>
  attempt.then(
    () => 'accepted',
    (thrown: { code?: unknown }) => thrown.code ?? thrown,
  );

describe('following a request', () => {
  const database = useDatabase();
  let requests: RequestsService;
  let tracking: TrackingService;
  let now: Date;
  const clock = { now: () => now };
  const links = signedLinks({ secret: 'x'.repeat(32), publicUrl: 'https://example.org/', clock });

  beforeEach(() => {
    now = new Date();
    requests = aRequestsService(database.db, { clock });
    const { db } = database;
    const view = trackingView({ db, clock, rules: closingRulesProvider({ db }) });
    const identify = identifier({ db, clock, links });
    tracking = trackingService({ requests, view, identify: (by) => identify(by, unlimitedAttempts) });
  });

  /** A request with both ways to prove that it is one's own. */
  async function aFollowedRequest(): Promise<{ id: string; by: TrackRequest }> {
    const { id, trackingCode } = await requests.register(
      aFiling({ applicant: { name: 'سارا احمدی', mobile: '09121234567', email: 'Sara@Example.org' } }),
    );
    return { id, by: { trackingCode, secondFactor: '4567' } };
  }

  async function submit(requestId: string, data: Record<string, unknown>): Promise<void> {
    await database.db('task_submissions').insert({
      id: randomUUID(),
      task_key: someKey(),
      request_id: requestId,
      element_id: 'Task_HandleRequest',
      form_key: 'citizen-request/handle',
      data,
      submitted_by: 'caseworker.rmto',
      submitted_at: now,
      state: 'accepted',
    });
  }

  const step = () => ({ onceKey: randomUUID() });
  const route = (requestId: string) =>
    requests.steps.recordRouting({
      requestId,
      department: 'rmto-tehran',
      priority: 'normal',
      rule: 'r',
      ...step(),
    });
  async function ask(requestId: string): Promise<void> {
    await submit(requestId, { decision: 'ask-citizen', question: 'کدام سمت جاده؟' });
    await requests.steps.askCitizen({ requestId, ...step() });
  }
  async function answer(requestId: string): Promise<void> {
    await submit(requestId, { decision: 'answer', outcome: 'resolved', text: 'چاله پر شد.' });
    await requests.steps.deliverAnswer({ requestId, ...step() });
  }

  it('opens with the code in any spelling and the last digits of the mobile, the e-mail, or the link', async () => {
    // given
    const { id, by } = await aFollowedRequest();
    const { trackingCode } = by as { trackingCode: string };
    const persian = trackingCode.replace(/./g, (digit) => String.fromCharCode(0x6f0 + Number(digit)));
    const token = links.linkTo(id).split('#token=')[1] ?? '';
    // when
    const opened = await Promise.all([
      tracking.track(by),
      tracking.track({ trackingCode: `${persian.slice(0, 4)}-${persian.slice(4)}`, secondFactor: '۴۵۶۷' }),
      tracking.track({ trackingCode, secondFactor: ' sara@example.ORG ' }),
      tracking.track({ token }),
    ]);
    // then
    for (const request of opened) expect(request.trackingCode).to.equal(trackingCode);
    expect(links.linkTo(id)).to.match(/^https:\/\/example\.org\/track#token=[\w-]+$/);
  });

  it('answers an unknown code, a wrong second factor and a bad link alike', async () => {
    // given
    const { id, by } = await aFollowedRequest();
    const { trackingCode } = by as { trackingCode: string };
    const token = links.tokenFor(id);
    const other = signedLinks({ secret: 'y'.repeat(32), publicUrl: 'https://example.org', clock });
    const tries: TrackRequest[] = [
      { trackingCode: '123456789012', secondFactor: '4567' },
      { trackingCode, secondFactor: '4568' },
      { trackingCode, secondFactor: '34567' },
      { trackingCode, secondFactor: '' },
      { token: other.tokenFor(id) },
      { token: `${token.startsWith('A') ? 'B' : 'A'}${token.slice(1)}` },
      { token: 'A'.repeat(72) },
    ];
    // when
    const codes = await Promise.all(tries.map((by) => codeOf(tracking.track(by))));
    // then
    expect(new Set(codes)).to.deep.equal(new Set(['request-not-found']));
  });

  it('does not open to an empty second factor when the request has no contact', async () => {
    // given
    const { trackingCode } = await requests.register(
      aFiling({ channel: 'in-person', applicant: { name: 'سارا' } }),
    );
    // when
    const codes = [
      await codeOf(tracking.track({ trackingCode, secondFactor: '' })),
      await codeOf(tracking.track({ trackingCode, secondFactor: '    ' })),
    ];
    // then
    expect(codes).to.deep.equal(['request-not-found', 'request-not-found']);
  });

  it('ends when the link is old', async () => {
    // given
    const { id } = await aFollowedRequest();
    const token = links.tokenFor(id);
    // when
    now = new Date(now.getTime() + (LINK_DAYS + 1) * DAY_MS);
    // then
    expect(await codeOf(tracking.track({ token }))).to.equal('request-not-found');
  });

  it('shows what happened, and nothing of people, staff or routing', async () => {
    // given
    const { id, by } = await aFollowedRequest();
    await route(id);
    await answer(id);
    // when
    const tracked = await tracking.track(by);
    // then
    expect(tracked).to.include({
      status: 'answered',
      outcome: 'resolved',
      answer: 'چاله پر شد.',
      overdue: false,
    });
    expect(tracked.department.slug).to.equal('rmto-tehran');
    expect(tracked.steps.map(({ kind }) => kind)).to.deep.equal(['received', 'in-progress', 'answered']);
    expect(JSON.stringify(tracked)).not.to.match(/caseworker|9121234567|sara|احمدی/i);
  });

  it('lets the citizen answer a question, once', async () => {
    // given
    const { id, by } = await aFollowedRequest();
    await route(id);
    await ask(id);
    const asked = await tracking.track(by);
    // when
    const replied = await tracking.reply({ track: by, text: 'سمت راست، كنار پل' });
    // then
    expect(asked).to.include({ question: 'کدام سمت جاده؟', canReply: true, status: 'waiting-citizen' });
    expect(replied).to.include({ question: null, canReply: false });
    expect(replied.steps.at(-1)).to.include({ kind: 'reply', text: 'سمت راست، کنار پل' });
    const messages = await database.db('outbox').where({ request_id: id, kind: 'message' });
    expect(messages.map((message) => [message.message_name, message.correlation_key])).to.deep.equal([
      ['citizen-replied', id],
    ]);
    expect(await codeOf(tracking.reply({ track: by, text: 'باز هم' }))).to.equal('step-not-legal');
  });

  it('lets the citizen confirm the answer, once', async () => {
    // given
    const { id, by } = await aFollowedRequest();
    await route(id);
    await answer(id);
    // when
    const confirmed = await tracking.giveFeedback({ track: by, satisfied: true });
    // then
    expect(confirmed).to.include({ canConfirm: false, canReopen: false });
    const message = await database.db('outbox').where({ request_id: id, kind: 'message' }).first();
    expect(message).to.deep.include({
      message_name: 'citizen-feedback',
      variables: { feedback: 'confirmed' },
    });
    expect(
      await codeOf(tracking.giveFeedback({ track: by, satisfied: false, reopen: true, text: 'نه' })),
    ).to.equal('step-not-legal');
  });

  it('takes one of two replies that come at the same moment', async () => {
    // given
    const { id, by } = await aFollowedRequest();
    await route(id);
    await ask(id);
    // when
    const codes = await Promise.all([1, 2, 3].map(() => codeOf(tracking.reply({ track: by, text: 'سلام' }))));
    // then
    expect(codes.sort()).to.deep.equal(['accepted', 'step-not-legal', 'step-not-legal']);
    expect(await database.db('outbox').where({ request_id: id, kind: 'message' })).to.have.length(1);
  });
});
