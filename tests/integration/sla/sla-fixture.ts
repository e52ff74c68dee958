import type { Knex } from 'knex';
import { auditLog } from '#api/modules/audit/index.ts';
import type { Filing } from '#api/modules/requests/index.ts';
import { type RequestClocks, requestClocks, slaModule } from '#api/modules/sla/index.ts';
import { openLog } from '#api/platform/log.ts';
import type { RequestSla, SlaClockView } from '#common/contract/index.ts';
import type { TestDatabase } from '#tests/support/database.ts';
import { aFiling, aRequestsService } from '#tests/support/fixtures/requests-service.ts';

/** Creates the SLA module on a real database, with a wall clock that the test sets. Working hours are
 *  Saturday to Wednesday from 4:00 to 11:00 UTC; 21 November 2026 is a Saturday. */
export function anSlaFixture(database: TestDatabase) {
  let now = new Date('2026-11-21T06:00:00Z');
  const clock = { now: () => now };
  const { db } = database;
  const sla = slaModule({ db, lookupDb: db, clock, log: openLog('silent'), audit: auditLog({ db, clock }) });
  const requests = aRequestsService(db, { clock });
  return {
    sla,
    clock,
    requests,
    at(moment: string): Date {
      now = new Date(moment);
      return now;
    },

    async file(given: Partial<Filing> = {}): Promise<string> {
      return (await requests.register(aFiling({ receivedAt: now, ...given }))).id;
    },

    /** Runs a change of the clocks in a transaction. */
    act: <T>(use: (clocks: RequestClocks, tx: Knex.Transaction) => Promise<T>): Promise<T> =>
      db.transaction((tx) => use(requestClocks({ db: tx, clock, slaCatalogue: sla.sla.slaCatalogue }), tx)),

    read: (requestId: string): Promise<RequestSla> => sla.read(requestId),

    async readClock(requestId: string, target: SlaClockView['target'] = 'resolve'): Promise<SlaClockView> {
      const found = (await sla.read(requestId)).clocks.findLast((one) => one.target === target);
      if (!found) throw new Error(`${requestId} has no clock ${target}`);
      return found;
    },
  };
}

export type SlaFixture = ReturnType<typeof anSlaFixture>;
