import type { Clock } from '#api/platform/clock.ts';
import type { Db } from '#api/platform/db.ts';
import { CHANGES_CHANNEL } from '#api/platform/event-hub.ts';
import type { DepartmentTree } from '../departments/index.ts';

/** Who investigates complaints about staff, and who does it when they are about that very unit. */
const INVESTIGATORS = 'staff-conduct';
const FALLBACK_INVESTIGATORS = 'ministry';

export type ConflictsService = {
  /** Who may look into a complaint before it is known about whom it is. A citizen who complains about the investigators says so
   *  in the form, and they never see it. Harmless twice. */
  chooseInvestigator(step: { requestId: string; onceKey: string }): Promise<string>;
  /** Keeps a complaint from the unit it is about, its people and those of the units below it. A unit that nobody knows bars
   *  nobody; nor does another one than is barred already, which stays barred; both are written down. Harmless twice.
   *  @returns who investigates: never the unit itself */
  barUnit(step: { requestId: string; unit: string; onceKey: string }): Promise<string>;
};

type Deps = { db: Db; clock: Clock; tree: () => Promise<DepartmentTree> };

/** Conflicts of interest: who is kept from a request because it is about them. */
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
      await tx.raw('select pg_notify(?, ?)', [CHANGES_CHANNEL, JSON.stringify({ requestIds: [requestId] })]);
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
