import { type EngineCommands, EngineTaskConflict, EngineTaskNotFound } from '#api/engine/engine-port.ts';
import type { Clock } from '#api/platform/clock.ts';
import type { Db } from '#api/platform/db.ts';
import type { NoticeKind } from '#common/contract/index.ts';
import type { NoticesService } from '../notices/index.ts';
import { requestHistory } from '../requests/index.ts';
import type { ReportingLineService } from './reporting-line.service.ts';
import type { EscalationLevel, StaffContact } from './reporting-line.ts';
import { type EscalatedRequest, type SlaStepRow, slaStepsRepo } from './sla-steps.repo.ts';

export const AUDIENCES = ['assignee', 'supervisor', 'level-1', 'level-2', 'level-3'] as const;
export type Audience = (typeof AUDIENCES)[number];

/** `over`: the clock of the step has ended, so nobody is notified; `unknown`: there is no such step. */
export type EffectResult = 'done' | 'already-done' | 'over' | 'unknown';

type Deps = {
  db: Db;
  clock: Clock;
  reportingLine: ReportingLineService;
  notices: NoticesService;
  engine: Pick<EngineCommands, 'updateCandidateGroups'>;
};

type HandOverResult = { department?: string; people?: StaffContact[]; regrouped?: boolean };

const HAND_OVER = 'hand-over';
const LEVELS: Record<string, EscalationLevel> = { 'level-1': 1, 'level-2': 2, 'level-3': 3 };

/** Effects of an escalation step. Each effect happens once, however often the step is sent or its job is
 *  delivered: it is recorded with the step, in the transaction of what it does. */
export function escalationService({ db, clock, reportingLine, notices, engine }: Deps) {
  async function once(
    slaStepId: string,
    effect: string,
    act: (tx: Db, step: SlaStepRow, request: EscalatedRequest, at: Date) => Promise<object>,
  ): Promise<EffectResult> {
    return db.transaction(async (tx): Promise<EffectResult> => {
      const steps = slaStepsRepo(tx);
      const step = await steps.get(slaStepId);
      const request = step && (await steps.lockRequest(step.request_id));
      if (!step || !request) return 'unknown';
      const at = clock.now();
      if (!(await steps.beginEffect(slaStepId, effect, at))) return 'already-done';
      const isOver = step.clock_state === 'met' || step.clock_state === 'stopped';
      await steps.saveEffectResult(
        slaStepId,
        effect,
        isOver ? { over: true } : await act(tx, step, request, at),
      );
      return isOver ? 'over' : 'done';
    });
  }

  /** Returns the people to notify. A level other than the step's own has none. After a hand-over these are
   *  the people it was handed to, whoever is present by now. */
  async function audienceOf(
    tx: Db,
    audience: Audience,
    step: SlaStepRow,
    request: EscalatedRequest,
  ): Promise<StaffContact[]> {
    if (audience === 'assignee') return reportingLine.taskHolders(tx, request);
    if (audience === 'supervisor') return (await reportingLine.contactsOfLevel(tx, 1, request)).people;
    if (audience !== step.step) return [];
    const handed = await slaStepsRepo(tx).effectResult<HandOverResult>(step.id, HAND_OVER);
    return handed?.people ?? (await reportingLine.contactsOfLevel(tx, LEVELS[audience] ?? 1, request)).people;
  }

  const kindOf = ({ step, mode }: SlaStepRow): NoticeKind => {
    if (step === 'remind' || step === 'warn') return step;
    return mode === 'transfer' ? 'handed-over' : 'escalated';
  };

  /** Adds the department to the candidate groups of the open tasks. Tasks that are completed or gone
   *  meanwhile are skipped. */
  async function regroup(requestId: string, department: string, slaStepId: string): Promise<void> {
    for (const task of await slaStepsRepo(db).openTasks(requestId)) {
      const groups = task.candidate_groups.length > 0 ? task.candidate_groups : [task.queue];
      if (groups.includes(department)) continue;
      const command = {
        taskKey: task.task_key,
        candidateGroups: [...groups, department],
        action: `hand-over ${slaStepId}`,
      };
      await engine.updateCandidateGroups(command).catch((error: unknown) => {
        if (!(error instanceof EngineTaskNotFound) && !(error instanceof EngineTaskConflict)) throw error;
      });
    }
    await slaStepsRepo(db).saveEffectResult(slaStepId, HAND_OVER, { regrouped: true });
  }

  return {
    /** Notifies people of the step inside the product. */
    tellStaff: ({ slaStepId, audience }: { slaStepId: string; audience: Audience }): Promise<EffectResult> =>
      once(slaStepId, `tell:${audience}`, async (tx, step, request) => {
        const people = await audienceOf(tx, audience, step, request);
        const { target, clock_due_at } = step;
        await notices.send(
          tx,
          people.map(({ username }) => ({
            recipient: username,
            kind: kindOf(step),
            requestId: request.id,
            data: {
              target,
              step: step.step,
              dueAt: clock_due_at.toISOString(),
              department: request.department,
            },
            urgent: request.priority === 'critical',
            onceKey: `${slaStepId}:${audience}:${username}`,
          })),
        );
        return { told: people.map(({ username }) => username) };
      }),

    /** Hands the request over to the head of the step's level, if the step asks for that: the hand-over is
     *  recorded, and the head's department may act on the open tasks. The department that has the request,
     *  and its clocks, stay as they are. A request on a higher level is not brought down. */
    async handOver({ slaStepId }: { slaStepId: string }): Promise<EffectResult> {
      const result = await once(slaStepId, HAND_OVER, async (tx, step, request, at) => {
        const to = LEVELS[step.step];
        if (to === undefined || step.mode !== 'transfer') return {};
        const { department, people } = await reportingLine.contactsOfLevel(tx, to, request, {
          handing: true,
        });
        if (request.escalation_level > to) return { department, people, regrouped: true };
        const tasks = await slaStepsRepo(tx).openTasks(request.id);
        await slaStepsRepo(tx).escalate(request.id, {
          level: to,
          department,
          to: people[0]?.username ?? null,
          at,
        });
        await requestHistory({ db: tx, clock }).recordSlaEvent(request.id, {
          kind: 'escalated',
          onceKey: `sla-step:${slaStepId}:${HAND_OVER}`,
          data: {
            level: to,
            target: step.target,
            reason: 'time-ran-out',
            from: {
              department: request.department,
              holders: tasks.flatMap(({ assignee }) => assignee ?? []),
            },
            to: { department, people },
          },
        });
        return { department, people };
      });
      const handed = await slaStepsRepo(db).effectResult<HandOverResult>(slaStepId, HAND_OVER);
      const step = await slaStepsRepo(db).get(slaStepId);
      if (step && handed?.department !== undefined && !handed.regrouped)
        await regroup(step.request_id, handed.department, slaStepId);
      return result;
    },

    /** Acknowledges the step for the process: only now it counts as taken. */
    finish: ({ slaStepId }: { slaStepId: string }): Promise<EffectResult> =>
      db.transaction(async (tx) => {
        const steps = slaStepsRepo(tx);
        const step = await steps.get(slaStepId);
        if (!step) return 'unknown';
        if (!(await steps.acknowledge(slaStepId, clock.now()))) return 'already-done';
        const { target, mode, due_at } = step;
        await requestHistory({ db: tx, clock }).recordSlaEvent(step.request_id, {
          kind: 'sla-step',
          onceKey: `sla-step:${slaStepId}`,
          data: { step: step.step, target, mode, dueAt: due_at.toISOString() },
        });
        return 'done';
      }),
  };
}

export type EscalationService = ReturnType<typeof escalationService>;
