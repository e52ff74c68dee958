import type { RequestStatus } from '#common/contract/index.ts';

/** The engine decides *when* a step is due; this table decides whether it is *legal*, so that a manual action, a late
 *  worker and a moved instance obey the same rule. */
const NEXT = {
  received: ['in-progress', 'withdrawn'],
  'in-progress': ['waiting-citizen', 'waiting-body', 'answered', 'transferred', 'withdrawn'],
  'waiting-citizen': ['in-progress', 'answered', 'withdrawn'],
  'waiting-body': ['in-progress', 'withdrawn'],
  transferred: ['in-progress', 'withdrawn'],
  answered: ['in-progress', 'closed'], // back: the citizen reopened it
  closed: ['in-progress'], // an appeal was upheld
  withdrawn: [],
} as const satisfies Record<RequestStatus, readonly RequestStatus[]>;

const ALL = Object.keys(NEXT) as RequestStatus[];

export const canMove = (from: RequestStatus, to: RequestStatus): boolean =>
  (NEXT[from] as readonly RequestStatus[]).includes(to);

/** The statuses from which a request may come to this one. */
export const leadingTo = (to: RequestStatus): RequestStatus[] => ALL.filter((from) => canMove(from, to));

/** Work goes on with a request in these: it has no answer yet. */
export const OPEN: readonly RequestStatus[] = leadingTo('withdrawn');
