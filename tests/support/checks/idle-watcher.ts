import { randomUUID } from 'node:crypto';
import { openZeebe } from '#api/engine/zeebe-client.ts';
import type { Db } from '#api/platform/db.ts';
import type { RequestStatus } from '#common/contract/index.ts';
import { aDiagram, end, message, messageStart } from '../engine/diagram-builders.ts';
import { environment } from '../environment.ts';
import { eventually } from '../wait.ts';
import { type ActiveElement, activeElements, isWaiting, leavesOf } from './active-elements.ts';

export type OpenTask = {
  key: string;
  instance: string;
  elementId: string;
  queue: string;
  assignee: string | null;
  formKey: string;
};

/** State of an idle request, in the tables and in the engine's records. */
export type RequestSnapshot = {
  id: string;
  process: string;
  status: RequestStatus;
  /** True if no further action on the request is possible. */
  isFinal: boolean;
  /** Active instances, according to the read side. */
  liveInstances: string[];
  /** Active elements without nested ones, according to the records. */
  leaves: ActiveElement[];
  tasks: OpenTask[];
  incidents: number;
};

type Row = Record<string, unknown>;

const MARKER = `marker-${randomUUID()}`;
const PATIENCE = { timeout: 60_000, every: 50 };

/** Opens a watcher that waits until requests are idle. Records arrive a second late, so it sends a marker
 *  through each engine partition: once the marker has arrived, so has everything before it. */
export async function openIdleWatcher(db: Db) {
  const zeebe = openZeebe({ address: environment.zeebeAddress, restUrl: environment.zeebeRestUrl });
  const active = activeElements(db);
  const { name, content } = aDiagram(
    MARKER,
    messageStart('Start', 'Message_Mark') + end(),
    ['Start -> End'],
    message('Message_Mark', MARKER),
  );
  await zeebe.commands.deploy([{ name, content: Buffer.from(content, 'base64') }]);

  const marks = async (): Promise<string[]> =>
    (
      await db('process_instances').where({ process_key: MARKER, state: 'completed' }).pluck('instance_key')
    ).map(String);
  const mark = () =>
    zeebe.commands.publish({
      name: MARKER,
      correlationKey: randomUUID().slice(0, 8),
      messageId: '',
      ttlMs: 0,
      variables: {},
    });

  /** Waits until all earlier records have arrived. The upper bits of a key hold its partition; a marker's
   *  partition depends on its correlation key. */
  async function recordsHaveCome(): Promise<void> {
    const before = new Set(await marks());
    const partitions: number[] = await db('engine_batches').distinct('partition').pluck('partition');
    await eventually(
      async () => {
        await mark();
        const fresh = (await marks()).filter((key) => !before.has(key));
        const seen = new Set(fresh.map((key) => Number(BigInt(key) >> 51n)));
        return partitions.every((partition) => seen.has(partition));
      },
      { ...PATIENCE, every: 200 },
    );
  }

  async function read(ids: readonly string[]): Promise<RequestSnapshot[]> {
    const [requests, instances, tasks, incidents]: [Row[], Row[], Row[], Row[]] = await Promise.all([
      db('requests').whereIn('id', ids),
      db('process_instances').whereIn('request_id', ids),
      db('tasks').whereIn('request_id', ids).where({ state: 'created' }),
      db('incidents').where({ state: 'open' }),
    ]);
    const of = (rows: Row[], id: string): Row[] => rows.filter(({ request_id }) => request_id === id);
    const at = await active(instances.map(({ instance_key }) => String(instance_key)));
    return requests.map((row): RequestSnapshot => {
      const id = String(row.id);
      const own = of(instances, id);
      const keys = new Set(own.map(({ instance_key }) => String(instance_key)));
      return {
        id,
        process: String(row.process_key),
        status: row.status as RequestStatus,
        isFinal: row.final_at !== null,
        liveInstances: own
          .filter(({ state }) => state === 'active')
          .map(({ instance_key }) => String(instance_key)),
        leaves: leavesOf(at.filter(({ instance }) => keys.has(instance))),
        tasks: of(tasks, id).map((task) => ({
          key: String(task.task_key),
          instance: String(task.instance_key),
          elementId: String(task.element_id),
          queue: String(task.queue),
          assignee: task.assignee as string | null,
          formKey: String(task.form_key),
        })),
        incidents: incidents.filter(({ instance_key }) => keys.has(String(instance_key))).length,
      };
    });
  }

  const lastMessage = async (): Promise<unknown> => (await db('outbox').max('id as id').first())?.id;

  return {
    /** @throws what is still moving, and where */
    waitUntilIdle: (ids: readonly string[]): Promise<RequestSnapshot[]> =>
      eventually(async () => {
        const last = await lastMessage();
        const unsent = await db('outbox').whereNull('sent_at').first();
        if (unsent) throw new Error(`the message ${unsent.message_name} has not left`);
        await recordsHaveCome();
        const all = await read(ids);
        const moving = all.find(
          ({ liveInstances, leaves, incidents }) =>
            (liveInstances.length > 0 || leaves.length > 0) && !isWaiting(leaves) && !incidents,
        );
        if (moving)
          throw new Error(
            `${moving.process} ${moving.id} (${moving.status}) is stuck at: ${moving.leaves.map(({ id }) => id).join()}`,
          );
        if ((await lastMessage()) !== last) throw new Error('another message was written');
        return all;
      }, PATIENCE),
    close: () => zeebe.close(),
  };
}
