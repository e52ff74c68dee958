import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { CallResponse } from '#tests/support/api-caller.ts';
import { useApi } from '#tests/support/hooks/use-api.ts';
import { eventually } from '#tests/support/wait.ts';

const FILING = {
  service: 'suggestion',
  text: 'پیشنهاد می‌کنم تابلوی خروجی بزرگ‌تر شود.',
  applicant: { name: 'سارا احمدی', mobile: '09121234567' },
};

describe('faults: a statement that the database cancels', () => {
  const { database, call } = useApi({ config: { ENGINE_RECORDS_PORT: 0 } });

  /** Makes a call whose statement has to wait, and has the database cancel that, as an operator does, or a
   *  time limit. */
  async function cancelled(make: () => Promise<CallResponse>): Promise<CallResponse> {
    const { db } = database;
    return db.transaction(async (tx) => {
      await tx.raw('lock table requests in access exclusive mode');
      const answer = make();
      let answered = false;
      void answer.finally(() => (answered = true));
      await eventually(async () => {
        await db.raw(
          `select pg_cancel_backend(pid) from pg_stat_activity
            where datname = current_database() and wait_event_type = 'Lock'`,
        );
        return answered;
      });
      return answer;
    });
  }

  for (const [what, make] of Object.entries<() => Promise<CallResponse>>({
    'a list': () => call('GET', '/api/requests?limit=50', undefined, { as: 'supervisor.rmto' }),
    'an inbox': () => call('GET', '/api/tasks?scope=mine', undefined, { as: 'caseworker.rmto' }),
    'a look-up': () => call('POST', '/api/track', { trackingCode: '123456789012', secondFactor: '4567' }),
    'a filing': () => call('POST', '/api/requests', FILING),
  }))
    it(`of ${what} is answered as unavailable, with when to try again`, async () => {
      // given
      await call('GET', '/api/requests', undefined, { as: 'supervisor.rmto' });

      // when
      const { status, body, headers } = await cancelled(make);

      // then
      expect([status, body.code]).to.deep.equal([503, 'unavailable']);
      expect(Number(headers.get('retry-after'))).to.be.greaterThan(0);
    });
});
