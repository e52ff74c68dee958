import type { Clock } from '#api/platform/clock.ts';
import type { Db } from '#api/platform/db.ts';
import { notify } from '#api/platform/pg-notify.ts';
import type { DepartmentTree } from '../departments/index.ts';

/** Departments that investigate complaints about staff; the second one when they are about the first. */
const INVESTIGATORS = 'staff-conduct';
const FALLBACK_INVESTIGATORS = 'ministry';

export type ConflictsService = {
  /** Chooses the investigators of a complaint before it is known whom it is about. A citizen who complains
   *  about the investigators says so in the form, and they never see it. Safe to repeat. */
  chooseInvestigator(step: { requestId: string; onceKey: string }): Promise<string>;
  /** Bars the unit that a complaint is about, with its people and those of the units below it. An unknown
   *  unit bars nobody. If another unit is barred already, it stays barred and the new one is not. Both cases
   *  are recorded. Safe to repeat.
   *  @returns the department that investigates: never the unit itself */
  barUnit(step: { requestId: string; unit: string; onceKey: string }): Promise<string>;
};

type Deps = { db: Db; clock: Clock; tree: () => Promise<DepartmentTree> };

/** Conflicts of interest: people who are kept from a request because it is about them. */
export function conflictsService({ db, clock, tree }: Deps): ConflictsService {
  async function bar(step: { requestId: string; unit: string; onceKey: string }): Promise<void> {
    const { requestId, unit, onceKey } = step;
    const known = (await tree()).get(unit) !== undefined;
    await db.transaction(async (tx) => {
      const request = await tx('requests')
        .select('barred_department')
        .where({ id: requestId })
        .forUpdate()
        .first<{ barred_department: string | null } | undefined>();
      const barred = request?.barred_department ?? unit;
      const event = {
        request_id: requestId,
        at: clock.now(),
        kind: !known ? 'unit-unknown' : barred === unit ? 'unit-barred' : 'other-unit-barred',
        actor_kind: 'process',
        data: { unit },
        public: false,
        once_key: onceKey,
      };
      const [written] = await tx('request_events')
        .insert(event)
        .onConflict('once_key')
        .ignore()
        .returning('id');
      if (!written || !known || barred !== unit) return;
      await tx('requests')
        .where({ id: requestId })
        .update({ barred_department: unit, version: tx.raw('version + 1') });
      await tx('tasks').where({ request_id: requestId }).update({ barred_department: unit });
      await notify(tx, 'changes', { requestIds: [requestId] });
    });
  }

  async function investigatorOf(requestId: string): Promise<string> {
    const row = await db('requests')
      .select('barred_department')
      .where({ id: requestId })
      .first<{ barred_department: string | null }>();
    const barred = row?.barred_department ?? null;
    const concerned = barred !== null && barred === INVESTIGATORS;
    return concerned ? FALLBACK_INVESTIGATORS : INVESTIGATORS;
  }

  return {
    async chooseInvestigator({ requestId, onceKey }) {
      const row = await db('requests')
        .select(db.raw(`coalesce((answers ->> 'aboutInvestigators')::boolean, false) as about`))
        .where({ id: requestId })
        .first<{ about: boolean }>();
      if (row?.about) await bar({ requestId, unit: INVESTIGATORS, onceKey });
      return investigatorOf(requestId);
    },

    async barUnit(step) {
      await bar(step);
      return investigatorOf(step.requestId);
    },
  };
}
