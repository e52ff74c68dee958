import { parseRecord, type RawRecord } from './engine-records.ts';
import { isDataError } from './projection-errors.ts';
import { awaited } from './projections/awaited.ts';
import { definitions } from './projections/definitions.ts';
import { elementInstances } from './projections/element-instances.ts';
import { incidents } from './projections/incidents.ts';
import { instances } from './projections/instances.ts';
import { jobs } from './projections/jobs.ts';
import type { ChangedKeys, Fold, Projection, Tx } from './projections/projection.ts';
import { tasks } from './projections/tasks.ts';
import { testRunTasks } from './projections/test-run-tasks.ts';
import { variables } from './projections/variables.ts';

/** Order in which projections are written: always the same, with rows sorted by key, so that two bulks cannot
 *  deadlock. */
const PROJECTIONS: readonly Projection[] = [
  definitions,
  instances,
  tasks,
  testRunTasks,
  incidents,
  elementInstances,
  variables,
  jobs,
  awaited,
];

const BY_TYPE = new Map(
  PROJECTIONS.flatMap(({ valueTypes }) => valueTypes).map((type) => [
    type,
    PROJECTIONS.filter(({ valueTypes }) => valueTypes.includes(type)),
  ]),
);

/** A record that could not be projected, and the reason. */
export type FailedRecord = { record: RawRecord; error: Error };

/** Projects records into an open transaction, without checking positions. Unreadable records are left out and
 *  reported.
 *  @throws a data error of the database when one of the rows cannot be written */
export async function writeBatch(
  tx: Tx,
  records: readonly RawRecord[],
): Promise<{ touched: ChangedKeys; failed: FailedRecord[] }> {
  const touched: ChangedKeys = { taskKeys: new Set(), requestIds: new Set() };
  const failed: FailedRecord[] = [];
  const folds = new Map<Projection, Fold>();
  for (const record of records) {
    const concerned = BY_TYPE.get(record.valueType)?.filter((one) => one.concerns.test(record.line));
    if (!concerned?.length) continue;
    try {
      const parsed = parseRecord(record.line);
      for (const projection of concerned) {
        let fold = folds.get(projection);
        if (!fold) folds.set(projection, (fold = projection.fold()));
        fold.add(parsed);
      }
    } catch (error) {
      failed.push({ record, error: error as Error });
    }
  }
  await Promise.all(PROJECTIONS.map((projection) => folds.get(projection)?.write(tx, touched)));
  return { touched, failed };
}

/** Like `writeBatch`, but record by record, so that one bad row costs only itself. Slow: only for the case
 *  that a batch fails. */
export async function writeIndividually(
  tx: Tx,
  records: readonly RawRecord[],
): Promise<{ touched: ChangedKeys; failed: FailedRecord[] }> {
  const touched: ChangedKeys = { taskKeys: new Set(), requestIds: new Set() };
  const failed: FailedRecord[] = [];
  for (const record of records) {
    await tx.query('savepoint record');
    try {
      const one = await writeBatch(tx, [record]);
      failed.push(...one.failed);
      for (const key of one.touched.taskKeys) touched.taskKeys.add(key);
      for (const id of one.touched.requestIds) touched.requestIds.add(id);
      await tx.query('release savepoint record');
    } catch (error) {
      if (!isDataError(error)) throw error;
      await tx.query('rollback to savepoint record');
      failed.push({ record, error: error as Error });
    }
  }
  return { touched, failed };
}

/** Stores records that could not be projected, as received, for a person to inspect and to replay. */
export async function quarantine(tx: Tx, failed: readonly FailedRecord[]): Promise<void> {
  for (const { record, error } of failed) {
    const intent = /"intent":"([A-Z_]+)"/.exec(record.line)?.[1] ?? null;
    await tx.query(
      `insert into engine_quarantine (exporter, partition, position, value_type, intent, record, error)
       values ($1, $2, $3, $4, $5, $6, $7)
       on conflict (exporter, partition, position) do update set error = excluded.error, at = clock_timestamp()`,
      [
        record.exporter,
        record.partition,
        String(record.position),
        record.valueType,
        intent,
        `${record.action}\n${record.line}`.replaceAll('\0', ''),
        error.message.replaceAll('\0', ''),
      ],
    );
  }
}
