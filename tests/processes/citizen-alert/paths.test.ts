import { expect } from 'chai';
import { beforeEach, describe, it } from 'mocha';
import { useFixture } from '#tests/support/hooks/use-fixture.ts';
import { eventually } from '#tests/support/wait.ts';
import {
  APPROVE,
  APPROVER,
  AUTHOR,
  CONFIRM,
  NATIONAL_APPROVER,
  openAlertHarness,
  PUBLIC_RELATIONS,
  tehranTime,
} from './alert-harness.ts';

/** Supervises the department that approves, and public relations. */
const ABOVE = 'deputy.ministry';

describe('citizen-alert', function () {
  this.timeout(120_000);
  const desk = useFixture(openAlertHarness, (made) => made.close());

  beforeEach(async () => {
    await desk.limits();
    desk.mail.answerWith(250);
  });

  /** Two provinces, one of them its own, so that no other test's people are in the audience. */
  const AREAS = [
    'alborz',
    'ardabil',
    'bushehr',
    'fars',
    'gilan',
    'golestan',
    'ilam',
    'kerman',
    'qom',
    'semnan',
    'yazd',
  ];
  const anArea = () => ({ provinces: ['hormozgan', AREAS.shift() ?? ''] });

  it('reaches everybody who asked for it in waves, once each, and reports', async () => {
    // given
    await desk.limits({ wave_size: 2 });
    const persian = await desk.subscribers(4, { topics: ['road-works'] });
    const english = await desk.subscriber({ topics: ['road-works'], locale: 'en', provinces: [] });
    const elsewhere = await desk.subscriber({ topics: ['road-works'], provinces: ['yazd'] });
    const byMobile = await desk.subscriber({ topics: ['road-works'], channel: 'sms' });

    // when
    const alert = await desk.approved({ kind: 'road-works' });
    await desk.runsToItsEnd(alert);

    // then
    const sent = await desk.becomes(alert, 'sent');
    expect(sent.audience).to.equal(6);
    expect(sent.report).to.deep.include({ sent: 5, queued: 0, waiting: 0, unreached: 0, failed: [] });
    expect(sent.report?.skipped).to.deep.equal([{ reason: 'no-sms-gateway', count: 1 }]);
    for (const { email } of persian) expect(desk.mail.to(email)).to.have.length(1);
    expect(desk.mail.to(english.email).join()).to.include('Chalus road is closed');
    expect(desk.mail.to(elsewhere.email)).to.be.empty;
    expect(await desk.deliveryOf(alert, byMobile)).to.equal('skipped: no-sms-gateway');
  });

  it('is sent with a link for mail programs that ends the subscription, and can do nothing else', async () => {
    // given
    const area = anArea();
    const person = await desk.subscriber({ topics: ['road-works'], provinces: area.provinces });
    await desk.runsToItsEnd(await desk.approved({ kind: 'road-works', ...area }));
    const [mail = ''] = desk.mail.to(person.email);
    const link = /List-Unsubscribe:\s+<[^>]*(\/api\/[^>]+token=([^>]+))>/.exec(mail);
    const token = link?.[2];

    // when
    const read = await desk.harness.people.call('POST', '/alert-subscriptions/read', { token });
    const end = await fetch(`${desk.harness.url}${link?.[1]}`, { method: 'POST' });

    // then
    expect(mail).to.include('List-Unsubscribe-Post: List-Unsubscribe=One-Click');
    expect([read.status, read.body.code]).to.deep.equal([404, 'subscription-not-found']);
    expect(end.status).to.equal(204);
    expect(mail).to.include(`/alerts/unsubscribe#token=${token}`);
  });

  it('is rejected with a reason that its author reads, and reaches nobody', async () => {
    // given
    const person = await desk.subscriber({});
    const alert = await desk.submitted();

    // when
    await desk.harness.claimAndComplete(alert, APPROVE, APPROVER, {
      decision: 'reject',
      reason: 'جاده باز شده است.',
    });

    // then
    await desk.harness.waitUntilEnded(alert);
    const rejected = await desk.becomes(alert, 'rejected');
    expect(rejected.events.at(-1)).to.deep.include({ kind: 'rejected', note: 'جاده باز شده است.' });
    expect(desk.mail.to(person.email)).to.be.empty;
  });

  it('is not approved by its author: neither through the api nor past it', async () => {
    // given
    const alert = await desk.submitted();
    const { key, version } = await desk.harness.taskOf(alert, APPROVE, AUTHOR);

    // when
    const claim = await desk.harness.people.call(
      'POST',
      `/tasks/${key}/claim`,
      { expectedVersion: version },
      { as: AUTHOR },
    );
    await desk.harness.people.call(
      'POST',
      `/tasks/${key}/assign`,
      { expectedVersion: version, assignee: AUTHOR },
      { as: 'supervisor.rmto-tehran' },
    );
    await desk.completePastTheApi(alert, APPROVE, 'approve');

    // then
    expect(claim.status).to.equal(403);
    expect(claim.body.code).to.equal('conflict-of-interest');
    const again = await desk.harness.taskOf(alert, APPROVE, APPROVER);
    expect(again.key).not.to.equal(key);
    expect(again.assignee).to.equal(null);
    expect((await desk.read(alert)).events.map(({ kind }) => kind)).to.include('decision-void');
    expect(await desk.withdraw(alert)).to.equal(200);
    await desk.harness.waitUntilEnded(alert);
  });

  it('waits for public relations above the limit, and goes on when they confirm', async () => {
    // given
    const area = anArea();
    await desk.limits({ confirm_above: 0 });
    const person = await desk.subscriber({ topics: ['weather'], provinces: [area.provinces[1] ?? ''] });
    const alert = await desk.approved({ kind: 'weather', ...area });
    await desk.becomes(alert, 'awaiting-confirmation');

    // when
    await desk.completePastTheApi(alert, CONFIRM, 'approve');
    await desk.harness.claimAndComplete(alert, CONFIRM, PUBLIC_RELATIONS, { decision: 'approve' });
    await desk.runsToItsEnd(alert);

    // then
    await desk.becomes(alert, 'sent');
    expect(desk.mail.to(person.email)).to.have.length(1);
  });

  it('is not confirmed by who approved it: neither through the api nor past it', async () => {
    // given
    await desk.limits({ confirm_above: 0 });
    const area = anArea();
    await desk.subscriber({ topics: ['weather'], provinces: [area.provinces[1] ?? ''] });
    const alert = await desk.submitted({ kind: 'weather', ...area });
    await desk.harness.claimAndComplete(alert, APPROVE, ABOVE, { decision: 'approve' });

    // when
    const own = await desk.harness.people.claim(await desk.harness.taskOf(alert, CONFIRM, ABOVE), ABOVE);
    await desk.sends(alert, CONFIRM, ABOVE, { decision: 'approve' });
    await desk.completePastTheApi(alert, CONFIRM, 'approve');

    // then
    expect([own.status, own.body.code]).to.deep.equal([403, 'four-eyes-violation']);
    await eventually(async () =>
      (await desk.read(alert)).events.some(({ kind }) => kind === 'decision-void'),
    );
    await desk.harness.claimAndComplete(alert, CONFIRM, PUBLIC_RELATIONS, { decision: 'approve' });
    await desk.runsToItsEnd(alert);
    await desk.becomes(alert, 'sent');
  });

  it('is not sent when public relations stop it', async () => {
    // given
    const area = anArea();
    await desk.limits({ confirm_above: 0 });
    const person = await desk.subscriber({ topics: ['weather'], provinces: [area.provinces[1] ?? ''] });
    const alert = await desk.approved({ kind: 'weather', ...area });

    // when
    await desk.harness.claimAndComplete(alert, CONFIRM, PUBLIC_RELATIONS, {
      decision: 'reject',
      reason: 'لازم نیست.',
    });

    // then
    await desk.harness.waitUntilEnded(alert);
    await desk.becomes(alert, 'stopped');
    expect(desk.mail.to(person.email)).to.be.empty;
  });

  it('is rejected when the approver rejected it, whatever the process was told', async () => {
    // given
    const alert = await desk.submitted();
    await desk.sends(alert, APPROVE, APPROVER, { decision: 'reject', reason: 'جاده باز شده است.' });

    // when
    await desk.completePastTheApi(alert, APPROVE, 'approve');

    // then
    await desk.harness.waitUntilEnded(alert);
    const rejected = await desk.becomes(alert, 'rejected');
    expect(rejected.events.at(-1)).to.deep.include({ kind: 'rejected', note: 'جاده باز شده است.' });
  });

  it('is stopped when public relations stopped it, whatever the process was told', async () => {
    // given
    const area = anArea();
    await desk.limits({ confirm_above: 0 });
    const person = await desk.subscriber({ topics: ['weather'], provinces: [area.provinces[1] ?? ''] });
    const alert = await desk.approved({ kind: 'weather', ...area });
    await desk.sends(alert, CONFIRM, PUBLIC_RELATIONS, { decision: 'reject', reason: 'لازم نیست.' });

    // when
    await desk.completePastTheApi(alert, CONFIRM, 'approve');

    // then
    await desk.harness.waitUntilEnded(alert);
    await desk.becomes(alert, 'stopped');
    expect(desk.mail.to(person.email)).to.be.empty;
  });

  it('waits for public relations above the limit of the table, whatever the process was told', async () => {
    // given
    const area = anArea();
    await desk.limits({ confirm_above: 0 });
    const person = await desk.subscriber({ topics: ['weather'], provinces: [area.provinces[1] ?? ''] });
    const alert = await desk.submitted({ kind: 'weather', ...area });
    await desk.setVariables(alert, { confirmAbove: 1_000_000_000, large: false });

    // when
    await desk.harness.claimAndComplete(alert, APPROVE, NATIONAL_APPROVER, { decision: 'approve' });

    // then
    await desk.becomes(alert, 'awaiting-confirmation');
    await desk.harness.waitUntilAt(alert, CONFIRM);
    expect(desk.mail.to(person.email)).to.be.empty;
    expect(await desk.withdraw(alert)).to.equal(200);
    await desk.harness.waitUntilEnded(alert);
  });

  it('waits until the quiet hours of a person end; an emergency does not', async () => {
    // given
    const area = anArea();
    const quietHours = { from: tehranTime(-1), to: tehranTime(3) };
    const person = await desk.subscriber({ provinces: [area.provinces[1] ?? ''], quietHours });
    const alert = await desk.approved(area);
    await desk.harness.waitUntilAt(alert, 'Event_QuietHoursEnd');
    const emergency = await desk.approved({ ...area, severity: 'emergency' });
    await desk.runsToItsEnd(emergency);
    const inQuiet = desk.mail.to(person.email).length;

    // when
    await desk.harness.passHours(alert, 4);
    await desk.runsToItsEnd(alert);

    // then
    expect(inQuiet).to.equal(1);
    expect(desk.mail.to(person.email)).to.have.length(2);
    expect(await desk.deliveryOf(alert, person)).to.equal('sent');
  });

  it('gives a person so many alerts a day and no more, emergencies aside', async () => {
    // given
    const area = anArea();
    await desk.limits({ daily_quota: 1 });
    const person = await desk.subscriber({ provinces: [area.provinces[1] ?? ''] });
    const first = await desk.approved(area);
    await desk.runsToItsEnd(first);

    // when
    const second = await desk.approved(area);
    await desk.runsToItsEnd(second);
    const emergency = await desk.approved({ ...area, severity: 'emergency' });
    await desk.runsToItsEnd(emergency);

    // then
    expect(await desk.deliveryOf(first, person)).to.equal('sent');
    expect(await desk.deliveryOf(second, person)).to.equal('skipped: daily-quota');
    expect(await desk.deliveryOf(emergency, person)).to.equal('sent');
  });

  it('is withdrawn by its author in the middle: who has not got it yet never does', async () => {
    // given
    const area = anArea();
    await desk.limits({ wave_size: 1 });
    const people = await desk.subscribers(3, { provinces: [area.provinces[1] ?? ''] });
    const alert = await desk.approved(area);
    await desk.harness.waitUntilAt(alert, 'Event_WavePause');

    // when
    const status = await desk.withdraw(alert);
    await desk.harness.waitUntilEnded(alert);

    // then
    expect(status).to.equal(200);
    const withdrawn = await desk.becomes(alert, 'withdrawn');
    expect(withdrawn.report?.unreached).to.equal(2);
    expect(people.flatMap(({ email }) => desk.mail.to(email)).length).to.be.at.most(1);
    expect(await desk.withdraw(alert)).to.equal(409);
  });

  it('is over when its validity ends: while nobody has decided, and while people sleep', async () => {
    // given
    const area = anArea();
    const quietHours = { from: tehranTime(-1), to: tehranTime(20) };
    const person = await desk.subscriber({ provinces: [area.provinces[1] ?? ''], quietHours });
    const validUntil = new Date(Date.parse((await desk.drafted()).createdAt) + 3 * 3_600_000).toISOString();
    const undecided = await desk.submitted({ ...area, validUntil });
    const asleep = await desk.approved({ ...area, validUntil });
    await desk.harness.waitUntilAt(asleep, 'Event_QuietHoursEnd');

    // when
    await desk.harness.passHours(undecided, 4);

    // then
    await desk.becomes(undecided, 'expired');
    await desk.becomes(asleep, 'expired');
    await desk.harness.waitUntilEnded(undecided);
    await desk.harness.waitUntilEnded(asleep);
    expect(await desk.deliveryOf(asleep, person)).to.equal('skipped: validity-ended');
    expect(desk.mail.to(person.email)).to.be.empty;
  });

  it('moves to the top of the queue while nobody decides', async () => {
    // given
    const alert = await desk.submitted();
    const { key } = await desk.harness.taskOf(alert, APPROVE, APPROVER);

    // when
    await desk.harness.passHours(alert, 5);

    // then
    await eventually(async () => {
      const row = await desk.harness.database.db('tasks').where({ task_key: key }).first();
      return row.priority_rank === 3;
    });
    expect(await desk.withdraw(alert)).to.equal(200);
    await desk.harness.waitUntilEnded(alert);
  });

  it('waits for a mail server that is away, and sends each mail once when it is back', async () => {
    // given
    const area = anArea();
    const person = await desk.subscriber({ provinces: [area.provinces[1] ?? ''] });
    desk.mail.answerWith(421);
    const alert = await desk.approved(area);
    await desk.harness.waitUntilAt(alert, 'Event_DeliveryPause');
    await eventually(async () => (await desk.deliveryOf(alert, person)) === 'queued: mail-server-away');

    // when
    desk.mail.answerWith(250);
    await eventually(async () => (await desk.deliveryOf(alert, person)) === 'sent');
    await desk.runsToItsEnd(alert);

    // then
    await desk.becomes(alert, 'sent');
    expect(desk.mail.to(person.email)).to.have.length(1);
  });

  it('runs all of this without an incident', () => desk.harness.expectNoIncident());
});
