import type { Clock } from '#api/platform/clock.ts';
import type { Db } from '#api/platform/db.ts';
import type { RequestStatus } from '#common/contract/index.ts';
import { RequestNotFound } from '../requests.errors.ts';
import { type NewEvent, type RequestChange, type RequestRow, requestsRepo } from '../requests.repo.ts';

/** Step that a process asks for. `onceKey` is the same for every delivery of one job. */
export type RequestStep = { requestId: string; onceKey: string };

/** `skipped`: the request is past this step; the skip was recorded and nothing else. */
export type StepResult = 'done' | 'already-done' | 'skipped';

/** Ids and codes that the process learns from a step. */
export type StepVariables = Record<string, unknown>;

export type StepCompletion<F extends StepVariables> = { result: StepResult; variables: F };

type StepRule = { from: readonly RequestStatus[]; step: string };

/** Runs steps once, and only where the table of statuses allows them. */
export function stepRunner({ db, clock }: { db: Db; clock: Clock }) {
  const requests = requestsRepo(db);

  /** Locks the request and takes the step, unless it was taken before or is no longer legal. Everything that
   *  `act` returns must be in the data of the event that it writes, so that a repeat returns the same. */
  async function runStepWithVariables<F extends StepVariables>(
    { requestId, onceKey }: RequestStep,
    { from, step }: StepRule,
    act: (request: RequestRow, at: Date) => Promise<F | SkippedStep<F>>,
    otherwise: (request: RequestRow) => F | Promise<F>,
  ): Promise<StepCompletion<F>> {
    const [request, before] = await Promise.all([
      requests.forUpdate(requestId),
      requests.eventByOnceKey(onceKey),
    ]);
    if (!request) throw new RequestNotFound();
    if (before) return { result: 'already-done', variables: before.data as F };
    const at = clock.now();
    const told = from.includes(request.status)
      ? await act(request, at)
      : new SkippedStep(await otherwise(request));
    if (!(told instanceof SkippedStep)) return { result: 'done', variables: told };
    await requests.record(requestId, {
      kind: 'step-skipped',
      at,
      actorKind: 'process',
      data: { step, status: request.status, ...told.variables },
      public: false,
      onceKey,
    });
    return { result: 'skipped', variables: told.variables };
  }

  return {
    runStepWithVariables,

    runStep: async (
      step: RequestStep,
      rule: StepRule,
      act: (request: RequestRow, at: Date) => Promise<void>,
    ): Promise<StepResult> => {
      const acted = async (request: RequestRow, at: Date) => {
        await act(request, at);
        return {};
      };
      return (await runStepWithVariables(step, rule, acted, () => ({}))).result;
    },

    /** Changes the request and records why; the event carries the once-key. */
    recordStep: (
      step: RequestStep,
      event: Omit<NewEvent, 'actorKind' | 'onceKey'>,
      change: RequestChange = {},
    ) => requests.record(step.requestId, { actorKind: 'process', ...event, onceKey: step.onceKey }, change),
  };
}

/** Result of a step that is not taken after all, with the variables for the process instead. */
export class SkippedStep<F extends StepVariables = StepVariables> {
  constructor(readonly variables: F) {}
}
