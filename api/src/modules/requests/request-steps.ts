import type { Outcome, Priority, RequestStatus } from '../../../contract/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/db.ts';
import type { Notifier } from '../notifications/index.ts';
import type { SlaClocks } from '../sla/index.ts';
import { startMessage } from './start-message.ts';
import { canMove } from './request-status.ts';
import { RequestNotFound } from './requests.errors.ts';
import { requestsRepo, type Change, type NewEvent, type RequestRow } from './requests.repo.ts';
import { enqueue } from '../../platform/outbox.ts';

/** A step that the process asks for. `onceKey` is the same for every delivery of one job. */
type Step = { requestId: string; onceKey: string };

/** `skipped`: the request is past this step; it was written down and nothing else. */
export type StepResult = 'done' | 'already-done' | 'skipped';

export class SubmissionMissing extends Error {}

type Deps = { db: Db; clock: Clock; notifier: Notifier; clocks: SlaClocks };

/** The steps that processes take with a request, each exactly once however often its job is delivered. Call through
 *  `atomically`: status, history, notification and message stand or fall together. */
export function requestSteps({ db, clock, notifier, clocks }: Deps) {
  const requests = requestsRepo(db);

  /** Holds the request and takes the step unless it was taken before or is not legal any more. */
  async function take(
    { requestId, onceKey }: Step,
    { from, step }: { from: readonly RequestStatus[]; step: string },
    act: (request: RequestRow, at: Date) => Promise<void>,
  ): Promise<StepResult> {
    const request = await requests.forUpdate(requestId);
    if (!request) throw new RequestNotFound();
    if (await requests.happenedOnce(onceKey)) return 'already-done';
    const at = clock.now();
    if (from.includes(request.status)) {
      await act(request, at);
      return 'done';
    }
    const data = { step, status: request.status };
    await requests.record(requestId, {
      kind: 'step-skipped',
      at,
      actorKind: 'process',
      data,
      public: false,
      onceKey,
    });
    return 'skipped';
  }

  /** Changes the request and writes why; the event carries the once-key. */
  const move = (step: Step, event: Omit<NewEvent, 'actorKind' | 'onceKey'>, change: Change) =>
    requests.record(step.requestId, { actorKind: 'process', ...event, onceKey: step.onceKey }, change);

  async function submission(requestId: string, decision: string) {
    const found = await requests.latestSubmission(requestId, decision);
    if (!found)
      throw new SubmissionMissing(
        `No form with the decision "${decision}" was sent for request ${requestId}`,
      );
    return found;
  }

  const leadingTo = (to: RequestStatus): RequestStatus[] =>
    (
      ['received', 'in-progress', 'waiting-citizen', 'waiting-body', 'transferred', 'answered'] as const
    ).filter((from) => canMove(from, to));

  return {
    /** Says who has the request now. The first routing acknowledges it. */
    recordRouting: (step: Step & { department: string; priority: Priority; rule: string | null }) =>
      take(
        step,
        { from: ['received', 'in-progress', 'transferred'], step: 'record-routing' },
        async (request, at) => {
          const { department, priority, rule } = step;
          const first = request.status === 'received';
          const kind = first ? 'in-progress' : department === request.department ? 'routed' : 'transferred';
          const data = { department, priority, rule, ...(first ? {} : { from: request.department }) };
          await move(
            step,
            { kind, at, data, public: first },
            { columns: { status: 'in-progress', department, priority, routing_rule: rule } },
          );
          if (first) await clocks.meet(request.id, 'acknowledge', at);
          if (priority !== request.priority) {
            await requests.rankOpenTasks(request.id, priority);
            await clocks.reassess(request.id, { at, cause: 'priority' });
          }
        },
      ),

    /** Puts the caseworker's question to the citizen. */
    askCitizen: (step: Step) =>
      take(step, { from: leadingTo('waiting-citizen'), step: 'ask-citizen' }, async (request, at) => {
        const { data, submitted_by: actor } = await submission(request.id, 'ask-citizen');
        const text = String(data.question);
        const said = { channel: request.channel, direction: 'out', kind: 'question', text, at } as const;
        const interactionId = await requests.addInteraction(request.id, said);
        await move(
          step,
          { kind: 'question', at, actor, data: { interactionId }, public: true },
          { columns: { status: 'waiting-citizen' } },
        );
        await clocks.meet(request.id, 'first-reply', at);
        await clocks.pause(request.id, { at, reason: 'citizen' });
        await notifier.notify(db, { request, template: 'question', onceKey: step.onceKey });
      }),

    /** Goes on after the citizen's reply, the end of the time to reply, or a reopening. */
    resumeWork: (step: Step & { reason: string | null }) =>
      take(
        step,
        { from: ['in-progress', ...leadingTo('in-progress')], step: 'resume-work' },
        async (request, at) => {
          const reopened = request.status === 'answered';
          await move(
            step,
            { kind: 'work-resumed', at, data: { reason: step.reason }, public: false },
            reopened ? reopening(request) : { columns: { status: 'in-progress' } },
          );
          await clocks.resume(request.id, { at, reason: 'citizen' });
          if (reopened) {
            await clocks.reopen(request.id, at);
            await notifier.notify(db, { request, template: 'reopened', onceKey: step.onceKey });
          }
        },
      ),

    /** Gives the citizen the caseworker's answer. */
    deliverAnswer: (step: Step) =>
      take(step, { from: leadingTo('answered'), step: 'deliver-answer' }, async (request, at) => {
        const { data, submitted_by: actor } = await submission(request.id, 'answer');
        const outcome = data.outcome as Outcome;
        const said = {
          channel: request.channel,
          direction: 'out',
          kind: 'answer',
          text: String(data.text),
          at,
        } as const;
        const interactionId = await requests.addInteraction(request.id, said);
        await move(
          step,
          { kind: 'answered', at, actor, data: { interactionId, outcome }, public: true },
          { columns: { status: 'answered', outcome, answered_at: at } },
        );
        await clocks.meet(request.id, 'resolve', at);
        await notifier.notify(db, { request, template: 'answered', onceKey: step.onceKey });
      }),

    /** Ends the request. When the citizen reopened it in the very moment in which the time ran out, it is not closed: its
     *  process is over, so it gets a new one. */
    closeRequest: (step: Step & { reason: string }) =>
      take(step, { from: leadingTo('closed'), step: 'close-request' }, async (request, at) => {
        if (step.reason === 'time-out' && (await requests.cameSince(request.id, ['reopened'], 'answered'))) {
          await move(
            step,
            { kind: 'work-resumed', at, data: { reason: 'reopened-at-time-out' }, public: false },
            reopening(request),
          );
          await clocks.reopen(request.id, at);
          await enqueue(db, startMessage(request));
          return;
        }
        await move(
          step,
          { kind: 'closed', at, data: { reason: step.reason }, public: true },
          { columns: { status: 'closed', closed_at: at } },
        );
        await clocks.stop(request.id, at, 'closed');
        await notifier.notify(db, { request, template: 'closed', onceKey: step.onceKey });
      }),
  };
}

export type RequestSteps = ReturnType<typeof requestSteps>;

/** A reopened request runs on with the deadline that it had. */
const reopening = ({ reopenings }: RequestRow): Change => ({
  columns: { status: 'in-progress', reopenings: reopenings + 1, outcome: null, answered_at: null },
});
