import type { RequestStatus } from '#common/contract/index.ts';

/** The engine decides *when* a step is due; this table decides whether it is *legal*, so that a manual
 *  action, a late worker and a migrated instance obey the same rule. */
const TRANSITIONS = {
  received: ['in-progress', 'withdrawn'],
  'in-progress': ['waiting-citizen', 'waiting-body', 'answered', 'transferred', 'withdrawn'],
  'waiting-citizen': ['in-progress', 'answered', 'withdrawn'],
  'waiting-body': ['in-progress', 'withdrawn'],
  transferred: ['in-progress', 'withdrawn'],
  answered: ['in-progress', 'closed'], // back: the citizen reopened it
  closed: ['in-progress'], // an appeal was upheld
  withdrawn: [],
} as const satisfies Record<RequestStatus, readonly RequestStatus[]>;

const ALL_STATUSES = Object.keys(TRANSITIONS) as RequestStatus[];

export const canChangeStatus = (from: RequestStatus, to: RequestStatus): boolean =>
  (TRANSITIONS[from] as readonly RequestStatus[]).includes(to);

/** Returns the statuses from which a request may change to this one. */
export const statusesBefore = (to: RequestStatus): RequestStatus[] =>
  ALL_STATUSES.filter((from) => canChangeStatus(from, to));

/** Statuses of a request that is being worked on and has no answer yet. */
export const OPEN_STATUSES: readonly RequestStatus[] = statusesBefore('withdrawn');
