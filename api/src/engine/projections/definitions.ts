import { keyOf, requiredTextOf, timeOf } from '../records.ts';
import { Rows, type Projection } from './projection.ts';

type DefinitionRow = {
  definition_key: string;
  process_key: string;
  version: number;
  resource_name: string;
  deployed_at: string;
};

/** The versions of the processes, whoever deployed them. */
export const definitions: Projection = {
  valueTypes: ['process'],
  concerns: /"intent":"CREATED"/,
  fold() {
    const rows = new Rows<DefinitionRow>();
    return {
      add(record) {
        if (record.intent !== 'CREATED') return;
        const { value } = record;
        const key = keyOf(value, 'processDefinitionKey');
        const row = {
          definition_key: key,
          process_key: requiredTextOf(value, 'bpmnProcessId'),
          version: Number(value.version),
          resource_name: requiredTextOf(value, 'resourceName'),
          deployed_at: timeOf(record),
        };
        rows.put(key, row, (before) => before);
      },
      async write(tx) {
        if (rows.size === 0) return;
        await tx.query({ name: 'project-definitions', text: WRITE, values: [rows.json()] });
      },
    };
  },
};

const WRITE = `
  insert into process_definitions (definition_key, process_key, version, resource_name, deployed_at)
  select * from json_to_recordset($1::json) as g
    (definition_key bigint, process_key text, version integer, resource_name text, deployed_at timestamptz)
   order by definition_key
  on conflict do nothing`;
