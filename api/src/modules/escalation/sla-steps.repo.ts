import type { Db } from '#api/platform/db.ts';
import type { SlaMode, SlaStep } from '#common/contract/index.ts';

/** Escalation step of a clock, with the data that its effects need of the request and the clock. */
export type SlaStepRow = {
  id: string;
  request_id: string;
  target: string;
  step: SlaStep;
  mode: SlaMode;
  due_at: Date;
  clock_state: string;
  clock_due_at: Date;
};

export type EscalatedRequest = {
  id: string;
  department: string;
  /** Unit that the request complains about. */
  barred: string | null;
  priority: string;
  escalation_level: number;
};

/** Reads and writes escalation steps and their effects. Pass a transaction. */
export const slaStepsRepo = (db: Db) => ({
  get: (id: string): Promise<SlaStepRow | undefined> =>
    db('sla_steps as s')
      .join('sla_clocks as c', 'c.id', 's.clock')
      .select('s.id', 's.request_id', 's.target', 's.step', 's.mode', 's.due_at')
      .select('c.state as clock_state', 'c.due_at as clock_due_at')
      .where('s.id', id)
      .first<SlaStepRow | undefined>(),

  /** Claims an effect. A second caller waits until the first one's transaction ends.
   *  @returns false when the effect has already happened */
  async beginEffect(id: string, effect: string, at: Date): Promise<boolean> {
    const added = await db('sla_step_effects')
      .insert({ step_id: id, effect, at })
      .onConflict(['step_id', 'effect'])
      .ignore()
      .returning('step_id');
    return added.length > 0;
  },

  async saveEffectResult(id: string, effect: string, result: object): Promise<void> {
    await db('sla_step_effects')
      .where({ step_id: id, effect })
      .update({ result: db.raw('result || ?::jsonb', [JSON.stringify(result)]) });
  },

  async effectResult<T>(id: string, effect: string): Promise<T | undefined> {
    const row = await db('sla_step_effects')
      .select('result')
      .where({ step_id: id, effect })
      .first<{ result: T }>();
    return row?.result;
  },

  /** Records that the process has done what the step asks for.
   *  @returns false when it had said so before */
  async acknowledge(id: string, at: Date): Promise<boolean> {
    const changed = await db('sla_steps')
      .where({ id })
      .whereIn('state', ['sent', 'stuck', 'lapsed'])
      .update({ state: 'acknowledged', acknowledged_at: at, send_again_at: null });
    return changed > 0;
  },

  lockRequest: (id: string): Promise<EscalatedRequest | undefined> =>
    db('requests')
      .select('id', 'department', 'barred_department as barred', 'priority', 'escalation_level')
      .where({ id })
      .forUpdate()
      .first<EscalatedRequest | undefined>(),

  async escalate(
    id: string,
    { level, department, to, at }: { level: number; department: string; to: string | null; at: Date },
  ): Promise<void> {
    await db('requests')
      .where({ id })
      .update({
        escalation_level: level,
        escalated_department: department,
        escalated_to: to,
        escalated_at: at,
        version: db.raw('version + 1'),
      });
  },

  openTasks: (
    requestId: string,
  ): Promise<{ task_key: string; candidate_groups: string[]; queue: string; assignee: string | null }[]> =>
    db('tasks')
      .select('task_key', 'candidate_groups', 'queue', 'assignee')
      .where({ request_id: requestId, state: 'created' })
      .orderBy('task_key'),
});
