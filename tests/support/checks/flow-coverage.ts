import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { unpackBody } from '#api/engine/batch-body.ts';
import { parseRecord, readBulk } from '#api/engine/engine-records.ts';
import type { Db } from '#api/platform/db.ts';
import { readDiagrams } from '../diagrams/diagrams.ts';
import { SERVICES_HOME } from '../sign-in/accounts.ts';

/** Sequence flows of a diagram and how many were taken. */
export type Coverage = { process: string; flows: number; taken: number; missing: string[] };

/** File to which all test processes append, a line for each flow; emptied when the services start. */
const TAKEN = join(SERVICES_HOME, 'log', 'taken-flows.txt');

const keyOf = (processKey: string, flowId: string): string => `${processKey} ${flowId}`;

/** Collects the sequence flows taken according to a database's stored record stream, in addition to those of
 *  earlier databases in this run. Late records end up in the database of the engine's next listener. */
export async function collectTakenFlows(db: Db): Promise<void> {
  const bodies: Buffer[] = await db('engine_batches').where({ exporter: 'slow' }).pluck('body');
  const taken = new Set<string>();
  for (const body of bodies) {
    for (const { valueType, line } of readBulk(await unpackBody(body))) {
      if (valueType !== 'process-instance' || !line.includes('"SEQUENCE_FLOW_TAKEN"')) continue;
      const { value } = parseRecord(line);
      taken.add(keyOf(String(value.bpmnProcessId), String(value.elementId)));
    }
  }
  appendFileSync(TAKEN, [...taken].map((key) => `${key}\n`).join(''));
}

/** Returns the coverage so far of every diagram in `processes/`, sorted by process. */
export async function flowCoverage(): Promise<Coverage[]> {
  const diagrams = await readDiagrams();
  const taken = new Set(existsSync(TAKEN) ? readFileSync(TAKEN, 'utf8').split('\n') : []);
  return diagrams
    .map(({ process, elements }) => {
      const key = process.id ?? '';
      const flows = elements.filter(({ $type }) => $type === 'bpmn:SequenceFlow').map(({ id = '' }) => id);
      const missing = flows.filter((id) => !taken.has(keyOf(key, id)));
      return { process: key, flows: flows.length, taken: flows.length - missing.length, missing };
    })
    .sort((a, b) => a.process.localeCompare(b.process));
}

/** Formats a coverage line: `citizen-request: 31 of 32 flows (96 %), not Flow_Triaged`. */
export const coverageLine = ({ process, flows, taken, missing }: Coverage): string =>
  `${process}: ${taken} of ${flows} flows (${Math.floor((100 * taken) / Math.max(flows, 1))} %)${
    taken > 0 && missing.length > 0 ? `, not ${missing.join(', ')}` : ''
  }`;
