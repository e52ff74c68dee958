/** Channels that this installation can send by. There is no SMS gateway yet. */
export type AvailableChannels = { mail: boolean };

export type NotificationPlan = {
  channel: 'sms' | 'email';
  state: 'queued' | 'skipped';
  reason: 'no-address' | 'no-sms-gateway' | 'no-mail-server' | null;
};

/** Plans how a person can be notified: by e-mail where there is an address and a mail server. What cannot be
 *  sent is recorded with the reason, so that nobody believes it was. */
export function planNotification(
  { mobile, email }: { mobile: string | null; email: string | null },
  availableChannels: AvailableChannels,
): NotificationPlan {
  if (email !== null && availableChannels.mail) return { channel: 'email', state: 'queued', reason: null };
  if (mobile !== null) return { channel: 'sms', state: 'skipped', reason: 'no-sms-gateway' };
  return { channel: 'email', state: 'skipped', reason: email === null ? 'no-address' : 'no-mail-server' };
}
