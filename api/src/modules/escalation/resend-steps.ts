import type { Clock } from '#api/platform/clock.ts';
import type { Db } from '#api/platform/db.ts';
import type { Log } from '#api/platform/log.ts';
import { enqueue } from '#api/platform/outbox.ts';
import { RESEND_AFTER_MS } from './fire-steps.ts';
import { STEP_MESSAGE, stepMessage } from './step-message.ts';

/** After this number of unanswered messages a step waits for a person. */
export const MAX_SENDS = 5;

type Row = {
  id: string;
  request_id: string;
  target: string;
  step: string;
  mode: string;
  sends: number;
  clock_state: string;
  unsent: boolean;
};

/** Steps that their process has not acknowledged in time. While an earlier message of the request still waits
 *  for the engine, a second one would say nothing new. */
const CLAIM = `
  select s.id, s.request_id, s.target, s.step, s.mode, s.sends, c.state as clock_state,
         exists (select from outbox o where o.request_id = s.request_id and o.sent_at is null and o.message_name = ?) as unsent
    from sla_steps s
    join sla_clocks c on c.id = s.clock
    join requests r on r.id = s.request_id
   where s.state = 'sent' and s.send_again_at <= ?
   order by s.send_again_at, s.id
   limit ?
     for update of s skip locked
     for key share of r skip locked`;

/** Sends unacknowledged steps to their processes again, with the same id, so that the effects stay the same.
 *  If the clock has ended meanwhile, the step lapses; after the last attempt it is stuck.
 *  @returns the number of steps examined, at most `limit` */
export const resendSteps =
  ({ db, clock, log }: { db: Db; clock: Clock; log: Log }) =>
  (limit: number): Promise<number> =>
    db.transaction(async (tx) => {
      const now = clock.now();
      const { rows } = await tx.raw<{ rows: Row[] }>(CLAIM, [STEP_MESSAGE, now, limit]);
      if (rows.length === 0) return 0;
      const over = rows.filter(({ clock_state }) => clock_state === 'met' || clock_state === 'stopped');
      const open = rows.filter((row) => !over.includes(row));
      const waiting = open.filter(({ unsent }) => unsent);
      const stuck = open.filter(({ unsent, sends }) => !unsent && sends >= MAX_SENDS);
      const again = open.filter(({ unsent, sends }) => !unsent && sends < MAX_SENDS);
      const idsOf = (of: readonly Row[]) => of.map(({ id }) => id);
      const later = new Date(now.getTime() + RESEND_AFTER_MS);
      await tx('sla_steps').whereIn('id', idsOf(over)).update({ state: 'lapsed', send_again_at: null });
      await tx('sla_steps').whereIn('id', idsOf(stuck)).update({ state: 'stuck', send_again_at: null });
      await tx('sla_steps').whereIn('id', idsOf(waiting)).update({ send_again_at: later });
      await tx('sla_steps')
        .whereIn('id', idsOf(again))
        .update({ send_again_at: later, sends: tx.raw('sends + 1') });
      await enqueue(tx, again.map(stepMessage));
      for (const { id, request_id } of stuck)
        log.error(
          { slaStepId: id, requestId: request_id },
          'an SLA step was never acknowledged by its process',
        );
      return rows.length;
    });
