import { expect } from 'chai';
import { afterEach, before, beforeEach, describe, it } from 'mocha';
import { signedLinks } from '#api/modules/tracking/index.ts';
import { apiVariables } from '#tests/support/api.ts';
import type { CallResponse } from '#tests/support/api-caller.ts';
import { useApi } from '#tests/support/hooks/use-api.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const RIGHT = '4567';
const ANALYST = 'analyst.second';

const FILING = {
  service: 'road-safety-signs',
  text: 'تابلوی هشدار افتاده است.',
  applicant: { name: 'سارا احمدی', mobile: '09121234567' },
  place: { province: 'tehran' },
  answers: { road: 'جاده قدیم قم' },
};

describe('wrong second factors', () => {
  let now: Date;
  const clock = { now: () => now };

  before(() => {
    now = new Date();
  });

  const { database, call } = useApi({
    clock,
    config: { ENGINE_RECORDS_PORT: 0, TRUST_PROXY: 1, TRACK_PER_QUARTER: 12 },
  });

  let code: string;
  let id: string;
  beforeEach(async () => {
    const { body } = await call('POST', '/api/requests', FILING);
    [code, id] = [body.trackingCode, body.id];
  });
  afterEach(async () => {
    await database.db('rate_limits').delete();
  });

  let last = 0;
  const anotherAddress = () => `198.51.${(last += 1) >> 8}.${last & 255}`;
  const from = (address: string) => ({ headers: { 'x-forwarded-for': address } });
  const lookUp = (secondFactor: string, trackingCode = code, address = anotherAddress()) =>
    call('POST', '/api/track', { trackingCode, secondFactor }, from(address));
  const statusesOf = (answers: readonly CallResponse[]) => answers.map(({ status }) => status);

  async function inTurn(times: number, act: (n: number) => Promise<CallResponse>): Promise<CallResponse[]> {
    const answers: CallResponse[] = [];
    for (let n = 0; n < times; n += 1) answers.push(await act(n));
    return answers;
  }
  const shut = (trackingCode = code) => inTurn(10, () => lookUp('0000', trackingCode));

  it('shut a code for an hour after ten, wherever they come from; afterwards the right one opens it', async () => {
    // given
    const wrong = await shut();

    // when
    const right = await lookUp(RIGHT);
    now = new Date(now.getTime() + HOUR_MS + 1000);
    const later = await lookUp(RIGHT);

    // then
    expect(new Set(statusesOf(wrong))).to.deep.equal(new Set([404]));
    expect([right.status, right.body.code]).to.deep.equal([429, 'too-many-attempts']);
    expect(Number(right.headers.get('retry-after'))).to.be.within(3500, 3600);
    expect(later.status).to.equal(200);
  });

  it('shut a code for the rest of a day after thirty', async () => {
    // given
    const hour = async () => {
      const statuses = statusesOf(await shut());
      now = new Date(now.getTime() + HOUR_MS + 1000);
      return statuses;
    };
    const wrong = [...(await hour()), ...(await hour()), ...(await hour())];

    // when
    const right = await lookUp(RIGHT);
    now = new Date(now.getTime() + 24 * HOUR_MS);
    const nextDay = await lookUp(RIGHT);

    // then
    expect(new Set(wrong)).to.deep.equal(new Set([404]));
    expect(right.status).to.equal(429);
    expect(nextDay.status).to.equal(200);
  });

  it('are answered alike when a code is shut: right ones, wrong ones, and codes that do not exist', async () => {
    // given
    const nobodys = '123456789012';
    await shut();
    await shut(nobodys);

    // when
    const answers = [await lookUp(RIGHT), await lookUp('0000'), await lookUp(RIGHT, nobodys)];

    // then
    const told = answers.map(({ status, body, headers }) => ({
      status,
      body: { ...body, instance: '' },
      headers: [...headers.keys()].sort(),
      left: headers.get('ratelimit-remaining'),
    }));
    expect(told[0]?.status).to.equal(429);
    expect(told[1]).to.deep.equal(told[0]);
    expect(told[2]).to.deep.equal(told[0]);
  });

  it('leave the signed link of a shut code open', async () => {
    // given
    await shut();
    const { SIGNING_SECRET: secret, PUBLIC_URL: publicUrl } = apiVariables(database);
    const token = signedLinks({ secret, publicUrl, clock }).tokenFor(id);

    // when
    const { status, body } = await call('POST', '/api/track', { token });

    // then
    expect([status, body.trackingCode]).to.deep.equal([200, code]);
  });

  it('count for a code whatever they are given for', async () => {
    // given
    const track = () => ({ trackingCode: code, secondFactor: '0000' });
    await inTurn(4, () => lookUp('0000'));
    await inTurn(3, () => call('POST', '/api/track/withdraw', { track: track() }, from(anotherAddress())));
    await inTurn(3, () =>
      call('POST', '/api/requests', { ...FILING, follows: track() }, from(anotherAddress())),
    );

    // when
    const right = await lookUp(RIGHT);

    // then
    expect(right.status).to.equal(429);
  });

  it('do not slip through when they come at the same moment', async () => {
    // when
    const answers = await Promise.all(Array.from({ length: 40 }, () => lookUp('0000')));

    // then
    const wrong = statusesOf(answers).filter((status) => status === 404);
    expect(wrong).to.have.length(10);
  });

  it('are all that counts: right ones do not', async () => {
    // when
    const mine = await inTurn(15, () => lookUp(RIGHT, code, '203.0.113.9'));

    // then
    expect(new Set(statusesOf(mine))).to.deep.equal(new Set([200]));
    expect(mine.at(-1)?.headers.get('ratelimit-remaining')).to.equal('12');
  });

  it('let an address wait, of IPv6 a whole /56, for that purpose alone', async () => {
    // given
    const inNetwork = (n: number) => `2001:db8:1:22${n.toString(16).padStart(2, '0')}::${n}`;
    await inTurn(12, (n) => lookUp('0000', String(100000000000 + n), inNetwork(n)));

    // when
    const lookedUp = await lookUp(RIGHT, code, inNetwork(200));
    const neighbour = await lookUp(RIGHT, code, '2001:db8:1:2300::1');
    const track = { trackingCode: code, secondFactor: RIGHT };
    const step = await call('POST', '/api/track/withdraw', { track }, from(inNetwork(201)));
    const followUp = await call('POST', '/api/requests', { ...FILING, follows: track }, from(inNetwork(202)));
    const code6 = { id: '00000000-0000-7000-8000-000000000000', code: '000000' };
    const optIn = await call('POST', '/api/alert-subscriptions/confirm', code6, from(inNetwork(203)));
    const end = await call(
      'POST',
      `/api/alert-subscriptions/end?token=${'x'.repeat(40)}`,
      undefined,
      from(inNetwork(204)),
    );

    // then
    expect([lookedUp.status, lookedUp.body.code]).to.deep.equal([429, 'too-many-attempts']);
    expect(neighbour.status).to.equal(200);
    expect(statusesOf([step, followUp, optIn, end])).to.deep.equal([200, 201, 422, 404]);
  });

  it('leave codes alone once their address has to wait', async () => {
    // given
    const address = '203.0.113.77';
    await inTurn(12, (n) => lookUp('0000', String(100000000000 + n), address));

    // when
    await inTurn(15, () => lookUp('0000', code, address));
    const right = await lookUp(RIGHT);

    // then
    expect(right.status).to.equal(200);
  });

  it('of who is signed in count for the person, from any address, and are all put on record', async () => {
    // given
    const guess = (n: number) =>
      call(
        'POST',
        '/api/requests',
        { ...FILING, follows: { trackingCode: String(100000000000 + n), secondFactor: '9731' } },
        { as: ANALYST, ...from(anotherAddress()) },
      );

    // when
    const answers = await inTurn(14, guess);
    const right = await call(
      'POST',
      '/api/requests',
      { ...FILING, follows: { trackingCode: code, secondFactor: RIGHT } },
      { as: ANALYST, ...from(anotherAddress()) },
    );

    // then
    expect(statusesOf(answers)).to.deep.equal([...Array<number>(12).fill(404), 429, 429]);
    expect(right.status).to.equal(429);
    const told = await database.db('audit_log').where({ action: 'second-factor.wrong' }).orderBy('seq');
    expect(told).to.have.length(12);
    expect(told[0]).to.deep.include({
      actor: ANALYST,
      object_kind: 'tracking-code',
      object_id: '100000000000',
      details: { purpose: 'follow-up' },
      result: 'refused',
    });
    expect(JSON.stringify(told.map(({ details }) => details))).not.to.include('9731');
  });

  it('of an account shut a code as those of strangers do', async () => {
    // given
    const guess = (secondFactor: string) =>
      call(
        'POST',
        '/api/requests',
        { ...FILING, follows: { trackingCode: code, secondFactor } },
        { as: 'analyst' },
      );
    await inTurn(10, (n) => guess(`000${n}`));

    // when
    const right = await guess(RIGHT);

    // then
    expect([right.status, right.body.code]).to.deep.equal([429, 'too-many-attempts']);
  });
});
