import { unpackBody } from '#api/engine/batch-body.ts';
import { parseRecord, readBulk } from '#api/engine/engine-records.ts';
import type { Db } from '#api/platform/db.ts';
import { readDiagrams } from '../diagrams/diagrams.ts';

/** How many sequence flows of a diagram were taken. */
export type Coverage = { process: string; flows: number; taken: number; missing: string[] };

const taken = new Set<string>();

const keyOf = (processKey: string, flowId: string): string => `${processKey} ${flowId}`;

/** Counts the sequence flows that the kept record stream of a database says were taken, together with those of the databases
 *  before it in this run. Records that come late are in the database of whoever listens next. */
export async function collectTakenFlows(db: Db): Promise<void> {
  const bodies: Buffer[] = await db('engine_batches').where({ exporter: 'slow' }).pluck('body');
  for (const body of bodies) {
    for (const { valueType, line } of readBulk(await unpackBody(body))) {
      if (valueType !== 'process-instance' || !line.includes('"SEQUENCE_FLOW_TAKEN"')) continue;
      const { value } = parseRecord(line);
      taken.add(keyOf(String(value.bpmnProcessId), String(value.elementId)));
    }
  }
}

/** The coverage of every diagram in `processes/` so far, sorted by process. */
export async function flowCoverage(): Promise<Coverage[]> {
  const diagrams = await readDiagrams();
  return diagrams
    .map(({ process, elements }) => {
      const key = process.id ?? '';
      const flows = elements.filter(({ $type }) => $type === 'bpmn:SequenceFlow').map(({ id = '' }) => id);
      const missing = flows.filter((id) => !taken.has(keyOf(key, id)));
      return { process: key, flows: flows.length, taken: flows.length - missing.length, missing };
    })
    .sort((a, b) => a.process.localeCompare(b.process));
}

/** A line for people: `citizen-request: 31 of 32 flows (96 %), not Flow_Triaged`. */
export const coverageLine = ({ process, flows, taken, missing }: Coverage): string =>
  `${process}: ${taken} of ${flows} flows (${Math.floor((100 * taken) / Math.max(flows, 1))} %)${
    taken > 0 && missing.length > 0 ? `, not ${missing.join(', ')}` : ''
  }`;
