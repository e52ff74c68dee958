import type { Priority } from '#common/contract/index.ts';
import type { ClosingRules } from '../rights/closing-rules.ts';

export type RoutingFacts = {
  service: string;
  department: string;
  province: string | null;
  channel: string;
  priority: string;
  /** Of what the texts speak, as keys of the routing table. */
  keywords: readonly string[];
  /** Answers that are codes, numbers or yes and no, as the intake form allows them to travel. */
  answers: Record<string, unknown>;
};

/** What a process knows of its request: ids and routing facts, never a name, a number or a text. Periods are ISO 8601, for the
 *  timers of the diagram. */
export const startVariables = (
  { province, ...facts }: RoutingFacts,
  { replyWithin, reopenWithin, appealWithin, maxReopenings }: ClosingRules,
): Record<string, unknown> => ({
  ...facts,
  region: province,
  replyWindow: replyWithin,
  feedbackWindow: reopenWithin,
  appealWindow: appealWithin,
  mostReopenings: maxReopenings,
});

/** Before any table is asked: what the citizen says of danger counts. */
export const initialPriority = (answers: Record<string, unknown>): Priority =>
  answers['danger'] === true ? 'high' : 'normal';

/** The answers in which words can stand. */
export const textAnswersOf = (answers: Record<string, unknown>): string[] =>
  Object.values(answers).filter((answer) => typeof answer === 'string');
