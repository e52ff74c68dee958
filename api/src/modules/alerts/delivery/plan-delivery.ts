import { type AvailableChannels, planNotification } from '#api/modules/notifications/index.ts';
import { localDay } from '#api/platform/time.ts';
import type { AlertSeverity } from '#common/contract/index.ts';
import { type QuietHours, quietUntil } from './quiet-hours.ts';

/** Recipient that a wave has reached. `counted`: alerts of this day that use up the quota. */
export type AlertRecipient = {
  id: string;
  channel: 'email' | 'sms';
  address: string;
  quiet: QuietHours | null;
  counted: number;
};

export type DeliveryPlan = {
  state: 'queued' | 'waiting' | 'skipped';
  reason: string | null;
  notBefore: Date | null;
  countedOn: string | null;
};

/** Decides the delivery of an alert to one recipient now: sent, held until the quiet hours end, or not sent
 *  and why. An emergency ignores quiet hours and quota. */
export function planDelivery(
  { channel, address, quiet, counted }: AlertRecipient,
  {
    severity,
    now,
    dailyQuota,
    availableChannels,
  }: { severity: AlertSeverity; now: Date; dailyQuota: number; availableChannels: AvailableChannels },
): DeliveryPlan {
  const emergency = severity === 'emergency';
  const contact = { email: channel === 'email' ? address : null, mobile: channel === 'sms' ? address : null };
  const { state, reason } = planNotification(contact, availableChannels);
  if (state === 'skipped') return { state, reason, notBefore: null, countedOn: null };
  const quietEnd = emergency ? undefined : quietUntil(now, quiet);
  if (quietEnd) return { state: 'waiting', reason: 'quiet-hours', notBefore: quietEnd, countedOn: null };
  if (!emergency && counted >= dailyQuota)
    return { state: 'skipped', reason: 'daily-quota', notBefore: null, countedOn: null };
  return { state: 'queued', reason: null, notBefore: null, countedOn: emergency ? null : localDay(now) };
}
