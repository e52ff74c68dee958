import { setTimeout as pause } from 'node:timers/promises';
import type { ExporterPositions } from './exporter-positions.ts';
import type { RecordBatches } from './record-batches.ts';

/** Maximum lag of the slowest exporter, in bytes of records. Less than the records kept in memory, so that it
 *  need not read the database. */
const MAX_LAG_BYTES = 16 * 1024 * 1024;
/** Silence after which an exporter counts as inactive: waiting for it helps nobody. */
const EXPORTER_ACTIVE_MS = 2_000;
const MAX_WAIT_MS = 1_000;
const CHECK_INTERVAL_MS = 10;

/** Delays new work, by a second at most, while exporters are active but cannot keep up: otherwise their lag
 *  would keep growing. Commands for work under way are not delayed.
 *  @returns a function that returns the wait; undefined when there is no need to wait */
export function createBackPressure(
  records: Pick<RecordBatches, 'bytesAfter'>,
  exporters: Pick<ExporterPositions, 'oldestTurn' | 'lastMoved'>,
): () => Promise<void> | undefined {
  let waiting: Promise<void> | undefined;

  const isHigh = (): boolean =>
    records.bytesAfter(exporters.oldestTurn()) > MAX_LAG_BYTES &&
    performance.now() - exporters.lastMoved() < EXPORTER_ACTIVE_MS;

  async function untilLow(): Promise<void> {
    for (const end = performance.now() + MAX_WAIT_MS; isHigh() && performance.now() < end;)
      await pause(CHECK_INTERVAL_MS);
    waiting = undefined;
  }

  return () => waiting ?? (isHigh() ? (waiting = untilLow()) : undefined);
}
