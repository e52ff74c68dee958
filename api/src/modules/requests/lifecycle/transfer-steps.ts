import type { NotificationTemplate } from '#api/modules/notifications/index.ts';
import type { Priority } from '#common/contract/index.ts';
import { requestsRepo } from '../requests.repo.ts';
import type { StepDeps } from './handling-steps.ts';
import { officersRepo } from './officers.repo.ts';
import { OPEN_STATUSES } from './request-status.ts';
import { type RequestStep, SkippedStep, stepRunner } from './run-step.ts';

/** `transferTo`: the department that got the offer in this step. */
type Offered = { offered: boolean; transferTo?: string };

/** Steps that offer a request to another department, and small steps that every process may take. Each is
 *  taken exactly once; `db` is a transaction. */
export function transferSteps({ db, clock, notifier, clocks }: StepDeps) {
  const requests = requestsRepo(db);
  const officers = officersRepo(db);
  const { runStep, runStepWithVariables, recordStep } = stepRunner({ db, clock });

  return {
    /** Offers the request to another department. It stays with the first one until the other accepts, which
     *  `recordRouting` records. `offered: false` when nobody asked for it, there is no such department, or
     *  the request complains about it. */
    offerTransfer: (step: RequestStep) =>
      runStepWithVariables<Offered>(
        step,
        { from: ['in-progress'], step: 'offer-transfer' },
        async (request, at) => {
          const form = await requests.latestSubmission(request.id, 'transfer');
          const to = String(form?.data.transferTo ?? '');
          if (!form || !(await officers.canReceive(to, request.barred_department)))
            return new SkippedStep({ offered: false });
          const told = { offered: true, transferTo: to };
          const data = { from: request.department, to, reason: reasonIn(form.data), ...told };
          await recordStep(
            step,
            { kind: 'transfer-offered', at, actor: form.submitted_by, data, public: false },
            { columns: { status: 'transferred' } },
          );
          return told;
        },
        () => ({ offered: true }),
      ),

    /** Records that the other department did not accept: the work goes on where it was. */
    declineTransfer: (step: RequestStep) =>
      runStep(step, { from: ['transferred'], step: 'decline-transfer' }, async (request, at) => {
        const offered = await requests.lastEvent(request.id, ['transfer-offered']);
        const form = offered && (await requests.latestSubmissionSince(request.id, offered.at));
        const data = { department: request.department, reason: reasonIn(form?.data) };
        const actor = form?.submitted_by ?? null;
        await recordStep(
          step,
          { kind: 'transfer-declined', at, actor, data, public: false },
          { columns: { status: 'in-progress' } },
        );
      }),

    setPriority: (step: RequestStep & { priority: Priority }) =>
      runStep(step, { from: OPEN_STATUSES, step: 'set-priority' }, async (request, at) => {
        const { priority } = step;
        const data = { from: request.priority, priority };
        await recordStep(
          step,
          { kind: 'priority-changed', at, data, public: false },
          { columns: { priority } },
        );
        await requests.setPriorityOfOpenTasks(request.id, priority);
        await clocks.reassess(request.id, { at, cause: 'priority' });
      }),

    /** Sends the citizen the message of a template. */
    notifyCitizen: (step: RequestStep & { template: NotificationTemplate }) =>
      runStep(
        step,
        { from: [...OPEN_STATUSES, 'answered', 'closed'], step: 'notify' },
        async (request, at) => {
          const { template, onceKey } = step;
          await recordStep(step, { kind: 'notified', at, data: { template }, public: false });
          await notifier.notify(db, { request, template, onceKey });
        },
      ),

    /** Reminds the citizen of the question that waits for a reply. */
    remindCitizen: (step: RequestStep) =>
      runStep(step, { from: ['waiting-citizen'], step: 'remind-citizen' }, async (request, at) => {
        await recordStep(step, { kind: 'reminded', at, public: false });
        await notifier.notify(db, { request, template: 'reminder', onceKey: step.onceKey });
      }),
  };
}

export type TransferSteps = ReturnType<typeof transferSteps>;

const reasonIn = (data: Record<string, unknown> | undefined): string | null =>
  typeof data?.reason === 'string' ? data.reason : null;
