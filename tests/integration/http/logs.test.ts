import { expect } from 'chai';
import { describe, it } from 'mocha';
import { openLog } from '#api/platform/log.ts';
import { useApi } from '#tests/support/hooks/use-api.ts';
import { tokenOf } from '#tests/support/sign-in/tokens.ts';

const FILING = {
  service: 'road-safety-signs',
  text: 'متن محرمانه شهروند',
  applicant: {
    name: 'نام شهروند',
    mobile: '09121234567',
    nationalId: '0499370899',
    email: 'citizen@example.org',
  },
  place: { province: 'tehran', address: 'نشانی خانه' },
  answers: { road: 'جاده قدیم قم' },
};

/** Personal data as people send it and as it is kept. */
const PERSONAL = ['محرمانه', 'نام شهروند', '9121234567', '0499370899', 'citizen@example.org', 'نشانی'];

describe('the log', () => {
  const lines: string[] = [];

  const { database, call } = useApi({ log: openLog('debug', { write: (line) => void lines.push(line) }) });

  it('tells of each call, by its id, and nothing of the person', async () => {
    // given
    lines.length = 0;

    // when
    const filed = await call('POST', '/api/requests', FILING);
    await call('POST', '/api/track', { trackingCode: filed.body.trackingCode, secondFactor: '4567' });
    await call('POST', '/api/requests', { ...FILING, text: 1 });

    // then
    expect(filed.status).to.equal(201);
    const text = lines.join('');
    expect(text).to.include(filed.headers.get('x-request-id'));
    for (const personal of [...PERSONAL, filed.body.trackingCode as string])
      expect(text).not.to.include(personal);
  });

  it('tells of a failure of the database without the values of the statement or the row', async () => {
    // given
    lines.length = 0;
    await database.db.raw(
      `alter table requests add constraint nothing_new check (contact_mobile <> '+989121234567') not valid`,
    );

    // when
    const { status, body, headers } = await call('POST', '/api/requests', FILING);
    await database.db.raw('alter table requests drop constraint nothing_new');

    // then
    expect([status, body.code, body.detail]).to.deep.equal([500, 'internal', undefined]);
    const text = lines.join('');
    expect(text).to.include('nothing_new').and.include(headers.get('x-request-id'));
    for (const personal of PERSONAL) expect(text).not.to.include(personal);
  });

  it('never shows a token', async () => {
    // given
    lines.length = 0;
    const token = await tokenOf('agent');

    // when
    await call('GET', '/api/me', undefined, { as: 'agent' });
    await call('GET', '/api/me', undefined, { headers: { authorization: `Bearer ${token}x` } });

    // then
    expect(lines.join('')).not.to.include(token.slice(0, 40));
  });
});
