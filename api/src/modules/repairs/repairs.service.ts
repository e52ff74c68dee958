import type { Clock } from '#api/platform/clock.ts';
import type { Db } from '#api/platform/db.ts';
import type { Priority } from '#common/contract/index.ts';
import { requestHistory } from '../requests/index.ts';
import { chooseCrew } from './choose-crew.ts';
import { type RepairKind, repairsRepo, type WorkOrder } from './repairs.repo.ts';

export type Repair = {
  requestId: string;
  repairKind: RepairKind;
  /** The same for every delivery of one job. */
  onceKey: string;
};

/** Repairs of road defects. Department, priority and province are those of the request. Each step happens
 *  once per key. */
export type RepairsService = {
  /** Orders the repair from the department's crew with the most free capacity. It replaces an order that the
   *  request still has.
   *  @returns undefined when no crew is free; nothing has changed then */
  plan(repair: Repair): Promise<WorkOrder | undefined>;
  /** Orders the repair from a contractor. */
  engage(repair: Repair & { contractor: string }): Promise<WorkOrder>;
  /** Ends the open order. `accepted`: the repair was not good enough and was accepted nevertheless. */
  close(end: { requestId: string; result: 'verified' | 'accepted'; onceKey: string }): Promise<void>;
  cancel(end: { requestId: string; onceKey: string }): Promise<void>;
  /** Reports a danger to the road control room. */
  tellControlRoom(danger: { requestId: string; onceKey: string }): Promise<void>;
};

type RepairFacts = { department: string; priority: Priority; province: string | null };

export function repairsService({ db, clock }: { db: Db; clock: Clock }): RepairsService {
  const inTransaction = <T>(
    act: (tx: {
      repairs: ReturnType<typeof repairsRepo>;
      history: ReturnType<typeof requestHistory>;
      place: (requestId: string) => Promise<RepairFacts>;
    }) => Promise<T>,
  ): Promise<T> =>
    db.transaction((tx) =>
      act({
        repairs: repairsRepo(tx),
        history: requestHistory({ db: tx, clock }),
        place: (id) =>
          tx('requests')
            .select('department', 'priority', 'province')
            .where({ id })
            .first() as Promise<RepairFacts>,
      }),
    );

  const end = (
    { requestId, onceKey }: { requestId: string; onceKey: string },
    result: 'verified' | 'accepted' | 'cancelled',
  ) =>
    inTransaction(async ({ repairs, history }) => {
      const workOrder = await repairs.endOpen(requestId, result, clock.now());
      if (workOrder !== undefined)
        await history.recordProcessEvent(requestId, {
          kind: result === 'cancelled' ? 'repair-cancelled' : 'repair-closed',
          data: { workOrder, result },
          onceKey,
        });
    });

  return {
    plan: ({ onceKey, ...repair }) =>
      inTransaction(async ({ repairs, history, place }) => {
        const { requestId, repairKind } = repair;
        const { department, priority } = await place(requestId);
        const crew = chooseCrew(await repairs.holdCrews(department, repairKind));
        const known = await repairs.orderByOnceKey(onceKey);
        if (known) return known;
        if (!crew) return undefined;
        const plannedAt = clock.now();
        await repairs.endOpen(requestId, 'replaced', plannedAt);
        const order = await repairs.add({
          ...repair,
          department,
          priority,
          crew: crew.key,
          onceKey,
          plannedAt,
        });
        const data = { workOrder: order.id, crew: crew.key, repairKind };
        await history.recordProcessEvent(requestId, { kind: 'repair-planned', data, onceKey });
        return order;
      }),

    engage: ({ onceKey, ...repair }) =>
      inTransaction(async ({ repairs, history, place }) => {
        const known = await repairs.orderByOnceKey(onceKey);
        if (known) return known;
        const { requestId, repairKind } = repair;
        const { department, priority } = await place(requestId);
        const plannedAt = clock.now();
        await repairs.endOpen(requestId, 'replaced', plannedAt);
        const order = await repairs.add({ ...repair, department, priority, onceKey, plannedAt });
        const data = { workOrder: order.id, repairKind };
        await history.recordProcessEvent(requestId, { kind: 'contractor-engaged', data, onceKey });
        return order;
      }),

    close: ({ result, ...step }) => end(step, result),
    cancel: (step) => end(step, 'cancelled'),

    tellControlRoom: ({ requestId, onceKey }) =>
      inTransaction(async ({ repairs, history, place }) => {
        const { department, province } = await place(requestId);
        await repairs.report({ requestId, department, province, at: clock.now(), onceKey });
        await history.recordProcessEvent(requestId, {
          kind: 'control-room-told',
          data: { department },
          onceKey,
        });
      }),
  };
}
