import { requestsRepo } from '../requests.repo.ts';
import type { StepDeps } from './handling-steps.ts';
import { statusesBefore } from './request-status.ts';
import { type RequestStep, stepRunner } from './run-step.ts';

export class UnknownOutsideBody extends Error {}

/** Steps by which a request waits for a body outside the ministry. Its clocks are paused meanwhile, up to
 *  their cap. Each step is taken exactly once; `db` is a transaction. */
export function clockPauseSteps({ db, clock, clocks }: StepDeps) {
  const requests = requestsRepo(db);
  const { runStep, recordStep } = stepRunner({ db, clock });

  return {
    /** @throws UnknownOutsideBody when the body is not known: only a named body may stop the clock */
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
