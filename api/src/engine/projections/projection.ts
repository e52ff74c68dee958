import type pg from 'pg';
import type { EngineRecord } from '../engine-records.ts';

/** The transaction of one bulk. */
export type Tx = Pick<pg.ClientBase, 'query'>;

/** What a bulk changed, by id: told to all nodes when it is committed. */
export type ChangedKeys = { taskKeys: Set<string>; requestIds: Set<string> };

/** Rows of one table, gathered in memory from the records of one bulk: several records of one key become one row, so that a
 *  bulk costs one statement a table. */
export type Fold = {
  /** Adds what a record says. TableChanges nothing when it throws.
   *  @throws TypeError when the record lacks what is needed */
  add(record: EngineRecord): void;
  /** Writes the rows; `add` must not follow. All statements are sent before the first answer is awaited, so that those of
   *  several tables stay in order and travel together. */
  write(tx: Tx, touched: ChangedKeys): Promise<void>;
};

export type Projection = {
  /** The value types it reads, as the index spells them. */
  valueTypes: readonly string[];
  /** A look at the unparsed line, so that the many records that say nothing here are never parsed. */
  concerns: RegExp;
  fold(): Fold;
};

/** Merges rows by key, in the order of the stream. */
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
