import type { Clock } from '#api/platform/clock.ts';
import type { Db } from '#api/platform/db.ts';
import type { Priority } from '#common/contract/index.ts';
import * as change from './arithmetic/clock-transitions.ts';
import { newCaseClocks } from './arithmetic/new-clocks.ts';
import { type Pause, pause, resume } from './arithmetic/pause.ts';
import { type CaseTarget, isOpen, later, type PauseReason, type SlaClock } from './arithmetic/sla-clock.ts';
import { amountOf, firedStepsOn } from './arithmetic/sla-policy.ts';
import { workingTimeOf } from './arithmetic/working-time.ts';
import { calendarFor, calendarsRepo } from './calendars.repo.ts';
import { clockUpdater } from './clock-updater.ts';
import { clocksRepo } from './clocks.repo.ts';
import { openSlaCatalogue, type SlaCatalogue } from './sla-catalogue.ts';

type ClockFacts = { service: string; priority: Priority; province: string | null; received_at: Date };

/** Targets that a target implies: a reply also acknowledges, and a resolution also replies. */
const IMPLIED: Record<CaseTarget, readonly CaseTarget[]> = {
  acknowledge: ['acknowledge'],
  'first-reply': ['acknowledge', 'first-reply'],
  resolve: ['acknowledge', 'first-reply', 'resolve'],
};

export type RequestClocks = ReturnType<typeof requestClocks>;

/** Clocks of a request, as its lifecycle steps change them. Everything happens in the caller's transaction
 *  (`db`), and a repeat changes nothing. Lock the request first. Stage clocks belong to tasks: see
 *  stage-clocks.ts. */
export function requestClocks({
  db,
  clock: _clock,
  slaCatalogue: slaCatalogue = openSlaCatalogue(db),
}: {
  db: Db;
  clock: Clock;
  slaCatalogue?: SlaCatalogue;
}) {
  const clocks = clocksRepo(db);
  const calendars = calendarsRepo(db);
  const { updateAll } = clockUpdater({ db, slaCatalogue });

  /** Takes over newer versions of the clock's own calendar from their own dates on; the calendar of another
   *  province counts from now on. */
  async function takeoversOf(
    one: SlaClock,
    calendar: string,
    at: Date,
    cause: string,
  ): Promise<change.CalendarTakeover[]> {
    if (one.calendar === calendar) return calendars.takeoversAfter(calendar, one.calendarVersion);
    const all = await calendars.takeoversAfter(calendar, 0);
    return cause === 'calendar' ? all : all.map((version) => ({ ...version, from: later(version.from, at) }));
  }

  const ofCase = (one: SlaClock): boolean => one.target !== 'stage';

  async function facts(requestId: string): Promise<ClockFacts> {
    const found = await db('requests')
      .select('service', 'priority', 'province', 'received_at')
      .where({ id: requestId })
      .first<ClockFacts | undefined>();
    if (!found) throw new Error(`There is no request ${requestId}`);
    return found;
  }

  return {
    /** Starts the clocks of a request that has none. Intake starts them itself, in its one statement. */
    async start(requestId: string, at: Date): Promise<void> {
      const { service, priority, province } = await facts(requestId);
      const calendar = calendarFor(province, await calendars.current());
      const shiftsOf = await slaCatalogue.shiftsFor([calendar]);
      const time = workingTimeOf(shiftsOf(calendar.calendar, calendar.version));
      const policy = await slaCatalogue.policyOf(service, priority, at);
      const begun = newCaseClocks(await slaCatalogue.serviceTimesOf(service), { at, policy, calendar, time });
      await clocks.add(begun.map((clock) => ({ ...clock, requestId })));
    },

    /** Meets a target and those that it implies. A target that was met stays as it was. */
    async meet(requestId: string, target: CaseTarget, at: Date): Promise<void> {
      const all = await clocks.lockOfRequest(requestId);
      const reached = all.filter((one) => (IMPLIED[target] as readonly string[]).includes(one.target));
      await updateAll(reached, at, 'met', (one) => change.meet(one, at));
    },

    /** Pauses the clocks while the case waits for the citizen or for an outside body, at the latest until the
     *  cap. */
    async pause(requestId: string, wanted: Pause): Promise<void> {
      const all = (await clocks.lockOfRequest(requestId)).filter(ofCase);
      await updateAll(all, wanted.at, `paused-${wanted.reason}`, (one, { policy, time }) =>
        pause(one, wanted, policy.pause, time),
      );
    },

    async resume(requestId: string, { at, reason }: { at: Date; reason: PauseReason }): Promise<void> {
      const all = (await clocks.lockOfRequest(requestId)).filter(ofCase);
      await updateAll(all, at, `resumed-${reason}`, (one) => resume(one, { at, reason }));
    },

    /** Resumes the time to resolve with what had elapsed; a reply that was given stays given. */
    async reopen(requestId: string, at: Date): Promise<void> {
      const all = (await clocks.lockOfRequest(requestId)).filter(({ target }) => target === 'resolve');
      await updateAll(all, at, 'reopened', (one) => change.reopen(one, at));
    },

    /** Stops all clocks because nothing is due any more: closed without an answer, withdrawn, merged into
     *  another. */
    async stop(requestId: string, at: Date, reason: string): Promise<void> {
      await updateAll(await clocks.lockOfRequest(requestId), at, reason, (one) =>
        change.stop(one, at, reason),
      );
    },

    /** Recomputes the targets after a change of service, priority, province or calendar; elapsed time, pauses
     *  and fired steps stay. A target that the new service does not promise stops. */
    async reassess(requestId: string, { at, cause }: { at: Date; cause: string }): Promise<void> {
      const { service, priority, province } = await facts(requestId);
      const [times, policy] = await Promise.all([
        slaCatalogue.serviceTimesOf(service),
        slaCatalogue.policyOf(service, priority, at),
      ]);
      const { calendar } = calendarFor(province, await calendars.current());
      for (const one of (await clocks.lockOfRequest(requestId)).filter(isOpen)) {
        const { ladder } = await slaCatalogue.policy(one.policy);
        const takeovers = await takeoversOf(one, calendar, at, cause);
        await updateAll([one], at, cause, (held) => {
          if (held.target === 'stage') return change.changeCalendar(held, takeovers);
          const amount = amountOf(policy, held.target, times);
          if (!amount) return change.stop(held, at, 'no-target');
          const same =
            held.policy === policy.id && held.amount === amount.amount && held.unit === amount.unit;
          const fired = firedStepsOn(policy.ladder, ladder, held.fired);
          const aimed = same ? held : change.retarget(held, policy.id, amount, fired);
          return change.changeCalendar(aimed, takeovers);
        });
      }
    },

    /** Ends the pauses that have reached their cap, at the moment of the cap. */
    async endCappedPauses(requestId: string, now: Date): Promise<void> {
      await updateAll(await clocks.lockOfRequest(requestId), now, 'pause-cap', (one) => one);
    },
  };
}
