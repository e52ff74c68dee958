import type { AppealState, RequestStatus } from '#common/contract/index.ts';
import { canChangeStatus } from '../lifecycle/request-status.ts';
import { type ClosingRules, endOfPeriod } from './closing-rules.ts';

/** Facts that a citizen's rights depend on. */
export type CitizenRightsInput = {
  status: RequestStatus;
  reopenings: number;
  appealState: AppealState;
  /** Time of the answer of this round only. */
  answeredAt: Date | null;
  closedAt: Date | null;
  finalAt: Date | null;
  /** Time of the question that has no reply yet. */
  askedAt: Date | null;
  /** True when the citizen has given feedback on the answer of this round. */
  hasFeedback: boolean;
};

export type CitizenRights = {
  canReply: boolean;
  replyUntil: Date | null;
  canConfirm: boolean;
  canReopen: boolean;
  reopenUntil: Date | null;
  reopeningsLeft: number;
  canAppeal: boolean;
  appealUntil: Date | null;
  canWithdraw: boolean;
  canFollowUp: boolean;
};

/** Returns what a citizen may do now, and until when. The screen and the steps both use it, so that they
 *  agree. */
export function citizenRights(input: CitizenRightsInput, rules: ClosingRules, now: Date): CitizenRights {
  const { status, reopenings, appealState, answeredAt, closedAt, finalAt, askedAt, hasFeedback } = input;
  const reopeningsLeft = Math.max(0, rules.maxReopenings - reopenings);
  const reopenUntil =
    status === 'answered' && answeredAt ? endOfPeriod(rules.reopenWithin, answeredAt) : null;
  const inTime = reopenUntil !== null && now < reopenUntil;
  const canConfirm = inTime && !hasFeedback;
  const appealable = status === 'closed' && finalAt === null && appealState === 'none';
  const appealUntil = appealable && closedAt ? endOfPeriod(rules.appealWithin, closedAt) : null;
  const canAppeal = appealUntil !== null && now < appealUntil;
  const canReply = status === 'waiting-citizen' && askedAt !== null;
  return {
    canReply,
    replyUntil: canReply ? endOfPeriod(rules.replyWithin, askedAt) : null,
    canConfirm,
    canReopen: canConfirm && reopeningsLeft > 0,
    reopenUntil,
    reopeningsLeft,
    canAppeal,
    appealUntil,
    canWithdraw: canChangeStatus(status, 'withdrawn'),
    canFollowUp:
      status === 'withdrawn' ||
      (status === 'answered' && !inTime && !hasFeedback) ||
      (status === 'closed' && !canAppeal && appealState !== 'pending'),
  };
}
