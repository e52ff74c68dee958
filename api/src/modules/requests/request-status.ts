import type { RequestStatus } from '../../../contract/index.ts';

/** The engine decides *when* a step is due; this table decides whether it is *legal*, so that a manual action, a late
 *  worker and a moved instance obey the same rule. */
const NEXT = {
  received: ['in-progress', 'withdrawn'],
  'in-progress': ['waiting-citizen', 'waiting-body', 'answered', 'transferred', 'withdrawn'],
  'waiting-citizen': ['in-progress', 'answered'],
  'waiting-body': ['in-progress'],
  transferred: ['in-progress'],
  answered: ['in-progress', 'closed'], // back: the citizen reopened it
  closed: ['in-progress'], // an appeal was admitted
  withdrawn: [],
} as const satisfies Record<RequestStatus, readonly RequestStatus[]>;

export const canMove = (from: RequestStatus, to: RequestStatus): boolean =>
  (NEXT[from] as readonly RequestStatus[]).includes(to);
