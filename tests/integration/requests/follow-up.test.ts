import { expect } from 'chai';
import { describe, it } from 'mocha';
import { useApi } from '#tests/support/hooks/use-api.ts';

const FILING = {
  service: 'road-safety-signs',
  text: 'تابلوی هشدار افتاده است.',
  applicant: { name: 'سارا احمدی', mobile: '09121234567' },
  place: { province: 'tehran' },
  answers: { road: 'جاده قدیم قم' },
};

describe('a request that follows an earlier one', () => {
  const { database, call } = useApi({ config: { ENGINE_RECORDS_PORT: 0, TRACK_PER_QUARTER: 12 } });

  const file = (more: object = {}) => call('POST', '/api/requests', { ...FILING, ...more });
  const trackOf = (trackingCode: string) => ({ trackingCode, secondFactor: '4567' });

  it('says so to the citizen and to staff', async () => {
    // given
    const earlier = (await file()).body;

    // when
    const { status, body } = await file({ follows: trackOf(earlier.trackingCode) });

    // then
    expect(status).to.equal(201);
    const tracked = await call('POST', '/api/track', trackOf(body.trackingCode));
    expect(tracked.body.follows).to.equal(earlier.trackingCode);
    const read = await call('GET', `/api/requests/${body.id}`, undefined, { as: 'caseworker.rmto' });
    expect(read.body.follows).to.equal(earlier.trackingCode);
  });

  it('needs the proof that the earlier one is the own, and files nothing without', async () => {
    // given
    const earlier = (await file()).body;
    const before = await database.db('requests').count();

    // when
    const wrong = await file({ follows: { ...trackOf(earlier.trackingCode), secondFactor: '0000' } });
    const unknown = await file({ follows: trackOf('123456789012') });

    // then
    for (const { status, body } of [wrong, unknown])
      expect([status, body.code]).to.deep.equal([404, 'request-not-found']);
    expect(await database.db('requests').count()).to.deep.equal(before);
  });

  it('takes so many wrong second factors and no more, of strangers and of whoever is signed in', async () => {
    // given
    const earlier = (await file()).body;
    const follow = (secondFactor: string, as?: string) =>
      call(
        'POST',
        '/api/requests',
        { ...FILING, follows: { ...trackOf(earlier.trackingCode), secondFactor } },
        as === undefined ? {} : { as },
      );

    // when
    const statuses: number[] = [];
    for (const as of [undefined, 'analyst.second', 'agent'])
      for (let n = 0; n < 4; n += 1) statuses.push((await follow(`000${n}`, as)).status);
    const right = await follow('4567', 'agent');

    // then
    expect(statuses).to.deep.equal([...Array<number>(10).fill(404), 429, 429]);
    expect([right.status, right.body.code]).to.deep.equal([429, 'too-many-attempts']);
  });

  it('is not needed to read the reasons that feedback may give', async () => {
    // when
    const { status, body } = await call('GET', '/api/feedback-reasons');

    // then
    expect(status).to.equal(200);
    expect(body[0]).to.deep.equal({
      key: 'solved',
      text: { fa: 'مشکل برطرف شد', en: 'The problem is solved' },
      satisfied: true,
      asksReopening: false,
    });
    expect(body.some((reason: { asksReopening: boolean }) => reason.asksReopening)).to.equal(true);
  });
});
