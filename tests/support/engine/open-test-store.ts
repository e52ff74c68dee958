import type { RecordLine } from '#engine/core/record-log.ts';
import { exporterSettings } from '#engine/settings.ts';
import { openStore, type Store, type StoreOptions } from '#engine/store/store.ts';

const ALL_TYPES = new Set(Object.values(exporterSettings()).flatMap(({ types }) => types));

/** Opens the engine's store in this process. An error that would terminate the engine fails the running
 *  test. */
export const openTestStore = (databaseUrl: string, options: Partial<StoreOptions> = {}): Promise<Store> =>
  openStore({
    databaseUrl,
    partitions: 1,
    exporters: exporterSettings(),
    cacheBytes: 0,
    log: () => {},
    onEnd: (error) => {
      throw error;
    },
    ...options,
  });

/** Returns all records written and not yet deleted, partition by partition. */
export async function storedRecordsOf(store: Store): Promise<RecordLine[]> {
  const all: RecordLine[] = [];
  for (let partition = 1; partition <= store.partitions; partition += 1) {
    let from = { turn: 0, position: 0 };
    for (;;) {
      const { found, upTo } = await store.records.read(from, { partition, types: ALL_TYPES, max: 10_000 });
      all.push(...found.map(({ json, ...head }) => ({ ...head, text: json.toString() })));
      if (upTo.turn === from.turn && upTo.position === from.position) break;
      from = upTo;
    }
  }
  return all;
}
