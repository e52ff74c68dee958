import { tidyText } from '#common/text/persian-text.ts';
import { type ChangedColumns, type RequestChange, type RequestRow, requestsRepo } from '../requests.repo.ts';
import { barredOfficers } from '../rights/barred-officers.ts';
import type { ClosingRulesProvider } from '../rights/closing-rules.ts';
import { type StepDeps, SubmissionMissing } from './handling-steps.ts';
import { officersRepo } from './officers.repo.ts';
import { statusesBefore } from './request-status.ts';
import { type RequestStep, SkippedStep, stepRunner } from './run-step.ts';

/** The first reopening goes to another officer of the department, later ones to the department above. */
const MAX_REOPENINGS_IN_DEPARTMENT = 1;

/** Thrown when the citizen has asked for another look and has a right to it. */
export class ReopeningDue extends Error {}

type FeedbackKind = 'confirmed' | 'unsatisfied' | 'reopened';

/** Steps that processes take with a request after its answer, each exactly once. `db` is a transaction. */
export function closingSteps({
  db,
  clock,
  notifier,
  clocks,
  rules,
}: StepDeps & { rules: ClosingRulesProvider }) {
  const requests = requestsRepo(db);
  const officers = officersRepo(db);
  const { runStep, runStepWithVariables, recordStep } = stepRunner({ db, clock });

  /** Returns the citizen's feedback on the answer of this round. */
  async function feedbackOn(requestId: string): Promise<FeedbackKind | undefined> {
    const last = await requests.lastEvent(requestId, ['answered', 'confirmed', 'unsatisfied', 'reopened']);
    return last && last.kind !== 'answered' ? (last.kind as FeedbackKind) : undefined;
  }

  return {
    /** Takes up an answered request again because the citizen asked for it. The first time it goes to another
     *  officer of the same department, or of the one above when there is nobody else; later to the department
     *  above. */
    reopenWork: (step: RequestStep) =>
      runStepWithVariables(
        step,
        { from: ['answered'], step: 'reopen-work' },
        async (request, at) => {
          const reopenings = request.reopenings + 1;
          const level =
            reopenings > MAX_REOPENINGS_IN_DEPARTMENT
              ? await officers.parentOf(request.department)
              : request.department;
          const { answered_by: answeredBy, appeal_state: appealState } = request;
          const barred = barredOfficers({ answeredBy, reopenings, appealState });
          const department = await officers.nearestWithOtherOfficer(level, barred, request.barred_department);
          const facts = { department, reopenings };
          const data = { reason: 'reopened', from: request.department, ...facts };
          await recordStep(
            step,
            { kind: 'work-resumed', at, data, public: false },
            reopenedChange({ department, reopenings }),
          );
          await clocks.reopen(request.id, at);
          await notifier.notify(db, { request, template: 'reopened', onceKey: step.onceKey });
          return facts;
        },
        ({ department, reopenings }) => ({ department, reopenings }),
      ),

    /** Closes the request. `closed: false` when the citizen asked for another look at the very moment the
     *  time ran out: the process then takes that up. A confirmed answer is `final`, and so is one after an
     *  appeal.
     *  @throws ReopeningDue when the process believes the limit of reopenings is reached and it is not */
    closeRequest: (step: RequestStep & { reason: string }) =>
      runStepWithVariables(
        step,
        { from: statusesBefore('closed'), step: 'close-request' },
        async (request, at) => {
          const word = await feedbackOn(request.id);
          if (word === 'reopened' && step.reason !== 'reopening-limit')
            return new SkippedStep({ closed: false, final: false });
          if (word === 'reopened' && request.reopenings < (await rules.of(request.service)).maxReopenings)
            throw new ReopeningDue();
          const reason = word && word !== 'reopened' ? word : step.reason;
          const final = word === 'confirmed' || request.appeal_state !== 'none';
          await recordStep(
            step,
            { kind: 'closed', at, data: { reason, closed: true, final }, public: true },
            { columns: { status: 'closed', closed_at: at, ...(final ? { final_at: at } : {}) } },
          );
          await clocks.stop(request.id, at, 'closed');
          await notifier.notify(db, { request, template: 'closed', onceKey: step.onceKey });
          return { closed: true, final };
        },
        () => ({ closed: true, final: false }),
      ),

    /** Ends the time to appeal. `final: false` when an appeal came in at that very moment. */
    finishCase: (step: RequestStep) =>
      runStepWithVariables(
        step,
        { from: ['closed'], step: 'finish-case' },
        async (request, at) => {
          if (request.appeal_state === 'pending') return new SkippedStep({ final: false });
          const columns: ChangedColumns = { final_at: request.final_at ?? at };
          await recordStep(step, { kind: 'final', at, data: { final: true }, public: false }, { columns });
          return { final: true };
        },
        () => ({ final: true }),
      ),

    /** Brings an appeal to the department above the one that answered, and there to an officer who never
     *  answered in this case. */
    fileAppeal: (step: RequestStep) =>
      runStepWithVariables(
        step,
        { from: ['closed'], step: 'file-appeal' },
        async (request, at) => {
          const over = request.appeal_state === 'upheld' || request.appeal_state === 'rejected';
          if (over || request.final_at) return new SkippedStep(await appealOf(request));
          const appealDepartment = await officers.nearestWithOtherOfficer(
            await officers.parentOf(request.department),
            request.answered_by,
            request.barred_department,
          );
          await recordStep(
            step,
            { kind: 'appeal-filed', at, data: { appealDepartment }, public: false },
            { columns: { appeal_state: 'pending', appeal_department: appealDepartment } },
          );
          await notifier.notify(db, { request, template: 'appeal-received', onceKey: step.onceKey });
          return { appealDepartment };
        },
        appealOf,
      ),

    /** Tells the citizen the decision on the appeal. If it is upheld, the work goes on in the department that
     *  decided; if it is rejected, the case is final. */
    decideAppeal: (step: RequestStep) =>
      runStepWithVariables(
        step,
        { from: ['closed'], step: 'decide-appeal' },
        async (request, at) => {
          if (request.appeal_state !== 'pending') return new SkippedStep(rejectedAppeal(request));
          const { data, submitted_by: actor } = await decision(request.id);
          const upheld = data.decision === 'upheld';
          const said = {
            channel: request.channel,
            direction: 'out',
            kind: 'appeal-decision',
            text: tidyText(String(data.text ?? '')),
            at,
          } as const;
          const interactionId = await requests.addInteraction(request.id, said);
          const facts: AppealVariables = upheld
            ? { appeal: 'upheld', department: request.appeal_department ?? request.department }
            : rejectedAppeal(request);
          await recordStep(
            step,
            { kind: 'appeal-decided', at, actor, data: { interactionId, ...facts }, public: true },
            upheld
              ? reopenedChange({ appeal_state: 'upheld', department: facts.department })
              : { columns: { appeal_state: 'rejected', final_at: at } },
          );
          if (upheld) await clocks.reopen(request.id, at);
          await notifier.notify(db, { request, template: 'appeal-decided', onceKey: step.onceKey });
          return facts;
        },
        rejectedAppeal,
      ),

    /** Records that the process knows of the withdrawal, which took effect when the citizen withdrew. */
    recordWithdrawal: (step: RequestStep) =>
      runStep(step, { from: ['withdrawn'], step: 'record-withdrawal' }, async (request, at) => {
        await recordStep(step, { kind: 'process-stopped', at, public: false });
        await notifier.notify(db, { request, template: 'withdrawn', onceKey: step.onceKey });
      }),
  };

  async function appealOf({ department }: RequestRow) {
    return { appealDepartment: await officers.parentOf(department) };
  }

  async function decision(requestId: string) {
    const found = await requests.latestSubmission(requestId, ...APPEAL_DECISIONS);
    if (!found) throw new SubmissionMissing(`No decision on the appeal of request ${requestId} was sent`);
    return found;
  }
}

export type ClosingSteps = ReturnType<typeof closingSteps>;

const APPEAL_DECISIONS = ['upheld', 'rejected'];

type AppealVariables = { appeal: 'upheld' | 'rejected'; department: string };

/** Variables for the process when there is no appeal to decide on. */
const rejectedAppeal = ({ department }: RequestRow): AppealVariables => ({ appeal: 'rejected', department });

/** Change that reopens a request and voids its answer. */
const reopenedChange = (columns: ChangedColumns): RequestChange => ({
  columns: {
    status: 'in-progress',
    outcome: null,
    answered_at: null,
    closed_at: null,
    legal_basis: null,
    evidence: null,
    duplicate_of: null,
    ...columns,
  },
});
