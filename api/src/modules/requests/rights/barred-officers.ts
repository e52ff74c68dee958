import type { AppealState } from '#common/contract/index.ts';

/** `answeredBy`: usernames, the last who answered at the end. */
export type AnswerHistory = { answeredBy: readonly string[]; reopenings: number; appealState: AppealState };

/** The people who may not work on a request. What a citizen has reopened goes to another officer than who answered last; an
 *  appeal, and the work that it brings back, to somebody who never answered in this case. */
export function barredOfficers({ answeredBy, reopenings, appealState }: AnswerHistory): readonly string[] {
  if (appealState === 'pending' || appealState === 'upheld') return answeredBy;
  return reopenings > 0 ? answeredBy.slice(-1) : [];
}

/** Puts somebody at the end of those who answered. */
export const appendAnsweringOfficer = (answeredBy: readonly string[], officer: string): string[] => [
  ...answeredBy.filter((earlier) => earlier !== officer),
  officer,
];
