import type { OutboxMessage } from '../../platform/outbox.ts';
import type { ClosingRules } from './closing-rules.ts';

export type RoutingFacts = {
  service: string;
  department: string;
  province: string | null;
  channel: string;
  priority: string;
};

/** What a process knows of its request: ids and routing facts, never a name, a number or a text. Periods are ISO 8601, for the
 *  timers of the diagram. */
export const startVariables = (
  { service, department, province, channel, priority }: RoutingFacts,
  { replyWithin, reopenWithin, appealWithin, mostReopenings }: ClosingRules,
): Record<string, unknown> => ({
  service,
  department,
  region: province,
  channel,
  priority,
  replyWindow: replyWithin,
  feedbackWindow: reopenWithin,
  appealWindow: appealWithin,
  mostReopenings,
});

export const startMessage = (
  request: RoutingFacts & { id: string; process_key: string },
  rules: ClosingRules,
): OutboxMessage => ({
  requestId: request.id,
  kind: 'start',
  messageName: `request.${request.process_key}`,
  variables: { requestId: request.id, ...startVariables(request, rules) },
});
