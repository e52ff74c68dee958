import { expect } from 'chai';
import { describe, it } from 'mocha';
import { countRows } from '#tests/support/fixtures/requests-service.ts';
import { useApi } from '#tests/support/hooks/use-api.ts';

const FILING = {
  service: 'road-safety-signs',
  text: 'در کیلومتر ۱۲ جاده قدیم چاله عمیقی هست.',
  applicant: { name: 'سارا احمدی', mobile: '09121234567' },
  place: { province: 'tehran' },
  answers: { road: 'جاده قدیم قم' },
};

const deep = (levels: number): string => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;

/** With bytes in the middle of it that stand for no character. */
const spoilt = (text: string, bytes: readonly number[]): Buffer => {
  const [before = '', after = ''] = text.split('چاله');
  return Buffer.concat([Buffer.from(before), Buffer.from(bytes), Buffer.from(after)]);
};

/** Inputs and the problem each gets. `body` is sent as JSON, `raw` as it is. */
const BAD: [
  what: string,
  sent: { body?: unknown; raw?: string | Buffer; headers?: Record<string, string> },
  status: number,
  code: string,
  path?: string,
][] = [
  ['malformed JSON', { raw: '{"service": ' }, 400, 'malformed-json'],
  ['an empty body', { raw: '' }, 400, 'invalid-input'],
  ['a body that is no object', { raw: 'null' }, 400, 'invalid-input'],
  ['a list', { body: [FILING] }, 400, 'invalid-input'],
  [
    'another media type',
    { raw: 'service=x', headers: { 'content-type': 'text/plain' } },
    415,
    'unsupported-media-type',
  ],
  [
    'an unknown character set',
    { raw: '{}', headers: { 'content-type': 'application/json; charset=ebcdic' } },
    415,
    'unsupported-media-type',
  ],
  ['a 20 MB body', { raw: Buffer.alloc(20 * 2 ** 20, '"') }, 413, 'too-large'],
  ['an unknown service', { body: { ...FILING, service: 'moon-travel' } }, 422, 'unknown-service'],
  ['a missing text', { body: { ...FILING, text: undefined } }, 400, 'invalid-input', '/text'],
  ['an over-long text', { body: { ...FILING, text: 'ا'.repeat(8001) } }, 400, 'invalid-input', '/text'],
  ['a number for a text', { body: { ...FILING, text: 12345 } }, 400, 'invalid-input', '/text'],
  ['a text for an object', { body: { ...FILING, applicant: 'Sara' } }, 400, 'invalid-input', '/applicant'],
  ['an unknown field', { body: { ...FILING, priority: 'critical' } }, 400, 'invalid-input', '/priority'],
  [
    'an unknown field further in',
    { body: { ...FILING, applicant: { ...FILING.applicant, role: 'admin' } } },
    400,
    'invalid-input',
    '/applicant/role',
  ],
  ['a NUL in a text', { body: { ...FILING, text: 'abc\u0000def' } }, 400, 'invalid-input', '/text'],
  [
    'half a character',
    { raw: JSON.stringify(FILING).replace('سارا', '\\ud800') },
    400,
    'invalid-input',
    '/applicant/name',
  ],
  [
    'bytes that are no UTF-8',
    { raw: spoilt(JSON.stringify(FILING), [0xff, 0xfe, 0xc0, 0x80]) },
    400,
    'malformed-json',
  ],
  ['nesting without end', { raw: deep(5_000) }, 400, 'invalid-input'],
  [
    'an over-long idempotency key',
    { body: FILING, headers: { 'idempotency-key': 'k'.repeat(201) } },
    400,
    'invalid-input',
    '/headers/idempotency-key',
  ],
];

describe('bad input', () => {
  const { database, call } = useApi();

  for (const [what, { body, ...options }, status, code, path] of BAD) {
    it(`refuses ${what} with ${code}, and changes nothing`, async () => {
      // given
      const before = await countRows(database.db);

      // when
      const answer = await call('POST', '/api/requests', body, options);

      // then
      expect([answer.status, answer.body.code]).to.deep.equal([status, code]);
      expect(answer.headers.get('content-type')).to.match(/^application\/problem\+json/);
      expect(answer.body.status).to.equal(status);
      expect(answer.body.instance).to.equal(answer.headers.get('x-request-id'));
      if (path) expect(answer.body.errors.map((error: { path: string }) => error.path)).to.include(path);
      expect(await countRows(database.db)).to.deep.equal(before);
    });
  }

  it('goes on serving after a body that was too large', async () => {
    // given
    await call('POST', '/api/requests', undefined, { raw: Buffer.alloc(20 * 2 ** 20, '"') });

    // when
    const { status } = await call('POST', '/api/requests', FILING);

    // then
    expect(status).to.equal(201);
  });

  for (const [what, text] of [
    ['SQL', `'); drop table requests; -- $1 ${'${x}'}`],
    ['HTML', '<script>alert(1)</script><img src=x onerror=alert(1)>'],
  ] as const) {
    it(`takes ${what} in a text for what it is: text`, async () => {
      // when
      const filed = await call('POST', '/api/requests', { ...FILING, text });

      // then
      expect(filed.status).to.equal(201);
      const kept = await database.db('requests').where('id', filed.body.id).first();
      expect(kept.text).to.equal(text);
      expect(filed.headers.get('x-content-type-options')).to.equal('nosniff');
      expect(filed.headers.get('permissions-policy')).to.include('camera=()');
    });
  }

  it('lists at most twenty errors of a body with hundreds', async () => {
    // given
    const unknown = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`field-${index}`, 1]));

    // when
    const { body } = await call('POST', '/api/requests', { ...FILING, ...unknown });

    // then
    expect(body.errors).to.have.length(20);
  });

  it('never repeats what was sent in a problem', async () => {
    // when
    const { body } = await call('POST', '/api/requests', {
      ...FILING,
      text: 1,
      applicant: { name: 'x', mobile: '09121234567' },
    });

    // then
    expect(JSON.stringify(body)).not.to.include('09121234567');
  });

  for (const path of ['/api/nothing-here', '/api/tasks/12/shred', '/api', '/open311/v2/requests.json']) {
    it(`answers ${path} with unknown-route`, async () => {
      // when
      const { status, body } = await call('GET', path, undefined, { headers: { accept: 'text/html' } });

      // then
      expect([status, body.code]).to.deep.equal([404, 'unknown-route']);
    });
  }

  for (const path of [
    '/api/forms/..%2F..%2Fpackage',
    '/api/forms/%00',
    '/api/forms/%E0%A4%A',
    '/api/forms/a',
  ]) {
    it(`refuses ${path}`, async () => {
      // when
      const { status, body } = await call('GET', path);

      // then
      expect([status, body.code]).to.deep.equal([400, 'invalid-input']);
    });
  }

  it('says that an address is too long, although it never becomes a call', async () => {
    // when
    const { status, body, headers } = await call('GET', `/api/services?q=${'x'.repeat(20_000)}`);

    // then
    expect([status, body.code]).to.deep.equal([431, 'header-too-large']);
    expect(headers.get('content-type')).to.include('application/problem+json');
    expect((await call('GET', '/api/services')).status).to.equal(200);
  });
});
