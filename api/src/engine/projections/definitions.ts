import { createHash } from 'node:crypto';
import { keyOf, requiredTextOf, textOf, timeOf } from '../engine-records.ts';
import { readElements, registerElements } from '../process-elements.ts';
import { LatestRows, type Projection, type Tx } from './projection.ts';

type DefinitionRow = {
  definition_key: string;
  process_key: string;
  version: number;
  resource_name: string;
  deployed_at: string;
  sha256: string | null;
};

/** Process versions and their elements, whoever deployed them. Those of test runs are left out. */
export const definitions: Projection = {
  valueTypes: ['process'],
  concerns: /"intent":"CREATED"/,
  fold() {
    const rows = new LatestRows<DefinitionRow>();
    const contents = new Map<string, Buffer>();
    return {
      add(record) {
        if (record.intent !== 'CREATED' || record.testRun) return;
        const { value } = record;
        const key = keyOf(value, 'processDefinitionKey');
        const resource = textOf(value, 'resource');
        const content = resource === null ? undefined : Buffer.from(resource, 'base64');
        if (content) contents.set(key, content);
        const row = {
          definition_key: key,
          process_key: requiredTextOf(value, 'bpmnProcessId'),
          version: Number(value.version),
          resource_name: requiredTextOf(value, 'resourceName'),
          deployed_at: timeOf(record),
          sha256: content ? createHash('sha256').update(content).digest('hex') : null,
        };
        rows.put(key, row, (before) => before);
      },
      async write(tx) {
        if (rows.size === 0) return;
        const written = tx.query({ name: 'project-definitions', text: WRITE, values: [rows.json()] });
        written.catch(() => undefined);
        for (const { definition_key, process_key, version } of rows.values())
          await writeElements(tx, { processKey: process_key, version }, contents.get(definition_key));
        await written;
      },
    };
  },
};

/** Writes the elements of a version. If the engine runs a diagram that we cannot read, only its names are
 *  missing from the UI. */
async function writeElements(
  tx: Tx,
  version: { processKey: string; version: number },
  content: Buffer | undefined,
): Promise<void> {
  const elements = content && (await readElements(content.toString()).catch(() => undefined));
  if (elements) await registerElements(tx, version, elements);
}

const WRITE = `
  insert into process_definitions (definition_key, process_key, version, resource_name, deployed_at, sha256)
  select * from json_to_recordset($1::json) as g
    (definition_key bigint, process_key text, version integer, resource_name text, deployed_at timestamptz, sha256 text)
   order by definition_key
  on conflict do nothing`;
