import type { Cursor } from './record-batches.ts';
import type { ExporterPosition } from './write-state.ts';
import type { Query } from './writer.ts';

/** Acknowledged position of each exporter, in memory. It is written with a transaction from time to time, so
 *  that a killed engine posts some records again. */
export type ExporterPositions = {
  of(exporter: string, partition: number): Cursor;
  acknowledge(exporter: string, partition: number, cursor: Cursor): void;
  /** Returns those that changed since the last call. */
  takeChanged(): ExporterPosition[];
  hasChanged(): boolean;
  /** Returns the first turn that an exporter still needs. */
  oldestTurn(): number;
  /** Returns when an exporter last advanced, by `performance.now()`; at first long ago. */
  lastMoved(): number;
};

type Row = { exporter: string; partition: number; position: string; turn: string };

const READ = 'select exporter, partition, position, turn from exporter';

export async function createExporterPositions(
  query: Query,
  exporters: readonly string[],
  partitions: number,
): Promise<ExporterPositions> {
  const known = new Map<string, ExporterPosition>();
  const changed = new Set<ExporterPosition>();
  let movedAt = -Infinity;
  const nameOf = (exporter: string, partition: number): string => `${exporter} ${partition}`;
  for (const exporter of exporters)
    for (let partition = 1; partition <= partitions; partition += 1)
      known.set(nameOf(exporter, partition), { exporter, partition, position: 0, turn: 0 });
  for (const { exporter, partition, position, turn } of await query<Row>('exporters', READ, []))
    if (known.has(nameOf(exporter, partition)))
      known.set(nameOf(exporter, partition), {
        exporter,
        partition,
        position: Number(position),
        turn: Number(turn),
      });
  const at = (exporter: string, partition: number): ExporterPosition => {
    const found = known.get(nameOf(exporter, partition));
    if (!found) throw new Error(`there is no exporter ${exporter} of partition ${partition}`);
    return found;
  };

  return {
    of: (exporter, partition) => ({ ...at(exporter, partition) }),
    acknowledge(exporter, partition, { position, turn }) {
      const one = at(exporter, partition);
      if (position < one.position || turn < one.turn) return;
      // A turn without records advances the position only in memory: persisting that would be another such
      // turn, endlessly.
      if (position > one.position) {
        changed.add(one);
        movedAt = performance.now();
      }
      Object.assign(one, { position, turn });
    },
    takeChanged() {
      const taken = [...changed].map((one) => ({ ...one }));
      changed.clear();
      return taken;
    },
    hasChanged: () => changed.size > 0,
    oldestTurn: () => Math.min(...[...known.values()].map(({ turn }) => turn)),
    lastMoved: () => movedAt,
  };
}
