import type { Db } from '#api/platform/db.ts';
import type { Priority } from '#common/contract/index.ts';
import type { CrewLoad } from './choose-crew.ts';

export const REPAIR_KINDS = ['surface', 'bridge-slope', 'snow-ice', 'equipment'] as const;
export type RepairKind = (typeof REPAIR_KINDS)[number];

export type WorkOrder = { id: string; crew: string | null };

export type NewWorkOrder = {
  requestId: string;
  department: string;
  repairKind: RepairKind;
  priority: Priority;
  onceKey: string;
  plannedAt: Date;
} & ({ crew: string } | { contractor: string });

export type WorkOrderResult = 'verified' | 'accepted' | 'replaced' | 'cancelled';

/** Crews, their work orders, and reports to the control room. Pass a transaction. */
export const repairsRepo = (db: Db) => ({
  /** Returns the crews of a department that can do this kind of repair, with their numbers of open orders.
   *  They are locked, so that two orders at the same moment do not both take the last place. */
  async holdCrews(department: string, kind: RepairKind): Promise<CrewLoad[]> {
    const crews: { key: string; capacity: number }[] = await db('crews')
      .select('key', 'capacity')
      .where({ department })
      .whereRaw('? = any(kinds)', [kind])
      .orderBy('key')
      .forUpdate();
    const loads: { crew: string; n: string }[] = await db('work_orders')
      .select('crew')
      .count({ n: '*' })
      .whereIn(
        'crew',
        crews.map(({ key }) => key),
      )
      .where({ state: 'open' })
      .groupBy('crew');
    const open = new Map(loads.map(({ crew, n }) => [crew, Number(n)]));
    return crews.map((crew) => ({ ...crew, open: open.get(crew.key) ?? 0 }));
  },

  orderByOnceKey: (onceKey: string): Promise<WorkOrder | undefined> =>
    db('work_orders').select('id', 'crew').where({ once_key: onceKey }).first<WorkOrder | undefined>(),

  async add(order: NewWorkOrder): Promise<WorkOrder> {
    const rows = await db('work_orders')
      .insert({
        request_id: order.requestId,
        department: order.department,
        repair_kind: order.repairKind,
        priority: order.priority,
        crew: 'crew' in order ? order.crew : null,
        contractor: 'contractor' in order ? order.contractor : null,
        state: 'open',
        planned_at: order.plannedAt,
        once_key: order.onceKey,
      })
      .returning<WorkOrder[]>(['id', 'crew']);
    return rows[0] as WorkOrder;
  },

  /** Ends the open order of a request.
   *  @returns its id, or undefined when there is none */
  async endOpen(requestId: string, state: WorkOrderResult, at: Date): Promise<string | undefined> {
    const rows = await db('work_orders')
      .where({ request_id: requestId, state: 'open' })
      .update({ state, ended_at: at })
      .returning<{ id: string }[]>('id');
    return rows[0]?.id;
  },

  async report(told: {
    requestId: string;
    department: string;
    province: string | null;
    at: Date;
    onceKey: string;
  }): Promise<void> {
    await db('control_room_reports')
      .insert({
        request_id: told.requestId,
        department: told.department,
        province: told.province,
        told_at: told.at,
        once_key: told.onceKey,
      })
      .onConflict('once_key')
      .ignore();
  },
});
