import type { Notifier } from '#api/modules/notifications/index.ts';
import type { RequestClocks } from '#api/modules/sla/index.ts';
import type { Clock } from '#api/platform/clock.ts';
import type { Db } from '#api/platform/db.ts';
import type { Outcome } from '#common/contract/index.ts';
import { tidyText } from '#common/text/persian-text.ts';
import { readTrackingCode } from '#common/text/tracking-code.ts';
import { requestsRepo } from '../requests.repo.ts';
import { appendAnsweringOfficer } from '../rights/barred-officers.ts';
import { passesFourEyesCheck } from './four-eyes-check.ts';
import { officersRepo } from './officers.repo.ts';
import { OPEN_STATUSES, statusesBefore } from './request-status.ts';
import { type ProposedDepartment, resolveDepartment } from './resolve-department.ts';
import { type RequestStep, SkippedStep, stepRunner } from './run-step.ts';

export class SubmissionMissing extends Error {}

/** Thrown when the answer still lacks the check of a second person. */
export class AnswerUnchecked extends Error {}

export type StepDeps = { db: Db; clock: Clock; notifier: Notifier; clocks: RequestClocks };

/** `department`: the department that has the request now, when this step decided it. */
type Routed = { routed: boolean; department?: string };

/** Steps that processes take with a request while it is worked on, each exactly once however often its job is
 *  delivered. `db` is a transaction: status, history, notification and message stand or fall together. */
export function handlingSteps({ db, clock, notifier, clocks }: StepDeps) {
  const requests = requestsRepo(db);
  const officers = officersRepo(db);
  const { runStep, runStepWithVariables, recordStep } = stepRunner({ db, clock });

  const named = resolveDepartment(requests);

  async function submission(requestId: string, decision: string) {
    const found = await requests.latestSubmission(requestId, decision);
    if (!found)
      throw new SubmissionMissing(
        `No form with the decision "${decision}" was sent for request ${requestId}`,
      );
    return found;
  }

  return {
    /** Records which department has the request now. The first routing acknowledges the request; after an
     *  offered transfer it is the acceptance. `routed: false` when nobody decided, there is no such
     *  department, or the request complains about it: then a person must name one. */
    recordRouting: (step: RequestStep & ProposedDepartment) =>
      runStepWithVariables<Routed>(
        step,
        { from: ['received', 'in-progress', 'transferred'], step: 'record-routing' },
        async (request, at) => {
          const { rule } = step;
          const given = await named(request, step);
          if (!given || !(await officers.canReceive(given.department, request.barred_department)))
            return new SkippedStep({ routed: false });
          const { department } = given;
          const priority = given.priority ?? request.priority;
          const first = request.status === 'received';
          const kind = first ? 'in-progress' : department === request.department ? 'routed' : 'transferred';
          const data = { department, priority, rule, ...(first ? {} : { from: request.department }) };
          const moved = recordStep(
            step,
            { kind, at, data: { ...data, routed: true }, public: kind !== 'routed' },
            { columns: { status: 'in-progress', department, priority, routing_rule: rule } },
          );
          await Promise.all([moved, first && clocks.meet(request.id, 'acknowledge', at)]);
          if (priority !== request.priority) {
            await requests.setPriorityOfOpenTasks(request.id, priority);
            await clocks.reassess(request.id, { at, cause: 'priority' });
          }
          return { routed: true, department };
        },
        () => ({ routed: true }),
      ),

    /** Records that no rule routes the request, so that it waits for people. Operators must see this. */
    reportUndecided: (step: RequestStep & { rule: string | null }) =>
      runStep(step, { from: OPEN_STATUSES, step: 'report-undecided' }, (_request, at) =>
        recordStep(step, { kind: 'routing-undecided', at, data: { rule: step.rule }, public: false }),
      ),

    /** Puts the caseworker's question to the citizen. */
    askCitizen: (step: RequestStep) =>
      runStep(step, { from: statusesBefore('waiting-citizen'), step: 'ask-citizen' }, async (request, at) => {
        const { data, submitted_by: actor } = await submission(request.id, 'ask-citizen');
        const text = String(data.question);
        const said = { channel: request.channel, direction: 'out', kind: 'question', text, at } as const;
        const interactionId = await requests.addInteraction(request.id, said);
        await recordStep(
          step,
          { kind: 'question', at, actor, data: { interactionId }, public: true },
          { columns: { status: 'waiting-citizen' } },
        );
        await clocks.meet(request.id, 'first-reply', at);
        await clocks.pause(request.id, { at, reason: 'citizen' });
        await notifier.notify(db, { request, template: 'question', onceKey: step.onceKey });
      }),

    /** Resumes the work after the citizen's reply, or at the end of the time to reply. `resumed: false` when
     *  the reply came at the very moment the time ran out: then the process takes the reply. */
    resumeWork: (step: RequestStep & { reason: string | null }) =>
      runStepWithVariables(
        step,
        { from: ['received', 'in-progress', 'waiting-citizen', 'waiting-body'], step: 'resume-work' },
        async (request, at) => {
          const { reason } = step;
          const timedOut = request.status === 'waiting-citizen' && reason === 'reply-time-out';
          const talk = timedOut && (await requests.lastEvent(request.id, ['question', 'reply']));
          if (talk && talk.kind === 'reply') return new SkippedStep({ resumed: false });
          await recordStep(
            step,
            { kind: 'work-resumed', at, data: { reason, resumed: true }, public: false },
            { columns: { status: 'in-progress' } },
          );
          await clocks.resume(request.id, { at, reason: 'citizen' });
          await clocks.resume(request.id, { at, reason: 'outside-body' });
          return { resumed: true };
        },
        () => ({ resumed: true }),
      ),

    /** Gives the citizen the caseworker's answer, with the grounds for its outcome.
     *  @throws AnswerUnchecked */
    deliverAnswer: (step: RequestStep) =>
      runStep(step, { from: statusesBefore('answered'), step: 'deliver-answer' }, async (request, at) => {
        const answer = await submission(request.id, 'answer');
        if (!(await passesFourEyesCheck(requests, request.id, answer))) throw new AnswerUnchecked();
        const { data, submitted_by: actor } = answer;
        const outcome = data.outcome as Outcome;
        const said = {
          channel: request.channel,
          direction: 'out',
          kind: 'answer',
          text: String(data.text),
          at,
        } as const;
        const interactionId = await requests.addInteraction(request.id, said);
        const legalBasis = outcome === 'refused' ? textOrNull(data.legalBasis) : null;
        const duplicateOf = outcome === 'duplicate' ? await original(data.duplicateOf) : null;
        const evidence = textOrNull(data.evidence);
        const { department } = request;
        await recordStep(
          step,
          {
            kind: 'answered',
            at,
            actor,
            data: { interactionId, outcome, department, legalBasis, evidence, duplicateOf },
            public: true,
          },
          {
            columns: {
              status: 'answered',
              outcome,
              answered_at: at,
              answered_by: appendAnsweringOfficer(request.answered_by, actor),
              legal_basis: legalBasis,
              evidence,
              duplicate_of: duplicateOf,
            },
          },
        );
        await clocks.meet(request.id, 'resolve', at);
        await notifier.notify(db, { request, template: 'answered', onceKey: step.onceKey });
      }),
  };

  async function original(code: unknown): Promise<string | null> {
    return (await requests.idByTrackingCode(readTrackingCode(String(code ?? '')))) ?? null;
  }
}

export type HandlingSteps = ReturnType<typeof handlingSteps>;

const textOrNull = (text: unknown): string | null =>
  typeof text === 'string' ? tidyText(text) || null : null;
