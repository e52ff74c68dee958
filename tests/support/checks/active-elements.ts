import { unpackBody } from '#api/engine/batch-body.ts';
import { type EngineRecord, keyOf, parseRecord, readBulk } from '#api/engine/engine-records.ts';
import type { Db } from '#api/platform/db.ts';

/** An element in which an instance is now. `type` as the engine names it: `USER_TASK`, `EVENT_BASED_GATEWAY` … */
export type ActiveElement = { instance: string; process: string; id: string; type: string };

/** Says where these instances are now, by the records that have come. */
export type ActiveElements = (instances: readonly string[]) => Promise<ActiveElement[]>;

const WAITING = new Set(['USER_TASK', 'EVENT_BASED_GATEWAY', 'INTERMEDIATE_CATCH_EVENT', 'RECEIVE_TASK']);
const SCOPES = new Set([
  'PROCESS',
  'SUB_PROCESS',
  'EVENT_SUB_PROCESS',
  'CALL_ACTIVITY',
  'MULTI_INSTANCE_BODY',
]);

/** Follows which elements are active from the records that the slow exporter delivered to a database. */
export function activeElements(db: Db): ActiveElements {
  const active = new Map<string, ActiveElement>();
  const read = new Set<string>();

  function take(record: EngineRecord): void {
    const { intent, value } = record;
    const key = keyOf(record as unknown as Record<string, unknown>, 'key');
    if (intent === 'ELEMENT_COMPLETED' || intent === 'ELEMENT_TERMINATED') active.delete(key);
    if (intent !== 'ELEMENT_ACTIVATED') return;
    const instance = keyOf(value, 'processInstanceKey');
    const { bpmnProcessId: process, elementId: id, bpmnElementType: type } = value;
    active.set(key, { instance, process: String(process), id: String(id), type: String(type) });
  }

  async function follow(): Promise<void> {
    const batches: { partition: number; first_position: string; body: Buffer }[] = await db('engine_batches')
      .select('partition', 'first_position', 'body')
      .where({ exporter: 'slow' })
      .whereNotIn(db.raw("partition || '-' || first_position") as unknown as string, [...read])
      .orderBy(['partition', 'first_position']);
    for (const { partition, first_position, body } of batches) {
      read.add(`${partition}-${first_position}`);
      for (const { line, valueType } of readBulk(await unpackBody(body)))
        if (valueType === 'process-instance') take(parseRecord(line));
    }
  }

  return async (instances) => {
    await follow();
    return [...active.values()].filter(({ instance }) => instances.includes(instance));
  };
}

/** Those that are no process, subprocess or call around others. */
export const leavesOf = (elements: readonly ActiveElement[]): ActiveElement[] =>
  elements.filter(({ type }) => !SCOPES.has(type));

/** Whether all that is active waits for a person, a message or a time: nothing moves by itself any more. */
export const isWaiting = (elements: readonly ActiveElement[]): boolean => {
  const leaves = leavesOf(elements);
  return leaves.length > 0 && leaves.every(({ type }) => WAITING.has(type));
};
