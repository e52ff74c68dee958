import type { StartMove } from '#common/contract/index.ts';
import type { Staff } from '#api/http/route.ts';
import type { Clock } from '#api/platform/clock.ts';
import type { Db } from '#api/platform/db.ts';
import type { AuditLog } from '../audit/index.ts';
import type { ReadSight, Sight } from '../instances/index.ts';
import { listedItems } from './hidden-cases.ts';
import { ChangedMeanwhile, CountDiffers, MoveNotFound, MoveNotLegal } from './moves.errors.ts';
import { movesRepo, type MoveRow } from './moves.repo.ts';
import { queueMove } from './run-move.ts';

type Deps = { db: Db; clock: Clock; audit: AuditLog; sight: ReadSight };
type Change = { id: string; by: Staff; expectedVersion: number; httpRequestId: string };

/** Starts, stops and resumes moves. What was begun with a case is brought to its end in any state. */
export function movesService({ db, clock, audit, sight }: Deps) {
  const change = async (
    { id, by, expectedVersion, httpRequestId }: Change,
    action: `move.${string}`,
    legal: (move: MoveRow, movable: number) => boolean,
    columns: (move: MoveRow) => Record<string, unknown>,
    reason?: string,
  ): Promise<void> => {
    const theirSight = await sight(by);
    return db.transaction(async (tx) => {
      const repo = movesRepo(tx);
      const move = await repo.forUpdate(id);
      if (!move) throw new MoveNotFound();
      if (move.version !== expectedVersion) throw new ChangedMeanwhile(undefined, { version: move.version });
      const movable = await movableOf(tx, id, theirSight);
      if (!legal(move, movable)) throw new MoveNotLegal(undefined, { state: move.state });
      await repo.change(id, columns(move));
      if (action === 'move.resumed')
        await tx('case_move_items').where({ move_id: id, state: 'unclear' }).update({ state: 'waiting' });
      await queueMove(tx, id);
      await audit.within(tx).write({
        actor: by.username,
        action,
        object: { kind: 'move', id },
        reason,
        details: { processKey: move.process_key, toVersion: move.to_version, movable },
        result: 'done',
        httpRequestId,
      });
    });
  };

  return {
    /** A plan can be started also when none of the listed cases goes: whether others do is not told.
     *  @throws CountDiffers unless the number of listed cases that go was typed as it is */
    start: ({ confirm, reason, ...asked }: StartMove & Change) =>
      change(
        asked,
        'move.started',
        ({ state }, movable) => {
          if (confirm !== movable) throw new CountDiffers(undefined, { movable });
          return state === 'planned';
        },
        () => ({ state: 'running', reason, started_by: asked.by.username, started_at: clock.now() }),
        reason,
      ),

    /** No further case is begun. */
    stop: (asked: Change) =>
      change(
        asked,
        'move.stopped',
        ({ state }) => state === 'running',
        () => ({ state: 'stopped', stopped_by: asked.by.username }),
      ),

    /** Goes on with what is left; after the end with the cases of which nobody could tell whether they were moved. */
    resume: (asked: Change) =>
      change(
        asked,
        'move.resumed',
        ({ state }) => state === 'stopped' || state === 'finished',
        () => ({ state: 'running', stopped_by: null, finished_at: null }),
      ),
  };
}

export type MovesService = ReturnType<typeof movesService>;

async function movableOf(db: Db, id: string, sight: Sight): Promise<number> {
  const listed = listedItems(sight);
  const { rows } = await db.raw<{ rows: { count: number }[] }>(
    `select count(*)::integer as count from (${listed.sql}) listed where way <> 'none'`,
    [...listed.bindings, id] as string[],
  );
  return rows[0]?.count ?? 0;
}
