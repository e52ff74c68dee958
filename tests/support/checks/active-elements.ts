import { unpackBody } from '#api/engine/batch-body.ts';
import { type EngineRecord, keyOf, parseRecord, readBulk } from '#api/engine/engine-records.ts';
import type { Db } from '#api/platform/db.ts';

/** Element in which an instance currently is. `type` is the engine's name: `USER_TASK`, `EVENT_BASED_GATEWAY`
 *  … */
export type ActiveElement = { instance: string; process: string; id: string; type: string };

/** Returns where these instances are now, according to the records received so far. */
export type ActiveElements = (instances: readonly string[]) => Promise<ActiveElement[]>;

const WAITING = new Set(['USER_TASK', 'EVENT_BASED_GATEWAY', 'INTERMEDIATE_CATCH_EVENT', 'RECEIVE_TASK']);
const SCOPES = new Set([
  'PROCESS',
  'SUB_PROCESS',
  'EVENT_SUB_PROCESS',
  'CALL_ACTIVITY',
  'MULTI_INSTANCE_BODY',
]);

/** Tracks active elements through the records that the slow exporter delivered to a database. */
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

/** Returns the elements that are not a process, subprocess or call activity around others. */
export const leavesOf = (elements: readonly ActiveElement[]): ActiveElement[] =>
  elements.filter(({ type }) => !SCOPES.has(type));

/** True if every active element waits for a person, a message or a timer, so nothing moves on its own any
 *  more. */
export const isWaiting = (elements: readonly ActiveElement[]): boolean => {
  const leaves = leavesOf(elements);
  return leaves.length > 0 && leaves.every(({ type }) => WAITING.has(type));
};
