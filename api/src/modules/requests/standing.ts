import type { AppealState, RequestStatus } from '#common/contract/index.ts';
import type { Standing } from './citizen-rights.ts';

/** The columns of a request that a citizen's rights depend on. */
export type StandingRow = {
  status: RequestStatus;
  reopenings: number;
  appeal_state: AppealState;
  answered_at: Date | null;
  closed_at: Date | null;
  final_at: Date | null;
};

export type Word = { kind: string; at: Date };

const QUESTION = ['question', 'reply'];
const JUDGEMENT = ['answered', 'confirmed', 'unsatisfied', 'reopened'];

/** The kinds of events that say whether a question waits for a reply and an answer for the citizen's word. */
export const WORDS = [...QUESTION, ...JUDGEMENT];

/** @param words events of the request, in order; all of `WORDS` among them, or at least the last of each kind */
export function standingOf(row: StandingRow, words: readonly Word[]): Standing {
  const last = (kinds: readonly string[]) => words.findLast(({ kind }) => kinds.includes(kind));
  const talk = last(QUESTION);
  const judgement = last(JUDGEMENT);
  return {
    status: row.status,
    reopenings: row.reopenings,
    appealState: row.appeal_state,
    answeredAt: row.answered_at,
    closedAt: row.closed_at,
    finalAt: row.final_at,
    askedAt: talk?.kind === 'question' ? talk.at : null,
    judged: judgement !== undefined && judgement.kind !== 'answered',
  };
}
