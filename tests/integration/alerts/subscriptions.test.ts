import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { OptInStarted, Subscription } from '#common/contract/index.ts';
import { aMailServer } from '#tests/support/fakes/mail-server.ts';
import { useApi } from '#tests/support/hooks/use-api.ts';
import { useDatabase } from '#tests/support/hooks/use-database.ts';
import { useFixture } from '#tests/support/hooks/use-fixture.ts';
import { peopleClient } from '#tests/support/people/people-client.ts';
import { eventually } from '#tests/support/wait.ts';

const WISHES = {
  topics: ['road-closed', 'weather'],
  provinces: ['tehran', 'alborz'],
  quietHours: { from: '22:00', to: '07:00' },
  locale: 'fa',
};

describe('subscriptions to alerts', function () {
  this.timeout(120_000);
  const database = useDatabase();
  const mail = useFixture(aMailServer, (server) => server.close());
  const { api } = useApi({ database, config: () => ({ SMTP_URL: mail.url }) });
  const people = peopleClient(api);

  const anAddress = () => `${randomUUID()}@example.org`;
  const optIn = (address: string, wishes: object = WISHES, channel = 'email') =>
    people.call<OptInStarted>('POST', '/alert-subscriptions', { channel, address, wishes });
  const confirm = (id: string, code: string) =>
    people.call<Subscription>('POST', '/alert-subscriptions/confirm', { id, code });
  const codeFor = async (address: string, nth = 0) =>
    /کد تأیید شما: (\d{6})/.exec(await eventually(async () => mail.to(address)[nth]))?.[1] ?? '';

  async function subscribed(address = anAddress()): Promise<Subscription> {
    const { body } = await optIn(address);
    const confirmed = await confirm(body.id, await codeFor(address));
    expect(confirmed.status).to.equal(200);
    return confirmed.body;
  }

  it('begin with the code that was sent to the address, in any digits, with the time of the consent', async () => {
    // given
    const address = anAddress();
    const { status, body } = await optIn(address);
    const code = await codeFor(address);
    const persian = code.replace(/\d/g, (digit) => '۰۱۲۳۴۵۶۷۸۹'[Number(digit)] ?? '');

    // when
    const { body: subscription } = await confirm(body.id, persian);

    // then
    expect(status).to.equal(202);
    expect(subscription.wishes).to.deep.equal({ ...WISHES, provinces: ['alborz', 'tehran'] });
    expect(subscription.maskedAddress).to.equal(`${address.slice(0, 2)}…@example.org`);
    expect(Date.parse(subscription.consentedAt)).to.be.closeTo(Date.now(), 86_400_000 * 30);
  });

  it('do not begin with a wrong code, nor with the right one after five wrong ones', async () => {
    // given
    const address = anAddress();
    const { body } = await optIn(address);
    const code = await codeFor(address);
    const wrong = code === '000000' ? '111111' : '000000';

    // when
    for (let tries = 0; tries < 5; tries += 1) expect((await confirm(body.id, wrong)).status).to.equal(422);
    const late = await confirm(body.id, code);

    // then
    expect([late.status, late.body.code]).to.deep.equal([422, 'code-not-valid']);
    expect(await database.db('alert_subscriptions').where({ address })).to.be.empty;
  });

  it('answer alike for an address that is known, and have one row for it', async () => {
    // given
    const address = anAddress();
    await subscribed(address);

    // when
    const shouted = `${address.slice(0, address.indexOf('@')).toUpperCase()}@example.org`;
    const again = await optIn(shouted, { ...WISHES, topics: ['transport'] });
    const { body } = await confirm(again.body.id, await codeFor(shouted));

    // then
    expect(again.status).to.equal(202);
    expect(body.wishes.topics).to.deep.equal(['transport']);
    const rows = await database.db('alert_subscriptions').whereRaw('lower(address) = ?', [address]);
    expect(rows).to.have.length(1);
  });

  it('send an address no more than five codes an hour', async () => {
    // given
    const address = anAddress();
    for (let n = 0; n < 5; n += 1) await optIn(address);

    // when
    const { status, body } = await optIn(address);

    // then
    expect([status, body.code]).to.deep.equal([429, 'too-many-codes']);
  });

  it('say honestly that there is no SMS yet', async () => {
    // when
    const options = await people.call<{ channels: string[] }>('GET', '/alert-subscriptions/options');
    const { status, body } = await optIn('09121234567', WISHES, 'sms');

    // then
    expect(options.body.channels).to.deep.equal(['email']);
    expect([status, body.code]).to.deep.equal([422, 'channel-not-available']);
  });

  it('are changed by the signed link', async () => {
    // given
    const { token } = await subscribed();
    const wishes = { topics: ['urban-plan'], provinces: [], quietHours: null, locale: 'en' };

    // when
    const changed = await people.call<Subscription>('PUT', '/alert-subscriptions', { token, wishes });

    // then
    expect(changed.status).to.equal(200);
    const { body } = await people.call<Subscription>('POST', '/alert-subscriptions/read', { token });
    expect(body.wishes).to.deep.equal(wishes);
  });

  it('end by a bare POST, as mail programs do; then the address is gone', async () => {
    // given
    const address = anAddress();
    const { token, endToken } = await subscribed(address);
    const end = () =>
      fetch(`${api.url}/api/alert-subscriptions/end?token=${endToken}`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: 'List-Unsubscribe=One-Click',
      });

    // when
    const [first, second] = [await end(), await end()];

    // then
    expect([first.status, second.status]).to.deep.equal([204, 204]);
    const read = await people.call('POST', '/alert-subscriptions/read', { token });
    expect([read.status, read.body.code]).to.deep.equal([404, 'subscription-not-found']);
    expect(await database.db('alert_subscriptions').where({ address })).to.be.empty;
  });

  it('cannot be read or changed by the token of the link that ends them', async () => {
    // given
    const { token, endToken } = await subscribed();
    const wishes = { topics: ['urban-plan'], provinces: [], quietHours: null, locale: 'en' };

    // when
    const read = await people.call('POST', '/alert-subscriptions/read', { token: endToken });
    const change = await people.call('PUT', '/alert-subscriptions', { token: endToken, wishes });

    // then
    for (const { status, body } of [read, change])
      expect([status, body.code]).to.deep.equal([404, 'subscription-not-found']);
    const { body } = await people.call<Subscription>('POST', '/alert-subscriptions/read', { token });
    expect(body.wishes.topics).to.deep.equal(['road-closed', 'weather']);
  });

  it('end by the link of earlier messages too, which held the one token for everything', async () => {
    // given
    const { token } = await subscribed();

    // when
    const ended = await fetch(`${api.url}/api/alert-subscriptions/end?token=${token}`, { method: 'POST' });

    // then
    expect(ended.status).to.equal(204);
    expect((await people.call('POST', '/alert-subscriptions/read', { token })).status).to.equal(404);
  });

  it('send no sixth code, though they are asked for at the same moment and by other spellings', async () => {
    // given
    const [name, domain] = anAddress().split('@');

    // when
    const asked = await Promise.all(Array.from({ length: 12 }, (_, n) => optIn(`${name}+${n}@${domain}`)));

    // then
    const statuses = asked.map(({ status }) => status);
    expect(statuses.filter((status) => status === 202)).to.have.length(5);
    expect(statuses.filter((status) => status === 429)).to.have.length(7);
  });

  it('take no token of another purpose', async () => {
    const token = Buffer.alloc(54, 7).toString('base64url');
    const { status } = await people.call('POST', '/alert-subscriptions/read', { token });
    expect(status).to.equal(404);
  });
});
