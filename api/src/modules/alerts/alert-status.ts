import type { AlertStatus } from '#common/contract/index.ts';

/** The life of an alert. The process decides when a step is due; this table decides whether it is legal. */
const TRANSITIONS = {
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

export const canChangeAlertStatus = (from: AlertStatus, to: AlertStatus): boolean =>
  (TRANSITIONS[from] as readonly AlertStatus[]).includes(to);

/** Tells whether no status follows. */
export const hasEnded = (status: AlertStatus): boolean => TRANSITIONS[status].length === 0;
