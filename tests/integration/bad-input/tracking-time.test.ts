import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { newTrackingCode } from '../../../api/src/modules/requests/tracking-code.ts';
import { startApi, type TestApi } from '../../support/api.ts';
import { caller, type Answer, type Call } from '../../support/call.ts';
import { aDatabase, type TestDatabase } from '../../support/database.ts';

const PAIRS = 300;

/** Of so many fair coins, the share of heads leaves these bounds less than once in a million tries. */
const BOUNDS: [number, number] = [0.35, 0.65];

describe('bad input: a code that does not exist', () => {
  let database: TestDatabase;
  let api: TestApi;
  let call: Call;
  let trackingCode: string;

  before(async () => {
    database = await aDatabase();
    api = await startApi({ database, config: { ENGINE_RECORDS_PORT: 0 } });
    call = caller(api.url);
    const filed = await call('POST', '/api/requests', {
      service: 'suggestion',
      text: 'یک پیشنهاد برای شما',
      applicant: { name: 'سارا احمدی', mobile: '09121234567' },
    });
    trackingCode = filed.body.trackingCode;
  });

  after(async () => {
    await api.close();
    await database.drop();
  });

  const track = (code: string): Promise<Answer> =>
    call('POST', '/api/track', { trackingCode: code, secondFactor: '9999' });

  const UNKNOWN: [what: string, code: () => string][] = [
    ['a code nobody has', newTrackingCode],
    ['a code whose check digit is wrong', () => mistyped(trackingCode)],
  ];
  for (const [what, code] of UNKNOWN) {
    it(`${what} is answered as a wrong second factor is, word by word`, async () => {
      // when
      const [unknown, wrong] = [await track(code()), await track(trackingCode)];

      // then
      expect(wrong.body.code).to.equal('request-not-found');
      expect([unknown.status, { ...unknown.body, instance: '' }]).to.deep.equal([
        wrong.status,
        { ...wrong.body, instance: '' },
      ]);
      expect(namesOf(unknown)).to.deep.equal(namesOf(wrong));
    });

    it(`${what} is not answered sooner or later than a wrong second factor`, async function () {
      this.timeout(60_000);
      // given
      const timed = async (one: string): Promise<number> => {
        const since = performance.now();
        await track(one);
        return performance.now() - since;
      };
      for (let turn = 0; turn < 20; turn += 1) await timed(turn % 2 ? code() : trackingCode);

      // when
      let sooner = 0;
      for (let pair = 0; pair < PAIRS; pair += 1) {
        const unknownFirst = pair % 2 === 0;
        const one = await timed(unknownFirst ? code() : trackingCode);
        const two = await timed(unknownFirst ? trackingCode : code());
        if (unknownFirst ? one < two : two < one) sooner += 1;
      }

      // then
      expect(sooner / PAIRS).to.be.within(...BOUNDS);
    });
  }
});

const namesOf = ({ headers }: Answer): string[] => [...headers.keys()].sort();

const mistyped = (code: string): string => `${code.slice(0, -1)}${(Number(code.slice(-1)) + 1) % 10}`;
