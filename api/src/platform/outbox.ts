import type { Db } from './db.ts';
import { CHANNELS } from './pg-notify.ts';

/** Subject of a message: a request, or something else that has a process of its own, given by its correlation
 *  key. */
type Subject =
  { requestId: string; correlationKey?: string } | { requestId?: undefined; correlationKey: string };

/** A message to the engine. `start` starts a process instance, `message` goes to the running one. The
 *  correlation key is the request id, unless the diagram correlates by something else. */
export type OutboxMessage = Subject & {
  kind: 'start' | 'message';
  messageName: string;
  /** Ids and routing facts only: no name, number or text of a person. */
  variables?: Record<string, unknown>;
};

/** Queues messages that leave after the transaction has committed: each exactly once, those of one
 *  correlation key in this order. Pass the transaction of the change they report. */
export async function enqueue(db: Db, messages: OutboxMessage | readonly OutboxMessage[]): Promise<void> {
  const list = Array.isArray(messages) ? (messages as readonly OutboxMessage[]) : [messages as OutboxMessage];
  if (list.length === 0) return;
  const rows = list.map((m) => ({
    request_id: m.requestId ?? null,
    kind: m.kind,
    message_name: m.messageName,
    correlation_key: m.correlationKey ?? m.requestId,
    variables: m.variables ?? {},
  }));
  await db.raw(
    `with written as (
       insert into outbox (request_id, kind, message_name, correlation_key, variables)
       select request_id, kind, message_name, correlation_key, variables
         from rows from (
                jsonb_to_recordset(?::jsonb)
                  as (request_id uuid, kind text, message_name text, correlation_key text, variables jsonb)
              ) with ordinality as m (request_id, kind, message_name, correlation_key, variables, place)
        order by place
     )
     select pg_notify(?, '')`,
    [JSON.stringify(rows), CHANNELS.outbox],
  );
}
