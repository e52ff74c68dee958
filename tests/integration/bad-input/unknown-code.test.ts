import { expect } from 'chai';
import { before, describe, it } from 'mocha';
import { closingRulesProvider } from '#api/modules/requests/index.ts';
import { newTrackingCode } from '#api/modules/requests/intake/tracking-code.ts';
import { identifier, signedLinks } from '#api/modules/tracking/index.ts';
import { trackingService } from '#api/modules/tracking/tracking.service.ts';
import { trackingView } from '#api/modules/tracking/tracking.view.ts';
import { systemClock } from '#api/platform/clock.ts';
import type { CallResponse } from '#tests/support/api-caller.ts';
import { aRequestsService } from '#tests/support/fixtures/requests-service.ts';
import { unlimitedAttempts } from '#tests/support/fixtures/unlimited-attempts.ts';
import { useApi } from '#tests/support/hooks/use-api.ts';

describe('bad input: a code that does not exist', () => {
  const { database, call } = useApi({ config: { ENGINE_RECORDS_PORT: 0 } });

  let trackingCode: string;

  before(async () => {
    const filed = await call('POST', '/api/requests', {
      service: 'suggestion',
      text: 'یک پیشنهاد برای شما',
      applicant: { name: 'سارا احمدی', mobile: '09121234567' },
    });
    trackingCode = filed.body.trackingCode;
  });

  const track = (code: string): Promise<CallResponse> =>
    call('POST', '/api/track', { trackingCode: code, secondFactor: '9999' });

  /** The statements that the database is asked for one code, without the network and what it does beside. */
  const statementsOf = async (code: string): Promise<string[]> => {
    const { db } = database;
    const requests = aRequestsService(db);
    const links = signedLinks({
      secret: 'x'.repeat(32),
      publicUrl: 'https://example.org',
      clock: systemClock,
    });
    const view = trackingView({ db, clock: systemClock, rules: closingRulesProvider({ db }) });
    const identify = identifier({ db, clock: systemClock, links });
    const service = trackingService({ requests, view, identify: (by) => identify(by, unlimitedAttempts) });
    const asked: string[] = [];
    const note = ({ sql }: { sql: string }) => void asked.push(sql);
    db.on('query', note);
    await service.track({ trackingCode: code, secondFactor: '9999' }).catch(() => undefined);
    db.off('query', note);
    return asked;
  };

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

    it(`${what} is looked up by the same statements as a wrong second factor, so that time tells nothing`, async () => {
      // when
      const [unknown, wrong] = [await statementsOf(code()), await statementsOf(trackingCode)];

      // then
      expect(wrong).not.to.deep.equal([]);
      expect(unknown).to.deep.equal(wrong);
    });
  }
});

const namesOf = ({ headers }: CallResponse): string[] => [...headers.keys()].sort();

const mistyped = (code: string): string => `${code.slice(0, -1)}${(Number(code.slice(-1)) + 1) % 10}`;
