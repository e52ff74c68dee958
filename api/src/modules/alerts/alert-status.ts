import type { AlertStatus } from '#common/contract/index.ts';

/** The life of an alert. The process decides when a step is due; this table decides whether it is legal. */
const NEXT = {
  draft: ['awaiting-approval', 'withdrawn'],
  'awaiting-approval': ['counting', 'rejected', 'withdrawn', 'expired'],
  counting: ['awaiting-confirmation', 'sending', 'withdrawn', 'expired'],
  'awaiting-confirmation': ['sending', 'stopped', 'withdrawn', 'expired'],
  sending: ['sent', 'withdrawn', 'expired'],
  rejected: [],
  stopped: [],
  sent: [],
  withdrawn: [],
  expired: [],
} as const satisfies Record<AlertStatus, readonly AlertStatus[]>;

export const canMove = (from: AlertStatus, to: AlertStatus): boolean =>
  (NEXT[from] as readonly AlertStatus[]).includes(to);

/** Nothing follows. */
export const isOver = (status: AlertStatus): boolean => NEXT[status].length === 0;
