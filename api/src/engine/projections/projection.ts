import type pg from 'pg';
import type { EngineRecord } from '../engine-records.ts';

/** Transaction of one bulk. */
export type Tx = Pick<pg.ClientBase, 'query'>;

/** Ids that a bulk changed; all nodes are notified of them on commit. */
export type ChangedKeys = { taskKeys: Set<string>; requestIds: Set<string> };

/** Rows of one table, collected in memory from the records of one bulk. Several records of one key become one
 *  row, so that a bulk costs one statement per table. */
export type Fold = {
  /** Adds a record. Changes nothing when it throws.
   *  @throws TypeError when the record lacks a required field */
  add(record: EngineRecord): void;
  /** Writes the rows; `add` must not follow. All statements are sent before the first answer is awaited, so
   *  that those of several tables stay in order and are pipelined. */
  write(tx: Tx, touched: ChangedKeys): Promise<void>;
};

export type Projection = {
  /** Value types it reads, spelled as in the index. */
  valueTypes: readonly string[];
  /** Tested against the unparsed line, so that the many irrelevant records are never parsed. */
  concerns: RegExp;
  fold(): Fold;
};

/** Merges rows by key, in stream order. */
export class LatestRows<Row> {
  readonly #rows = new Map<string, Row>();

  put(key: string, row: Row, merge: (before: Row, now: Row) => Row): void {
    const before = this.#rows.get(key);
    this.#rows.set(key, before ? merge(before, row) : row);
  }

  get size(): number {
    return this.#rows.size;
  }

  keys(): string[] {
    return [...this.#rows.keys()];
  }

  values(): Row[] {
    return [...this.#rows.values()];
  }

  json(): string {
    return JSON.stringify(this.values());
  }
}
