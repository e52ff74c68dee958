import type {
  ListMoveItems,
  Move,
  MoveItem,
  MoveItemPage,
  MovePage,
  MoveWithCounts,
} from '../../../contract/index.ts';
import { cursor } from '../../http/cursor.ts';
import type { Db } from '../../platform/db.ts';
import type { Sight } from '../instances/index.ts';
import { processNameOf, withProcessName, type ProcessName } from '../process-definitions/index.ts';
import { MoveNotFound } from './moves.errors.ts';
import type { ItemRow, MoveRow } from './moves.repo.ts';

const PAGE = 50;
const BY_PLAN = cursor('move', ['time', 'uuid']);

type Named = MoveRow & ProcessName & { place: string };

const named = (db: Db) =>
  db('case_moves as move')
    .select('move.*')
    .modify(withProcessName('move.process_key', 'move.to_version'))
    .select(db.raw('move.planned_at::text as place'));

/** Plans and moves, the newest first. */
export async function listMoves(
  db: Db,
  { processKey, after }: { processKey?: string | undefined; after?: string | undefined },
): Promise<MovePage> {
  const rows = (await named(db)
    .modify((query) => {
      if (processKey) query.where('move.process_key', processKey);
      if (after) query.whereRaw('(move.planned_at, move.id) < (?, ?)', BY_PLAN.read(after));
    })
    .orderBy([
      { column: 'move.planned_at', order: 'desc' },
      { column: 'move.id', order: 'desc' },
    ])
    .limit(PAGE + 1)) as Named[];
  const shown = rows.slice(0, PAGE);
  const last = rows.length > PAGE ? shown.at(-1) : undefined;
  return { items: shown.map(toMove), next: last ? BY_PLAN.write(last.place, last.id) : null };
}

/** @throws MoveNotFound */
export async function oneMove(db: Db, id: string): Promise<MoveWithCounts> {
  const row = (await named(db).where('move.id', id).first()) as Named | undefined;
  if (!row) throw new MoveNotFound();
  const countBy = (column: string, more = '') =>
    db
      .raw<{ rows: { what: string; count: number }[] }>(
        `select ${column} as what, count(*)::integer as count from case_move_items ${more}
          where move_id = ? group by 1 order by 2 desc, 1`,
        [id],
      )
      .then(({ rows }) => rows);
  const [ways, states, reasons] = await Promise.all([
    countBy('way'),
    countBy('state'),
    countBy('code', 'cross join unnest(reasons) as code'),
  ]);
  return {
    ...toMove(row),
    ways: ways.map(({ what: way, count }) => ({ way, count })),
    states: states.map(({ what: state, count }) => ({ state, count })),
    reasons: reasons.map(({ what: code, count }) => ({ code, count })),
  } as MoveWithCounts;
}

/** The cases of a move, in the order in which they are moved. Of a hidden one only what becomes of it is told, not which it is. */
export async function moveItems(
  db: Db,
  id: string,
  { way, state, code, after }: ListMoveItems,
  { hidden }: Sight,
): Promise<MoveItemPage> {
  const rows = (await db('case_move_items as item')
    .leftJoin('process_instances as i', 'i.instance_key', 'item.instance_key')
    .select('item.*')
    .select(db.raw(`coalesce(${hidden.sql}, false) as hidden`, hidden.bindings as string[]))
    .where({ move_id: id })
    .modify((query) => {
      if (way) query.where({ way });
      if (state) query.where('item.state', state);
      if (code) query.whereRaw('? = any(reasons)', [code]);
      if (after) query.where('ordinal', '>', after);
    })
    .orderBy('ordinal')
    .limit(PAGE + 1)) as (ItemRow & { hidden: boolean })[];
  const shown = rows.slice(0, PAGE);
  return {
    items: shown.map(toItem),
    next: rows.length > PAGE ? (shown.at(-1)?.ordinal ?? null) : null,
  };
}

const toMove = (row: Named): Move => ({
  id: row.id,
  processKey: row.process_key,
  name: processNameOf(row, row.process_key),
  fromVersions: row.from_versions,
  toVersion: row.to_version,
  mapping: row.mapping,
  state: row.state,
  total: row.total,
  movable: row.movable,
  reason: row.reason,
  plannedBy: row.planned_by,
  plannedAt: row.planned_at.toISOString(),
  startedBy: row.started_by,
  startedAt: row.started_at?.toISOString() ?? null,
  stoppedBy: row.stopped_by,
  finishedAt: row.finished_at?.toISOString() ?? null,
  version: row.version,
});

const toItem = (row: ItemRow & { hidden: boolean }): MoveItem => ({
  ordinal: row.ordinal,
  instanceKey: row.hidden ? null : row.instance_key,
  version: row.version,
  way: row.way,
  reasons: row.reasons,
  at: row.hidden ? [] : row.at_elements,
  state: row.state,
  detail: row.hidden ? null : row.detail,
  newInstanceKey: row.hidden ? null : row.new_instance_key,
  settledAt: row.settled_at?.toISOString() ?? null,
});
