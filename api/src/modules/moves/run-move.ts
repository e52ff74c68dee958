import { setTimeout as pause } from 'node:timers/promises';
import type { Db } from '#api/platform/db.ts';
import { addJob, type JobHandler } from '#api/platform/jobs.ts';
import type { Sandbox } from '#api/sandbox/index.ts';
import type { AuditLog } from '../audit/index.ts';
import type { Clock } from '#api/platform/clock.ts';
import type { DiagramModel } from './diagram-model.ts';
import { listedItems } from './hidden-cases.ts';
import { moveCase, type Models, type MoveCaseDeps } from './move-case.ts';
import { movesRepo, type ItemRow, type MoveRow } from './moves.repo.ts';
import { processVersion } from './versions.view.ts';

export const RUN_MOVE = 'moves.run';
export const WATCH_MOVES = 'moves.watch';

/** Cases that move at the same time. */
const AT_ONCE = 8;
/** A run hands over to a new one after so long, so that a node can stop. */
const SLICE_MS = 10_000;
const LATER_MS = 1_000;
/** A move on which nobody worked for so long belongs to a node that died. */
const FORSAKEN_SECONDS = 60;

type Deps = MoveCaseDeps & { audit: AuditLog; clock: Clock; sandbox: Pick<Sandbox, 'readModel'> };

export const queueMove = (db: Db, moveId: string, runAt?: Date): Promise<void> =>
  addJob(db, RUN_MOVE, { moveId }, { key: `${RUN_MOVE}:${moveId}`, ...(runAt ? { runAt } : {}) });

/** Works on a move until all its cases are settled, some at a time, in slices; what a node leaves behind another takes up. */
export function moveRunner(deps: Deps): Record<string, JobHandler> {
  const { db, audit, clock, sightOf } = deps;
  const repo = movesRepo(db);
  const cases = moveCase(deps);

  const run: JobHandler = async (payload, { log }) => {
    const { moveId } = payload as { moveId: string };
    const end = Date.now() + SLICE_MS;
    let models: Models | undefined;
    while (Date.now() < end) {
      const move = await repo.get(moveId);
      if (!move?.started_at) return;
      const running = move.state === 'running';
      const items = await repo.next(moveId, { limit: AT_ONCE, waiting: running });
      if (items.length === 0) return running ? finish(move) : undefined;
      await repo.beat(moveId);
      models ??= await modelsOf(deps, move);
      const known = models;
      const progress = await Promise.all(
        items.map((item) =>
          through(item, move, known).catch((error: unknown) => {
            log.warn(
              { moveId, instance: item.instance_key, reason: String(error) },
              'a case did not move on',
            );
            return 'later' as const;
          }),
        ),
      );
      if (progress.every((one) => one === 'later')) await pause(LATER_MS);
    }
    await queueMove(db, moveId);
  };

  /** Takes steps with one case until it is settled or has to wait. */
  async function through(first: ItemRow, move: MoveRow, models: Models): Promise<'later' | 'settled'> {
    let item: ItemRow | undefined = first;
    while (item) {
      const running = (await repo.get(move.id))?.state === 'running';
      const progress = await cases.step(item, move, models, running);
      if (progress !== 'go-on') return progress;
      item = await repo.item(item.move_id, item.ordinal);
    }
    return 'settled';
  }

  /** What is put on record counts what is listed for who started the move. */
  async function finish(move: MoveRow): Promise<void> {
    const listed = listedItems(await sightOf(move.started_by ?? move.planned_by));
    await db.transaction(async (tx) => {
      const mine = movesRepo(tx);
      if ((await mine.forUpdate(move.id))?.state !== 'running') return;
      await mine.change(move.id, { state: 'finished', finished_at: clock.now() });
      const { rows } = await tx.raw<{ rows: { state: string; count: number }[] }>(
        `select state, count(*)::integer as count from (${listed.sql}) listed group by 1`,
        [...listed.bindings, move.id] as string[],
      );
      await audit.within(tx).write({
        actor: null,
        action: 'move.finished',
        object: { kind: 'move', id: move.id },
        details: Object.fromEntries(rows.map(({ state, count }) => [state, count])),
        result: 'done',
      });
    });
  }

  return {
    [RUN_MOVE]: run,
    [WATCH_MOVES]: async () => {
      for (const id of await repo.forsaken(FORSAKEN_SECONDS)) await queueMove(db, id);
    },
  };
}

async function modelsOf({ db, sandbox }: Deps, move: MoveRow): Promise<Models> {
  const read = async (version: number) =>
    sandbox.readModel((await processVersion(db, move.process_key, version)).xml);
  const sources = new Map<number, Promise<DiagramModel>>();
  return {
    target: await read(move.to_version),
    source(version) {
      const known = sources.get(version) ?? read(version);
      sources.set(version, known);
      return known;
    },
  };
}
