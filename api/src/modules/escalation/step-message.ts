import type { OutboxMessage } from '#api/platform/outbox.ts';

export const STEP_MESSAGE = 'sla-step';

/** Message that tells a process of a step; the diagram `escalate` says what then happens. */
export const stepMessage = ({
  id,
  request_id,
  target,
  step,
  mode,
}: {
  id: string;
  request_id: string;
  target: string;
  step: string;
  mode: string;
}): OutboxMessage => ({
  requestId: request_id,
  kind: 'message',
  messageName: STEP_MESSAGE,
  variables: { slaStep: step, slaTarget: target, slaMode: mode, slaStepId: id },
});
