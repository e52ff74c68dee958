import type { Knex } from 'knex';
import type { EngineCommands } from '#api/engine/engine-port.ts';
import type { Clock } from '#api/platform/clock.ts';
import type { Db } from '#api/platform/db.ts';
import type { JobHandler, Schedule } from '#api/platform/jobs.ts';
import type { Log } from '#api/platform/log.ts';
import { localDay } from '#api/platform/time.ts';
import type { AbsencesService } from '../absences/index.ts';
import type { AuditLog } from '../audit/index.ts';
import type { DepartmentTree } from '../departments/index.ts';
import { canSeeRequest, type NoticesService } from '../notices/index.ts';
import type { SlaCatalogue } from '../sla/index.ts';
import type { StaffService } from '../staff/index.ts';
import type { Visibility } from '../visibility/index.ts';
import { type DueWork, startDueWorkLoop } from './due-work-loop.ts';
import { escalationRoutes } from './escalation.routes.ts';
import { escalationService } from './escalation.service.ts';
import { escalationDigest } from './escalation-digest.ts';
import { fireSteps } from './fire-steps.ts';
import { headsService } from './heads.service.ts';
import { reportingLineService } from './reporting-line.service.ts';
import { resendSteps } from './resend-steps.ts';
import { stuckSteps } from './stuck-steps.ts';

export { AUDIENCES, type EffectResult, type EscalationService } from './escalation.service.ts';

type Deps = {
  db: Db;
  clock: Clock;
  log: Log;
  slaCatalogue: SlaCatalogue;
  tree: () => Promise<DepartmentTree>;
  staff: Pick<StaffService, 'get' | 'membersOf'>;
  absences: Pick<AbsencesService, 'absentAmong'>;
  visibility: Visibility;
  notices: NoticesService;
  nextWorkingMoment: (username: string, at: Date) => Promise<Date>;
  engine: Pick<EngineCommands, 'updateCandidateGroups'>;
  audit: AuditLog;
};

const DIGEST_JOB = 'escalation-digest';
/** In UTC: before offices open in Iran. A notice waits for its recipient's working hours. */
const DIGEST_SCHEDULE = '15 3 * * *';

/** Escalation module: fires the escalation steps when the time of a request runs out, tells the processes,
 *  and carries out what their diagrams ask for. */
export function escalationModule({
  db,
  clock,
  log,
  slaCatalogue,
  tree,
  nextWorkingMoment,
  notices,
  audit,
  ...deps
}: Deps) {
  const reportingLine = reportingLineService({ clock, tree, canSeeRequest: canSeeRequest(deps), ...deps });
  const service = escalationService({ db, clock, reportingLine, notices, engine: deps.engine });
  const stuck = stuckSteps({ db, clock, audit });
  const fireDueSteps = fireSteps({ db, clock, slaCatalogue, log });
  const again = resendSteps({ db, clock, log });
  const sendDigests = escalationDigest({
    db,
    clock,
    reportingLine,
    notices,
    worksOn: async (username, at) => localDay(await nextWorkingMoment(username, at)) === localDay(at),
  });
  const dueWork: DueWork[] = [
    {
      perform: fireDueSteps,
      nextDue: () => earliest(db('sla_clocks').whereNotNull('next_step_at'), 'next_step_at'),
    },
    { perform: again, nextDue: () => earliest(db('sla_steps').where('state', 'sent'), 'send_again_at') },
    { perform: notices.deliverDue, nextDue: notices.nextDueAt },
  ];
  return {
    service,
    routes: escalationRoutes({ heads: headsService({ db, clock, tree, audit }), stuck }),
    /** Work that the loop performs in every round. */
    dueWork,
    fireDueSteps,
    resendSteps: again,
    sendDigests,
    countStuckSteps: stuck.count,
    jobs: {
      handlers: { [DIGEST_JOB]: async () => void (await sendDigests()) } satisfies Record<string, JobHandler>,
      schedules: [{ job: DIGEST_JOB, match: DIGEST_SCHEDULE }] satisfies Schedule[],
    },
    start: () => startDueWorkLoop({ works: dueWork, clock, log }),
  };
}

async function earliest(rows: Knex.QueryBuilder, column: string): Promise<Date | undefined> {
  const found = (await rows.min({ at: column }).first()) as { at: Date | null } | undefined;
  return found?.at ?? undefined;
}
