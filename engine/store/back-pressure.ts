import { setTimeout as pause } from 'node:timers/promises';
import type { ExporterPositions } from './exporter-positions.ts';
import type { RecordBatches } from './record-batches.ts';

/** Bytes of records that the slowest exporter may be behind. Less than the records kept in memory, so that it need not read the database. */
const MAX_LAG_BYTES = 16 * 1024 * 1024;
/** Silence after which an exporter counts as unheard: waiting for it helps nobody. */
const EXPORTER_ACTIVE_MS = 2_000;
const MAX_WAIT_MS = 1_000;
const CHECK_INTERVAL_MS = 10;

/** Delays new work, at most by a second, while exporters follow but cannot keep up: otherwise what they tell would come later and later.
 *  Commands for work under way are not delayed.
 *  @returns a function that says how long to wait; undefined when there is no need to */
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
