import type { AppealState } from '#common/contract/index.ts';

/** `answeredBy`: usernames, the latest to answer last. */
export type AnswerHistory = { answeredBy: readonly string[]; reopenings: number; appealState: AppealState };

/** Returns the people who may not work on a request. A reopened request goes to an officer other than the
 *  last one who answered; an appeal, and the work that it brings back, to one who never answered in this
 *  case. */
export function barredOfficers({ answeredBy, reopenings, appealState }: AnswerHistory): readonly string[] {
  if (appealState === 'pending' || appealState === 'upheld') return answeredBy;
  return reopenings > 0 ? answeredBy.slice(-1) : [];
}

/** Moves an officer to the end of those who answered. */
export const appendAnsweringOfficer = (answeredBy: readonly string[], officer: string): string[] => [
  ...answeredBy.filter((earlier) => earlier !== officer),
  officer,
];
