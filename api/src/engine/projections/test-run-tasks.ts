import { keyOf, requiredTextOf, textOf, timeOf } from '../engine-records.ts';
import { LatestRows, type Projection } from './projection.ts';

type TestTaskRow = {
  task_key: string;
  instance_key: string;
  element_key: string;
  element_id: string;
  process_key: string;
  form_key: string | null;
  state: string;
  created_at: string;
  position: string;
};

const STATES: Record<string, string> = { CREATED: 'created', COMPLETED: 'completed', CANCELED: 'canceled' };

/** User tasks of test runs, which must not reach the task list. */
export const testRunTasks: Projection = {
  valueTypes: ['user-task'],
  concerns: /"intent":"(?:CREATED|COMPLETED|CANCELED)"/,
  fold() {
    const rows = new LatestRows<TestTaskRow>();
    return {
      add(record) {
        const state = STATES[record.intent];
        if (!state || !record.testRun) return;
        const { value } = record;
        const row = {
          task_key: keyOf(record, 'key'),
          instance_key: keyOf(value, 'processInstanceKey'),
          element_key: keyOf(value, 'elementInstanceKey'),
          element_id: requiredTextOf(value, 'elementId'),
          process_key: requiredTextOf(value, 'bpmnProcessId'),
          form_key: textOf(value, 'externalFormReference'),
          state,
          created_at: timeOf(record),
          position: keyOf(record, 'position'),
        };
        rows.put(row.task_key, row, (before, now) => ({ ...now, created_at: before.created_at }));
      },
      async write(tx) {
        if (rows.size === 0) return;
        await tx.query({ name: 'project-test-tasks', text: WRITE, values: [rows.json()] });
      },
    };
  },
};

const WRITE = `
  insert into test_run_tasks as t
    (task_key, instance_key, element_key, element_id, process_key, form_key, state, created_at, position)
  select * from json_to_recordset($1::json) as g (task_key bigint, instance_key bigint, element_key bigint, element_id text,
    process_key text, form_key text, state text, created_at timestamptz, position bigint)
   order by task_key
  on conflict (task_key) do update set state = excluded.state, position = excluded.position
  where excluded.position > t.position`;
