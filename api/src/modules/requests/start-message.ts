import type { OutboxMessage } from '../../platform/outbox.ts';

/** How long a process waits for a citizen: ISO 8601 durations, which the diagram's timers read. */
const WINDOWS = { replyWindow: 'P10D', feedbackWindow: 'P15D' } as const;

export type RoutingFacts = { service: string; province: string | null; channel: string; priority: string };

/** What a process knows of its request: ids and routing facts, never a name, a number or a text. */
export const startVariables = ({
  service,
  province,
  channel,
  priority,
}: RoutingFacts): Record<string, unknown> => ({
  service,
  region: province,
  channel,
  priority,
  ...WINDOWS,
});

export const startMessage = (request: RoutingFacts & { id: string; process_key: string }): OutboxMessage => ({
  requestId: request.id,
  kind: 'start',
  messageName: `request.${request.process_key}`,
  variables: { requestId: request.id, ...startVariables(request) },
});
