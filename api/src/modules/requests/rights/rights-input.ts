import type { AppealState, RequestStatus } from '#common/contract/index.ts';
import type { CitizenRightsInput } from './citizen-rights.ts';

/** Columns of a request that a citizen's rights depend on. */
export type RightsRow = {
  status: RequestStatus;
  reopenings: number;
  appeal_state: AppealState;
  answered_at: Date | null;
  closed_at: Date | null;
  final_at: Date | null;
};

export type DialogueEvent = { kind: string; at: Date };

const QUESTION_KINDS = ['question', 'reply'];
const FEEDBACK_KINDS = ['answered', 'confirmed', 'unsatisfied', 'reopened'];

/** Kinds of events that say whether a question waits for a reply, and an answer for the citizen's
 *  feedback. */
export const DIALOGUE_EVENT_KINDS = [...QUESTION_KINDS, ...FEEDBACK_KINDS];

/** @param events events of the request, in order: all of `DIALOGUE_EVENT_KINDS`, or at least the last of each
 *  kind */
export function citizenRightsInput(row: RightsRow, events: readonly DialogueEvent[]): CitizenRightsInput {
  const last = (kinds: readonly string[]) => events.findLast(({ kind }) => kinds.includes(kind));
  const talk = last(QUESTION_KINDS);
  const judgement = last(FEEDBACK_KINDS);
  return {
    status: row.status,
    reopenings: row.reopenings,
    appealState: row.appeal_state,
    answeredAt: row.answered_at,
    closedAt: row.closed_at,
    finalAt: row.final_at,
    askedAt: talk?.kind === 'question' ? talk.at : null,
    hasFeedback: judgement !== undefined && judgement.kind !== 'answered',
  };
}
