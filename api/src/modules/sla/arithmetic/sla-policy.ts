import type { Priority, SLA_MODES, SLA_STEPS } from '#common/contract/index.ts';
import type { SlaTarget } from './sla-clock.ts';

export type SlaStep = (typeof SLA_STEPS)[number];
export type SlaMode = (typeof SLA_MODES)[number];

/** Step that is taken when this percentage of a target has elapsed. */
export type PolicyStep = { percent: number; step: SlaStep; mode: SlaMode };

/** Time of a target. `share` is a share of the service's own time: of its hours to acknowledge, or of its
 *  days to resolve. */
export type TargetTime = { hours: number } | { days: number } | { share: number };

/** Longest pause, for one and for all together, in working days. */
export type PauseCap = { onceDays: number; totalDays: number };

export type SlaPolicy = {
  id: number;
  /** Null: for every service without a policy of its own. */
  service: string | null;
  priority: Priority;
  version: number;
  validFrom: Date;
  targets: Partial<Record<SlaTarget, TargetTime | null>>;
  pause: PauseCap;
  ladder: readonly PolicyStep[];
};

/** Times that a service itself promises. */
export type ServiceTimes = { acknowledgeWorkingHours: number; resolveWorkingDays: number };

export type TargetAmount = { amount: number; unit: 'hours' | 'days' };

const MIN_ACKNOWLEDGE_HOURS = 0.5;

/** Returns the length of a service's target under a policy; null when nothing is promised. Days are whole, at
 *  least one. */
export function amountOf(policy: SlaPolicy, target: SlaTarget, service: ServiceTimes): TargetAmount | null {
  const time = policy.targets[target];
  if (!time) return null;
  if ('hours' in time) return { amount: time.hours, unit: 'hours' };
  if ('days' in time) return { amount: time.days, unit: 'days' };
  if (target === 'acknowledge')
    return {
      amount: Math.max(MIN_ACKNOWLEDGE_HOURS, time.share * service.acknowledgeWorkingHours),
      unit: 'hours',
    };
  return { amount: Math.max(1, Math.ceil(time.share * service.resolveWorkingDays)), unit: 'days' };
}

/** Returns the policy in force at a moment: the service's own before the general one, then the newest. */
export function policyAt(
  policies: readonly SlaPolicy[],
  { service, priority, at }: { service: string; priority: Priority; at: Date },
): SlaPolicy | undefined {
  return policies
    .filter((policy) => policy.priority === priority && policy.validFrom <= at)
    .filter((policy) => policy.service === service || policy.service === null)
    .sort((a, b) => Number(a.service === null) - Number(b.service === null) || b.version - a.version)[0];
}

/** Counts the steps of another list of escalation steps that are done, so that no step comes twice when the
 *  policy changes. */
export function firedStepsOn(
  ladder: readonly PolicyStep[],
  from: readonly PolicyStep[],
  fired: number,
): number {
  const reached = from[fired - 1]?.percent;
  return reached === undefined ? 0 : ladder.filter(({ percent }) => percent <= reached).length;
}
