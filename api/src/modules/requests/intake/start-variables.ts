import type { Priority } from '#common/contract/index.ts';
import type { ClosingRules } from '../rights/closing-rules.ts';

export type RoutingFacts = {
  service: string;
  department: string;
  province: string | null;
  channel: string;
  priority: string;
  /** Topics of the texts, as keys of the routing table. */
  keywords: readonly string[];
  /** Answers that are codes, numbers or yes and no, which the intake form allows to travel. */
  answers: Record<string, unknown>;
};

/** Variables that the process of a request starts with: ids and routing facts, never a name, a number or a
 *  text. Periods are ISO 8601, for the timers of the diagram. */
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

/** Priority before any decision table is asked: the citizen's statement about danger counts. */
export const initialPriority = (answers: Record<string, unknown>): Priority =>
  answers['danger'] === true ? 'high' : 'normal';

/** Returns the answers that can contain words. */
export const textAnswersOf = (answers: Record<string, unknown>): string[] =>
  Object.values(answers).filter((answer) => typeof answer === 'string');
