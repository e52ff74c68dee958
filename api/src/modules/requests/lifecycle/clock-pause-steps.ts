import { requestsRepo } from '../requests.repo.ts';
import type { StepDeps } from './handling-steps.ts';
import { statusesBefore } from './request-status.ts';
import { type RequestStep, stepRunner } from './run-step.ts';

export class UnknownOutsideBody extends Error {}

/** The steps by which a request waits for a body outside the ministry; its clocks stand still meanwhile, up to their cap. Each
 *  exactly once; `db` is a transaction. */
export function clockPauseSteps({ db, clock, clocks }: StepDeps) {
  const requests = requestsRepo(db);
  const { runStep, recordStep } = stepRunner({ db, clock });

  return {
    /** @throws UnknownOutsideBody when nobody has written down who that is: time may stand still for a named body only */
    pauseClock: (step: RequestStep & { body: string; until: Date | null }) =>
      runStep(step, { from: statusesBefore('waiting-body'), step: 'pause-clock' }, async (request, at) => {
        const { body, until } = step;
        if (!(await requests.outsideBodyExists(body)))
          throw new UnknownOutsideBody(`There is no outside body "${body}"`);
        const data = { body, until: until?.toISOString() ?? null };
        await recordStep(
          step,
          { kind: 'waiting-body', at, data, public: true },
          { columns: { status: 'waiting-body' } },
        );
        await clocks.pause(request.id, { at, reason: 'outside-body', body, ...(until ? { until } : {}) });
      }),

    resumeClock: (step: RequestStep) =>
      runStep(step, { from: ['waiting-body'], step: 'resume-clock' }, async (request, at) => {
        await recordStep(
          step,
          { kind: 'body-replied', at, public: true },
          { columns: { status: 'in-progress' } },
        );
        await clocks.resume(request.id, { at, reason: 'outside-body' });
      }),
  };
}

export type ClockPauseSteps = ReturnType<typeof clockPauseSteps>;
