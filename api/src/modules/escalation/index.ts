import type { Knex } from 'knex';
import type { EngineCommands } from '#api/engine/engine-port.ts';
import type { Clock } from '#api/platform/clock.ts';
import type { Db } from '#api/platform/db.ts';
import type { JobHandler, Schedule } from '#api/platform/jobs.ts';
import type { Log } from '#api/platform/log.ts';
import type { AbsencesService } from '../absences/index.ts';
import type { AuditLog } from '../audit/index.ts';
import type { DepartmentTree } from '../departments/index.ts';
import { maySee, type NoticeBoard } from '../notices/index.ts';
import type { SlaBook } from '../sla/index.ts';
import type { StaffService } from '../staff/index.ts';
import type { Visibility } from '../visibility/index.ts';
import { chainService } from './chain.service.ts';
import { digest } from './digest.ts';
import { escalationRoutes } from './escalation.routes.ts';
import { escalationService } from './escalation.service.ts';
import { headsService } from './heads.service.ts';
import { ladder } from './ladder.ts';
import { startLadderLoop, type DueWork } from './ladder-loop.ts';
import { sendAgain } from './send-again.ts';
import { stuckSteps } from './stuck-steps.ts';

export { AUDIENCES, type EffectResult, type EscalationService } from './escalation.service.ts';

type Deps = {
  db: Db;
  clock: Clock;
  log: Log;
  book: SlaBook;
  tree: () => Promise<DepartmentTree>;
  staff: Pick<StaffService, 'get' | 'membersOf'>;
  absences: Pick<AbsencesService, 'away'>;
  visibility: Visibility;
  board: NoticeBoard;
  workingMoment: (username: string, at: Date) => Promise<Date>;
  engine: Pick<EngineCommands, 'updateCandidateGroups'>;
  audit: AuditLog;
};

const DIGEST = 'escalation-digest';
/** In UTC: before offices open in Iran. A notice waits for the working hours of its recipient. */
const EVERY_MORNING = '15 3 * * *';
const LOCAL_DAY = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Tehran' });

/** What happens when the time of a request runs out: the ladder's steps fire, processes are told, and what their diagrams ask for
 *  is done. */
export function escalationModule({ db, clock, log, book, tree, workingMoment, board, audit, ...deps }: Deps) {
  const chain = chainService({ clock, tree, maySee: maySee(deps), ...deps });
  const service = escalationService({ db, clock, chain, board, engine: deps.engine });
  const stuck = stuckSteps({ db, clock, audit });
  const fire = ladder({ db, clock, book, log });
  const again = sendAgain({ db, clock, log });
  const dayOf = (at: Date): string => LOCAL_DAY.format(at);
  const tellDigests = digest({
    db,
    clock,
    chain,
    board,
    worksOn: async (username, at) => dayOf(await workingMoment(username, at)) === dayOf(at),
    dayOf,
  });
  const works: DueWork[] = [
    { perform: fire, nextDue: () => earliest(db('sla_clocks').whereNotNull('next_step_at'), 'next_step_at') },
    { perform: again, nextDue: () => earliest(db('sla_steps').where('state', 'sent'), 'send_again_at') },
    { perform: board.deliverDue, nextDue: board.nextDue },
  ];
  return {
    service,
    routes: escalationRoutes({ heads: headsService({ db, clock, tree, audit }), stuck }),
    /** What the loop performs at every look. */
    works,
    fire,
    sendAgain: again,
    tellDigests,
    stuckSteps: stuck.count,
    jobs: {
      handlers: { [DIGEST]: async () => void (await tellDigests()) } satisfies Record<string, JobHandler>,
      schedules: [{ job: DIGEST, match: EVERY_MORNING }] satisfies Schedule[],
    },
    start: () => startLadderLoop({ works, clock, log }),
  };
}

async function earliest(rows: Knex.QueryBuilder, column: string): Promise<Date | undefined> {
  const found = (await rows.min({ at: column }).first()) as { at: Date | null } | undefined;
  return found?.at ?? undefined;
}
