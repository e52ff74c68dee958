import type { OutboxMessage } from '#api/platform/outbox.ts';
import type { AlertLimits, AlertRow } from './alerts.repo.ts';

/** Message that starts the process of an alert: ids and routing facts, no text. `region` is set when the
 *  alert is for exactly one province. */
export const alertStart = (alert: AlertRow, limits: AlertLimits): OutboxMessage => {
  const [region = null, ...more] = alert.provinces;
  return {
    correlationKey: alert.id,
    kind: 'start',
    messageName: 'alert.citizen-alert',
    variables: {
      alertId: alert.id,
      kind: alert.kind,
      severity: alert.severity,
      region: more.length > 0 ? null : region,
      validUntil: alert.valid_until.toISOString(),
      wavePause: limits.wave_pause,
      deliveryPause: limits.delivery_pause,
      remindApprover: alert.severity === 'emergency' ? limits.remind_emergency : limits.remind_approver,
    },
  };
};

export const alertWithdrawn = (alertId: string): OutboxMessage => ({
  correlationKey: alertId,
  kind: 'message',
  messageName: 'alert-withdrawn',
  variables: {},
});
