import { randomUUID } from 'node:crypto';
import type { Role } from '#common/contract/index.ts';
import type { UpdateCandidateGroups } from '#api/engine/engine-port.ts';
import { absencesModule } from '#api/modules/absences/index.ts';
import { auditLog } from '#api/modules/audit/index.ts';
import { departmentsModule } from '#api/modules/departments/index.ts';
import { escalationModule } from '#api/modules/escalation/index.ts';
import { noticesService, staffWorkingMoment } from '#api/modules/notices/index.ts';
import { slaService } from '#api/modules/sla/index.ts';
import { staffModule } from '#api/modules/staff/index.ts';
import { visibilityModule } from '#api/modules/visibility/index.ts';
import type { Clock } from '#api/platform/clock.ts';
import type { Db } from '#api/platform/db.ts';
import { openLog } from '#api/platform/log.ts';

/** A clock that stands until a test moves it. */
export function aStandingClock(at: string) {
  let now = new Date(at);
  return {
    now: () => now,
    set: (moment: string | Date) => void (now = new Date(moment)),
    pass: (ms: number) => void (now = new Date(now.getTime() + ms)),
  };
}

export type StandingClock = ReturnType<typeof aStandingClock>;

/** Escalation as the api composes it, on a real database, without the edge and without an engine: what it would tell the engine
 *  stands in `regrouped`, and fails while `engineAway` says so. */
export function anEscalation(db: Db, { clock, mail = false }: { clock: Clock; mail?: boolean }) {
  const regrouped: UpdateCandidateGroups[] = [];
  const engine = { away: false };
  const log = openLog('silent');
  const { tree } = departmentsModule({ db });
  const { visibility } = visibilityModule({ db, tree });
  const staff = staffModule({ db, clock, tree, visibility }).service;
  const audit = auditLog({ db, clock });
  const absences = absencesModule({ db, aside: db, clock, staff, visibility, audit }).service;
  const { slaCatalogue } = slaService({ db });
  const nextWorkingMoment = staffWorkingMoment({ db, slaCatalogue });
  const notices = noticesService({ db, clock, nextWorkingMoment, mail });
  const escalation = escalationModule({
    db,
    clock,
    log,
    slaCatalogue,
    tree,
    staff,
    absences,
    visibility,
    notices,
    nextWorkingMoment,
    audit,
    engine: {
      async updateCandidateGroups(command) {
        if (engine.away) throw new Error('the engine is away');
        regrouped.push(command);
        await db('tasks')
          .where('task_key', command.taskKey)
          .update({ candidate_groups: [...command.candidateGroups] });
      },
    },
  });
  return { ...escalation, board: notices, absences, regrouped, engine, staff, visibility, nextWorkingMoment };
}

export type TestEscalation = ReturnType<typeof anEscalation>;

/** Somebody who has signed in. */
export async function aMember(
  db: Db,
  username: string,
  department: string,
  { roles = ['caseworker'], email = null }: { roles?: Role[]; email?: string | null } = {},
): Promise<string> {
  await db('staff').insert({
    username,
    subject: randomUUID(),
    name: `Name of ${username}`,
    roles,
    departments: [department],
    last_seen: new Date('2026-01-01T06:00:00Z'),
    email,
  });
  return username;
}

/** Somebody who is named as the head of a department, signed in or not. */
export async function aHead(db: Db, department: string, username: string): Promise<string> {
  await db('department_heads')
    .insert({
      department,
      username,
      name: `Name of ${username}`,
      named_by: 'admin',
      named_at: new Date('2026-01-01T06:00:00Z'),
    })
    .onConflict('department')
    .merge();
  return username;
}

export async function anAbsence(
  db: Db,
  username: string,
  { from = '2026-01-01T00:00:00Z', until = '2100-01-01T00:00:00Z', substitute = null as string | null } = {},
): Promise<void> {
  await db('staff_absences').insert({
    username,
    from_at: from,
    until_at: until,
    substitute,
    entered_by: 'admin',
    entered_at: from,
  });
}

/** A step of the request's clock for the time to resolve that was sent to its process, as the ladder leaves it. @returns its id */
export async function aSentStep(
  db: Db,
  requestId: string,
  { step = 'remind', mode = 'notify', firedAt = new Date('2026-11-21T08:00:00Z') } = {},
): Promise<string> {
  const clock = await db('sla_clocks').where({ request_id: requestId, target: 'resolve' }).first('id');
  const [row] = await db('sla_steps')
    .insert({
      clock: clock.id,
      request_id: requestId,
      target: 'resolve',
      step,
      mode,
      round: 0,
      due_at: firedAt,
      fired_at: firedAt,
      state: 'sent',
      sends: 1,
      send_again_at: new Date(firedAt.getTime() + 15 * 60_000),
    })
    .returning<{ id: string }[]>('id');
  return row?.id as string;
}
