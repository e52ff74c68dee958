import { gzipSync } from 'node:zlib';
import pg from 'pg';
import type { Started } from './engine-records.ts';

/** Writes the rows that a bulk leaves in the read side in the plainest way: one multi-row INSERT, without
 *  parsing, lookups or merging. Its database has the same tables and indexes, but not the counting
 *  trigger. */
export async function bareProjection(databaseUrl: string) {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query('drop trigger tasks_inserted on tasks; drop trigger tasks_updated on tasks');
  return {
    write: (bulk: BareBulk) =>
      client.query({
        name: bulk.exporter,
        text: bulk.exporter === 'fast' ? TASKS : INSTANCES,
        values: [bulk.exporter, bulk.records, bulk.body, bulk.rows],
      }),
    close: () => client.end(),
  };
}

export type BareBulk = { exporter: 'fast' | 'slow'; records: number; body: Buffer; rows: string };

/** Built before timing starts. */
export function bareBulk(bulk: {
  exporter: 'fast' | 'slow';
  records: number;
  body: string;
  instances: readonly (Started & { requestId: string })[];
}): BareBulk {
  const { exporter, records, body, instances } = bulk;
  const rows = instances.map(({ taskKey, instanceKey, requestId }) => ({ taskKey, instanceKey, requestId }));
  return { exporter, records, body: gzipSync(body, { level: 1 }), rows: JSON.stringify(rows) };
}

const KEPT = `with kept as (
    insert into engine_batches (exporter, partition, first_position, last_position, records, body)
    values ($1, 1, 1, 1, $2, $3)
  )`;

const TASKS = `${KEPT}
  insert into tasks (task_key, instance_key, element_instance_key, element_id, process_key, form_key, queue, candidate_groups, state,
    created_at, position, request_id, service, due_at)
  select "taskKey", "instanceKey", "taskKey", 'Task_HandleRequest', 'citizen-request', 'citizen-request/handle', 'rmto-tehran',
    '{rmto-tehran}', 'created', now(), 1, "requestId", 'road-safety-signs', now()
    from json_to_recordset($4::json) as g ("taskKey" bigint, "instanceKey" bigint, "requestId" uuid)`;

const INSTANCES = `${KEPT}
  insert into process_instances (instance_key, request_id, process_key, version, definition_key, state, started_at)
  select "instanceKey", "requestId", 'citizen-request', 1, 3, 'active', now()
    from json_to_recordset($4::json) as g ("instanceKey" bigint, "requestId" uuid)`;
