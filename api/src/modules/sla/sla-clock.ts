import type { Priority } from '#common/contract/index.ts';
import type { Clock } from '#api/platform/clock.ts';
import type { Db } from '#api/platform/db.ts';
import { openSlaBook, type SlaBook } from './book.ts';
import * as change from './change.ts';
import { isOpen, later, type CaseTarget, type PauseReason, type SlaClock } from './clock.ts';
import { calendarFor, calendarsRepo } from './calendars.repo.ts';
import { clocksRepo } from './clocks.repo.ts';
import { clockMoves } from './moving.ts';
import { caseClocks } from './new-clocks.ts';
import { pause, resume, type Pause } from './pause.ts';
import { amountOf, firedOn } from './sla-policy.ts';
import { workingTimeOf } from './working-time.ts';

type Facts = { service: string; priority: Priority; province: string | null; received_at: Date };

/** Whoever answers has also taken note, and whoever resolves has also replied. */
const IMPLIED: Record<CaseTarget, readonly CaseTarget[]> = {
  acknowledge: ['acknowledge'],
  'first-reply': ['acknowledge', 'first-reply'],
  resolve: ['acknowledge', 'first-reply', 'resolve'],
};

export type SlaClocks = ReturnType<typeof slaClock>;

/** The clocks of a request, as the steps of its life move them. Everything happens in the caller's transaction (`db`), and the
 *  same again changes nothing. Hold the request first. Stage clocks belong to tasks: see stage-clocks.ts. */
export function slaClock({
  db,
  clock: _clock,
  book = openSlaBook(db),
}: {
  db: Db;
  clock: Clock;
  book?: SlaBook;
}) {
  const clocks = clocksRepo(db);
  const calendars = calendarsRepo(db);
  const { moveAll } = clockMoves({ db, book });

  /** A newer version of the same calendar holds since it began; a move to another province counts from now on. */
  async function takeoversOf(
    one: SlaClock,
    calendar: string,
    at: Date,
    cause: string,
  ): Promise<change.Takeover[]> {
    if (one.calendar === calendar) return calendars.newerThan(calendar, one.calendarVersion);
    const all = await calendars.newerThan(calendar, 0);
    return cause === 'calendar' ? all : all.map((version) => ({ ...version, from: later(version.from, at) }));
  }

  const ofCase = (one: SlaClock): boolean => one.target !== 'stage';

  async function facts(requestId: string): Promise<Facts> {
    const found = await db('requests')
      .select('service', 'priority', 'province', 'received_at')
      .where({ id: requestId })
      .first<Facts | undefined>();
    if (!found) throw new Error(`There is no request ${requestId}`);
    return found;
  }

  return {
    /** Starts the clocks of a request that has none. Intake does it by itself, in its one statement. */
    async start(requestId: string, at: Date): Promise<void> {
      const { service, priority, province } = await facts(requestId);
      const calendar = calendarFor(province, await calendars.current());
      const shiftsOf = await book.shifts([calendar]);
      const time = workingTimeOf(shiftsOf(calendar.calendar, calendar.version));
      const policy = await book.policyOf(service, priority, at);
      const begun = caseClocks(await book.timesOf(service), { at, policy, calendar, time });
      await clocks.add(begun.map((clock) => ({ ...clock, requestId })));
    },

    /** A target is reached, and with it those that it implies. What was met stays as it was. */
    async meet(requestId: string, target: CaseTarget, at: Date): Promise<void> {
      const all = await clocks.hold(requestId);
      const reached = all.filter((one) => (IMPLIED[target] as readonly string[]).includes(one.target));
      await moveAll(reached, at, 'met', (one) => change.meet(one, at));
    },

    /** The case waits for the citizen or for an outside body: its clocks stand still, at the latest until the cap. */
    async pause(requestId: string, wanted: Pause): Promise<void> {
      const all = (await clocks.hold(requestId)).filter(ofCase);
      await moveAll(all, wanted.at, `paused-${wanted.reason}`, (one, { policy, time }) =>
        pause(one, wanted, policy.pause, time),
      );
    },

    async resume(requestId: string, { at, reason }: { at: Date; reason: PauseReason }): Promise<void> {
      const all = (await clocks.hold(requestId)).filter(ofCase);
      await moveAll(all, at, `resumed-${reason}`, (one) => resume(one, { at, reason }));
    },

    /** The time to resolve runs on from what had elapsed; a reply that was given stays given. */
    async reopen(requestId: string, at: Date): Promise<void> {
      const all = (await clocks.hold(requestId)).filter(({ target }) => target === 'resolve');
      await moveAll(all, at, 'reopened', (one) => change.reopen(one, at));
    },

    /** Nothing is due any more: closed without an answer, withdrawn, merged into another. */
    async stop(requestId: string, at: Date, reason: string): Promise<void> {
      await moveAll(await clocks.hold(requestId), at, reason, (one) => change.stop(one, at, reason));
    },

    /** The service, the priority, the province or the calendar changed: what is promised is computed anew; elapsed time, pauses
     *  and fired steps stay. A target that the new service does not promise stops. */
    async reassess(requestId: string, { at, cause }: { at: Date; cause: string }): Promise<void> {
      const { service, priority, province } = await facts(requestId);
      const [times, policy] = await Promise.all([
        book.timesOf(service),
        book.policyOf(service, priority, at),
      ]);
      const { calendar } = calendarFor(province, await calendars.current());
      for (const one of (await clocks.hold(requestId)).filter(isOpen)) {
        const { ladder } = await book.policy(one.policy);
        const takeovers = await takeoversOf(one, calendar, at, cause);
        await moveAll([one], at, cause, (held) => {
          if (held.target === 'stage') return change.recalendar(held, takeovers);
          const amount = amountOf(policy, held.target, times);
          if (!amount) return change.stop(held, at, 'no-target');
          const same =
            held.policy === policy.id && held.amount === amount.amount && held.unit === amount.unit;
          const fired = firedOn(policy.ladder, ladder, held.fired);
          const aimed = same ? held : change.retarget(held, policy.id, amount, fired);
          return change.recalendar(aimed, takeovers);
        });
      }
    },

    /** Ends the pauses whose cap has come, at the moment of the cap. */
    async endCappedPauses(requestId: string, now: Date): Promise<void> {
      await moveAll(await clocks.hold(requestId), now, 'pause-cap', (one) => one);
    },
  };
}
