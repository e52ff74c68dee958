import { randomInt, randomUUID } from 'node:crypto';
import type { Db } from '#api/platform/db.ts';

/** Columns as the database names them; what is not given is ordinary. */
type Columns = Record<string, unknown>;

export type ARequest = { id: string; tracking_code: string; service: string; department: string } & Columns;
export type ATask = {
  task_key: string;
  instance_key: string;
  queue: string;
  request_id: string | null;
} & Columns;

const DAY_MS = 86_400_000;

/** A request as intake leaves it, without its outbox row, clocks and events. */
export async function aRequest(db: Db, given: Columns = {}): Promise<ARequest> {
  const receivedAt = new Date();
  const [row] = (await db('requests')
    .insert({
      id: randomUUID(),
      tracking_code: String(randomInt(1e11, 1e12 - 1)).padStart(12, '0'),
      service: 'road-safety-signs',
      process_key: 'citizen-request',
      contact_name: 'Sara Ahmadi',
      contact_mobile: '+989121234567',
      locale: 'fa',
      channel: 'web',
      text: 'There is a deep hole in the road.',
      province: 'tehran',
      status: 'received',
      department: 'rmto',
      priority: 'normal',
      confidential: false,
      received_at: receivedAt,
      due_at: new Date(receivedAt.getTime() + 5 * DAY_MS),
      ...given,
    })
    .returning('*')) as ARequest[];
  return row as ARequest;
}

/** A row of the inbox, as the projector leaves it. With `request` given it is linked to that request. */
export async function aTask(
  db: Db,
  { request, ...given }: Columns & { request?: ARequest } = {},
): Promise<ATask> {
  const queue = String(given.queue ?? request?.department ?? 'rmto');
  const ranks: Record<string, number> = { normal: 1, high: 2, critical: 3 };
  const [row] = (await db('tasks')
    .insert({
      task_key: someKey(),
      instance_key: someKey(),
      element_instance_key: someKey(),
      element_id: 'Task_HandleRequest',
      process_key: 'citizen-request',
      form_key: 'citizen-request/handle',
      queue,
      candidate_groups: [queue],
      state: 'created',
      created_at: new Date(),
      request_id: request?.id ?? null,
      service: request?.service ?? null,
      priority_rank: ranks[String(request?.priority ?? 'normal')] ?? 1,
      due_at: request?.due_at ?? null,
      ...given,
    })
    .returning('*')) as ATask[];
  return row as ATask;
}

/** A key as the fifth partition gives them: past 2^53, so that what treats keys as numbers fails. */
export const someKey = (): string => String((5n << 51n) + BigInt(randomInt(2 ** 47)));
