import type { RequestStatus } from '#common/contract/index.ts';
import type { Clock } from '#api/platform/clock.ts';
import type { Db } from '#api/platform/db.ts';
import { RequestNotFound } from './requests.errors.ts';
import { requestsRepo, type Change, type NewEvent, type RequestRow } from './requests.repo.ts';

/** A step that the process asks for. `onceKey` is the same for every delivery of one job. */
export type Step = { requestId: string; onceKey: string };

/** `skipped`: the request is past this step; it was written down and nothing else. */
export type StepResult = 'done' | 'already-done' | 'skipped';

/** What the process learns of a step: ids and codes. */
export type Facts = Record<string, unknown>;

export type Told<F extends Facts> = { result: StepResult; facts: F };

type Rule = { from: readonly RequestStatus[]; step: string };

/** Takes steps once, and only where the table of statuses allows them. */
export function stepTaker({ db, clock }: { db: Db; clock: Clock }) {
  const requests = requestsRepo(db);

  /** Holds the request and takes the step unless it was taken before or is not legal any more. What `act` tells must stand in
   *  the data of the event that it writes, so that a repeat tells the same. */
  async function takeTelling<F extends Facts>(
    { requestId, onceKey }: Step,
    { from, step }: Rule,
    act: (request: RequestRow, at: Date) => Promise<F | Skip<F>>,
    otherwise: (request: RequestRow) => F | Promise<F>,
  ): Promise<Told<F>> {
    const [request, before] = await Promise.all([
      requests.forUpdate(requestId),
      requests.happenedOnce(onceKey),
    ]);
    if (!request) throw new RequestNotFound();
    if (before) return { result: 'already-done', facts: before.data as F };
    const at = clock.now();
    const told = from.includes(request.status) ? await act(request, at) : new Skip(await otherwise(request));
    if (!(told instanceof Skip)) return { result: 'done', facts: told };
    await requests.record(requestId, {
      kind: 'step-skipped',
      at,
      actorKind: 'process',
      data: { step, status: request.status, ...told.facts },
      public: false,
      onceKey,
    });
    return { result: 'skipped', facts: told.facts };
  }

  return {
    takeTelling,

    take: async (
      step: Step,
      rule: Rule,
      act: (request: RequestRow, at: Date) => Promise<void>,
    ): Promise<StepResult> => {
      const acted = async (request: RequestRow, at: Date) => {
        await act(request, at);
        return {};
      };
      return (await takeTelling(step, rule, acted, () => ({}))).result;
    },

    /** Changes the request and writes why; the event carries the once-key. */
    move: (step: Step, event: Omit<NewEvent, 'actorKind' | 'onceKey'>, change: Change = {}) =>
      requests.record(step.requestId, { actorKind: 'process', ...event, onceKey: step.onceKey }, change),
  };
}

/** That a step is not to be taken after all, with what the process is told instead. */
export class Skip<F extends Facts = Facts> {
  constructor(readonly facts: F) {}
}
