import { expect } from 'chai';
import { afterEach, describe, it } from 'mocha';
import { startApi, type TestApi } from '#tests/support/api.ts';
import { type CallResponse, createCaller } from '#tests/support/api-caller.ts';
import { useDatabase } from '#tests/support/hooks/use-database.ts';

const UNKNOWN = { trackingCode: '000000000000', secondFactor: '0000' };

describe('limits', () => {
  const database = useDatabase();
  const nodes: TestApi[] = [];

  afterEach(async () => {
    await Promise.all(nodes.splice(0).map((node) => node.close()));
    await database.db('rate_limits').delete();
  });

  async function aNode(config: object) {
    const node = await startApi({ database, config: { ENGINE_RECORDS_PORT: 0, ...config } });
    nodes.push(node);
    return createCaller(node.url);
  }

  const codesOf = (answers: CallResponse[]) => answers.map(({ body }) => body.code);

  it('count wrong tries on all nodes together', async () => {
    // given
    const [first, second] = [await aNode({ TRACK_PER_QUARTER: 3 }), await aNode({ TRACK_PER_QUARTER: 3 })];

    // when
    const answers: CallResponse[] = [];
    for (const call of [first, second, first, second, first])
      answers.push(await call('POST', '/api/track', UNKNOWN));

    // then
    expect(answers.map(({ status }) => status).slice(3)).to.deep.equal([429, 429]);
    expect(new Set(codesOf(answers.slice(0, 3)))).to.deep.equal(new Set(['request-not-found']));
  });

  it('tell how much is left, and when to try again', async () => {
    // given
    const call = await aNode({ TRACK_PER_QUARTER: 2 });

    // when
    const first = await call('POST', '/api/track', UNKNOWN);
    await call('POST', '/api/track', UNKNOWN);
    const third = await call('POST', '/api/track', UNKNOWN);

    // then
    expect(first.headers.get('ratelimit-limit')).to.equal('2');
    expect(first.headers.get('ratelimit-remaining')).to.equal('1');
    expect([third.status, third.body.code]).to.deep.equal([429, 'too-many-attempts']);
    expect(Number(third.headers.get('retry-after'))).to.be.within(1, 15 * 60);
  });

  it('hold back filing from one address, but not agents who file for callers', async () => {
    // given
    const call = await aNode({ INTAKE_PER_MINUTE: 2 });

    // when
    const strangers: CallResponse[] = [];
    for (let index = 0; index < 3; index += 1) strangers.push(await call('POST', '/api/requests', {}));
    const agent = await call('POST', '/api/requests', {}, { as: 'agent' });

    // then
    expect(codesOf(strangers)).to.deep.equal(['invalid-input', 'invalid-input', 'too-many-requests']);
    expect(agent.body.code).to.equal('invalid-input');
  });

  it('take the address from the header of a proxy only when there is one in front', async () => {
    // given
    const open = await aNode({ INTAKE_PER_MINUTE: 1 });
    const behindProxy = await aNode({ INTAKE_PER_MINUTE: 1, TRUST_PROXY: 1 });
    const from = (address: string) => ({ headers: { 'x-forwarded-for': address } });

    // when
    const pretended = [
      await open('POST', '/api/requests', {}, from('203.0.113.1')),
      await open('POST', '/api/requests', {}, from('203.0.113.2')),
    ];
    const forwarded = [
      await behindProxy('POST', '/api/requests', {}, from('203.0.113.1')),
      await behindProxy('POST', '/api/requests', {}, from('203.0.113.2')),
    ];

    // then
    expect(codesOf(pretended)).to.deep.equal(['invalid-input', 'too-many-requests']);
    expect(codesOf(forwarded)).to.deep.equal(['invalid-input', 'invalid-input']);
  });

  it('let an account that calls without end wait, and nobody else', async () => {
    // given
    const call = await aNode({ CALLS_PER_MINUTE: 3 });
    const ask = (as: string) => call('GET', '/api/me', undefined, { as });

    // when
    const answers: CallResponse[] = [];
    for (let index = 0; index < 4; index += 1) answers.push(await ask('caseworker.rmto'));
    const other = await ask('analyst');

    // then
    expect(answers.map(({ status }) => status)).to.deep.equal([200, 200, 200, 429]);
    expect(answers[3]?.body.code).to.equal('too-many-requests');
    expect(Number(answers[3]?.headers.get('retry-after'))).to.be.within(1, 60);
    expect(other.status).to.equal(200);
  });

  it('count what asks for a code once it is valid, and all calls by the wider limit', async () => {
    // given
    const call = await aNode({ TRACK_PER_QUARTER: 2, CALLS_PER_MINUTE: 6 });
    const wishes = { topics: ['transport'], provinces: [], quietHours: null, locale: 'en' };
    const valid = { channel: 'sms', address: '09120000000', wishes };

    // when
    const answers: CallResponse[] = [];
    for (const body of [{}, {}, {}, valid, valid, valid, {}])
      answers.push(await call('POST', '/api/alert-subscriptions', body));

    // then
    expect(codesOf(answers)).to.deep.equal([
      ...Array<string>(3).fill('invalid-input'),
      ...['channel-not-available', 'channel-not-available', 'too-many-requests', 'too-many-requests'],
    ]);
    expect(answers.slice(-2).map(({ headers }) => headers.get('ratelimit-limit'))).to.deep.equal(['2', '6']);
  });

  it('count the calls of one page of citizens apart from another', async () => {
    // given
    const call = await aNode({ CALLS_PER_MINUTE: 2 });
    const survey = () => call('POST', '/api/surveys/read', { token: 'x'.repeat(40) });

    // when
    const surveys = [await survey(), await survey(), await survey()];
    const end = await call('POST', `/api/alert-subscriptions/end?token=${'x'.repeat(40)}`);

    // then
    expect(codesOf(surveys)).to.deep.equal(['survey-not-found', 'survey-not-found', 'too-many-requests']);
    expect(end.body.code).to.equal('subscription-not-found');
  });
});
