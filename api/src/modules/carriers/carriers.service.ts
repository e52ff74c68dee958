import type { Clock } from '#api/platform/clock.ts';
import type { Db } from '#api/platform/db.ts';
import { requestHistory } from '../requests/index.ts';

export const CARRIER_MEASURES = ['warning', 'refund', 'suspension'] as const;
export type CarrierMeasure = (typeof CARRIER_MEASURES)[number];

/** Measures against carriers. Each step happens once per key. */
export type CarriersService = {
  /** Imposes a measure; it replaces one that the same complaint had brought before. */
  impose(step: {
    requestId: string;
    carrier: string | null;
    measure: CarrierMeasure;
    onceKey: string;
  }): Promise<void>;
  /** Lifts the measure in force because the complaint was withdrawn, or the decision revoked; does nothing if
   *  none is in force. */
  lift(step: { requestId: string; takenBack: boolean; onceKey: string }): Promise<void>;
};

export function carriersService({ db, clock }: { db: Db; clock: Clock }): CarriersService {
  const endInForce = (tx: Db, requestId: string, state: 'lifted' | 'replaced', at: Date) =>
    tx('carrier_measures')
      .where({ request_id: requestId, state: 'in-force' })
      .update({ state, ended_at: at })
      .returning<{ measure: CarrierMeasure }[]>('measure');

  return {
    impose: ({ requestId, carrier, measure, onceKey }) =>
      db.transaction(async (tx) => {
        if (await tx('carrier_measures').select('id').where({ once_key: onceKey }).first()) return;
        const at = clock.now();
        await endInForce(tx, requestId, 'replaced', at);
        await tx('carrier_measures').insert({
          request_id: requestId,
          carrier,
          measure,
          state: 'in-force',
          imposed_at: at,
          once_key: onceKey,
        });
        const deed = { kind: 'measure-imposed', data: { measure }, onceKey };
        await requestHistory({ db: tx, clock }).recordProcessEvent(requestId, deed);
      }),

    lift: ({ requestId, takenBack, onceKey }) =>
      db.transaction(async (tx) => {
        const withdrawn = await tx('requests')
          .select('id')
          .where({ id: requestId, status: 'withdrawn' })
          .first();
        if (!takenBack && !withdrawn) return;
        const [lifted] = await endInForce(tx, requestId, 'lifted', clock.now());
        if (!lifted) return;
        const deed = { kind: 'measure-lifted', data: lifted, onceKey };
        await requestHistory({ db: tx, clock }).recordProcessEvent(requestId, deed);
      }),
  };
}
