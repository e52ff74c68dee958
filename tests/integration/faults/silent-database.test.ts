import { expect } from 'chai';
import { after, afterEach, before, describe, it } from 'mocha';
import { freePort } from '#stack/ports.ts';
import { type CallResponse, createCaller } from '#tests/support/api-caller.ts';
import { anApiProcess, type ApiProcess } from '#tests/support/api-process.ts';
import { aProxy, type Proxy } from '#tests/support/fakes/proxy.ts';
import { useDatabase } from '#tests/support/hooks/use-database.ts';
import { eventually } from '#tests/support/wait.ts';

/** Some ten seconds, and what a busy machine takes besides; before, filings hung for more than forty. */
const ANSWERED_WITHIN_MS = 20_000;

const FILING = {
  service: 'suggestion',
  text: 'پیشنهاد می‌کنم تابلوی خروجی بزرگ‌تر شود.',
  applicant: { name: 'سارا احمدی', mobile: '09121234567' },
};

describe('faults: a database that does not answer any more', function () {
  this.timeout(180_000);
  const database = useDatabase();
  let wire: Proxy;
  let api: ApiProcess;

  before(async () => {
    const { hostname, port } = new URL(database.apiUrl);
    wire = await aProxy(`${hostname}:${port}`);
    const url = new URL(database.apiUrl);
    url.host = wire.address;
    api = await anApiProcess({
      database,
      config: {
        DATABASE_URL: url.href,
        ENGINE_RECORDS_PORT: String(await freePort()),
        ZEEBE_ADDRESS: '127.0.0.1:1',
        ZEEBE_REST_URL: 'http://127.0.0.1:1',
      },
    });
  });

  afterEach(() => wire.pass());

  after(async () => {
    await api?.stop();
    await wire?.close();
  });

  const calls = (name: string): (() => Promise<CallResponse>)[] => {
    const call = createCaller(api.url);
    return [
      ...Array.from(
        { length: 20 },
        (_, at) => () =>
          call('POST', '/api/requests', FILING, { headers: { 'idempotency-key': `silent-${name}-${at}` } }),
      ),
      () => call('POST', '/api/track', { trackingCode: '000000000000', secondFactor: '0000' }),
      () => call('GET', '/api/services'),
      () => call('GET', '/api/requests?limit=50', undefined, { as: 'supervisor.rmto' }),
      () => call('GET', '/api/tasks', undefined, { as: 'caseworker.rmto' }),
      () => call('GET', '/api/audit', undefined, { as: 'admin' }),
      () => call('GET', '/api/instances', undefined, { as: 'analyst' }),
    ];
  };

  for (const [what, fallSilent] of Object.entries({
    'hears nothing': () => wire.swallowRequests(),
    'hears, but its answers are lost': () => wire.swallowAnswers(),
  })) {
    it(`and ${what} leaves no call without an answer, and loses and doubles nothing`, async () => {
      // given
      const all = calls(what.replaceAll(/\W/g, ''));
      for (const call of all.slice(20)) await call();
      await Promise.all(
        calls('warm')
          .slice(0, 20)
          .map((call) => call()),
      );

      // when
      fallSilent();
      const answers = await Promise.all(
        all.map(async (call) => {
          const begun = performance.now();
          const { status, body } = await call();
          return { status, code: body.code as string, ms: performance.now() - begun };
        }),
      );
      wire.pass();
      const again = await eventually(async () => {
        const filed = await Promise.all(all.slice(0, 20).map((call) => call()));
        expect(filed.map(({ status }) => status).filter((status) => status === 503)).to.deep.equal([]);
        return filed;
      });

      // then
      const slow = answers.filter(({ ms }) => ms > ANSWERED_WITHIN_MS);
      expect(slow).to.deep.equal([]);
      expect(
        answers.slice(0, 20).every(({ status, code }) => status === 503 && code === 'unavailable'),
      ).to.equal(true);
      const codes = again.map(({ body }) => body.trackingCode as string);
      expect(new Set(codes).size).to.equal(20);
      const { rows } = await database.db.raw(
        'select count(*)::integer from requests where tracking_code = any(?)',
        [codes],
      );
      expect(rows).to.deep.equal([{ count: 20 }]);
    });
  }
});
