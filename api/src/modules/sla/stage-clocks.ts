import { type Db, prepared } from '#api/platform/db.ts';
import type { Log } from '#api/platform/log.ts';
import type { Priority } from '#common/contract/index.ts';
import { MAX_STAGE_HOURS } from '#common/process-files/model/stage-hours.ts';
import { meet, stop } from './arithmetic/clock-transitions.ts';
import { newClock } from './arithmetic/new-clocks.ts';
import { amountOf, type TargetAmount } from './arithmetic/sla-policy.ts';
import { workingTimeOf } from './arithmetic/working-time.ts';
import { clockQuarantine } from './clock-quarantine.ts';
import { clockUpdater } from './clock-updater.ts';
import { clocksRepo, type ClockToAdd } from './clocks.repo.ts';
import type { SlaCatalogue } from './sla-catalogue.ts';

type Begun = {
  task_key: string;
  request_id: string;
  queue: string;
  stage_queue: string | null;
  created_at: Date;
  stage_hours: number | null;
  service: string;
  priority: Priority;
  province: string | null;
};

type Ended = { task_key: string; request_id: string; state: 'completed' | 'canceled'; ended_at: Date };

/** A task may arrive before the engine has told the version of its process; its clock waits at most this
 *  long. */
const VERSION_WAIT_MS = 60_000;

/** Until its own record arrives, an instance has its version from the definition that its start message
 *  names. */
const BEGUN = `
  select t.task_key, t.request_id, t.queue, t.stage_queue, t.created_at, r.service, r.priority, r.province,
         case when e.stage_hours <= ${MAX_STAGE_HOURS} then e.stage_hours::double precision end as stage_hours
    from tasks t
    join requests r on r.id = t.request_id
    left join process_instances i on i.instance_key = t.instance_key
    left join process_definitions d on d.definition_key = i.definition_key
    left join process_elements e
      on e.process_key = t.process_key and e.version = coalesce(i.version, d.version) and e.element_id = t.element_id
   where t.state = 'created' and t.request_id is not null and t.stage_queue is distinct from t.queue
     and (i.definition_key is null or d.definition_key is not null or t.created_at < ?)
     and t.task_key <> all(?::bigint[])
     and not exists (select from held_instances held where held.request_id = t.request_id)
   order by t.created_at, t.task_key
   limit ?
     for no key update of t skip locked`;

const ENDED = `
  select task_key, request_id, state, ended_at from tasks
   where state <> 'created' and stage_queue is not null
     and task_key <> all(?::bigint[])
     and not exists (select from held_instances held where held.request_id = tasks.request_id)
   order by ended_at, task_key
   limit ?
     for no key update skip locked`;

/** Gives every open task a clock for the time it may take in its department, and ends the clocks of tasks
 *  that are over. The tasks themselves show what is missing, so that a crash loses nothing and nothing is
 *  done twice; the cost depends on the tasks that changed. Tasks of a case that is being migrated are left
 *  alone. A task that moves to another department gets a new stage clock; the time of the case runs on. A
 *  task whose clock cannot be computed has none meanwhile. */
export function stageClocks({ db, slaCatalogue, log }: { db: Db; slaCatalogue: SlaCatalogue; log: Log }) {
  const broken = clockQuarantine(log);

  /** @returns the number of tasks examined */
  async function begin(now: Date, limit: number): Promise<number> {
    return db.transaction(async (tx) => {
      const known = new Date(now.getTime() - VERSION_WAIT_MS);
      const { rows } = await tx.raw<{ rows: Begun[] }>(BEGUN, [known, broken.keys(now), limit]);
      const clocks: ClockToAdd[] = [];
      const begun: string[] = [];
      for (const task of rows) {
        const of = { key: task.task_key, requestId: task.request_id };
        const found = await broken.attempt(of, now, () => stageOf(tx, task, now));
        if (found === undefined || found === 'busy') continue;
        clocks.push(...found);
        begun.push(task.task_key);
      }
      if (begun.length === 0) return rows.length;
      await clocksRepo(tx).add(clocks);
      await tx('tasks')
        .whereRaw('task_key = any(?::bigint[])', [begun])
        .update({ stage_queue: tx.ref('queue') })
        .options(prepared('begin-stages'));
      return rows.length;
    });
  }

  /** Returns the clock for the task's current stage, if it has one, and ends the clock of the stage
   *  before. */
  async function stageOf(tx: Db, task: Begun, now: Date): Promise<ClockToAdd[] | 'busy'> {
    const { request_id: requestId, task_key: taskKey } = task;
    const moved = task.stage_queue !== null;
    const before = moved ? await clocksRepo(tx).lockStage(requestId, taskKey) : [];
    if (before === 'busy') return 'busy';
    await clockUpdater({ db: tx, slaCatalogue }).updateAll(before, now, 'reassigned', (one) =>
      stop(one, now, 'reassigned'),
    );
    const at = moved ? now : task.created_at;
    const [policy, times, calendar] = await Promise.all([
      slaCatalogue.policyOf(task.service, task.priority, at),
      slaCatalogue.serviceTimesOf(task.service),
      slaCatalogue.calendarOf(task.province),
    ]);
    const drawn: TargetAmount | null = task.stage_hours ? { amount: task.stage_hours, unit: 'hours' } : null;
    const amount = drawn ?? amountOf(policy, 'stage', times);
    if (!amount) return [];
    const shiftsOf = await slaCatalogue.shiftsFor([calendar]);
    const time = workingTimeOf(shiftsOf(calendar.calendar, calendar.version));
    const round = Math.max(0, ...before.map((one) => one.round)) + 1;
    return [{ ...newClock('stage', amount, { at, policy, calendar, time }), requestId, taskKey, round }];
  }

  /** @returns the number of tasks examined */
  async function end(now: Date, limit: number): Promise<number> {
    return db.transaction(async (tx) => {
      const { rows } = await tx.raw<{ rows: Ended[] }>(ENDED, [broken.keys(now), limit]);
      for (const task of rows) {
        const of = { key: task.task_key, requestId: task.request_id };
        await broken.attempt(of, now, () => endOf(tx, task));
      }
      return rows.length;
    });
  }

  async function endOf(tx: Db, { task_key, request_id, state, ended_at: at }: Ended): Promise<void> {
    const held = await clocksRepo(tx).lockStage(request_id, task_key);
    if (held === 'busy') return;
    await clockUpdater({ db: tx, slaCatalogue }).updateAll(held, at, state, (one) =>
      state === 'completed' ? meet(one, at) : stop(one, at, 'canceled'),
    );
    await tx('tasks').where({ task_key }).update({ stage_queue: null });
  }

  return { begin, end };
}
