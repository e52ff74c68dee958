import type { JobHandler, Schedule } from '#api/platform/jobs.ts';
import type { Sandbox } from '#api/sandbox/index.ts';
import type { AuditLog } from '../audit/index.ts';
import type { CountRunning, ReadSight } from '../instances/index.ts';
import { carryStage } from '../sla/index.ts';
import type { StaffService } from '../staff/index.ts';
import type { HandOn } from './hand-on.ts';
import { sightByName } from './hidden-cases.ts';
import { movesRoutes } from './moves.routes.ts';
import { movesService } from './moves.service.ts';
import { movesView } from './moves.view.ts';
import { planService } from './plan.service.ts';
import { moveRunner, WATCH_MOVES } from './run-move.ts';

export { sightByName } from './hidden-cases.ts';
export { moveRunner, RUN_MOVE } from './run-move.ts';
export { planInstance, type Position } from './plan-instance.ts';

/** The slow exporter gathers for a second; what was sent longer ago than this is seen. */
const QUIET_MS = 5_000;
const PATIENCE_MS = 5_000;

type Deps = Omit<HandOn, 'carryStage' | 'patienceMs'> & {
  audit: AuditLog;
  sandbox: Pick<Sandbox, 'readModel'>;
  sight: ReadSight;
  countRunning: CountRunning;
  staff: Pick<StaffService, 'get'>;
  confidentialProcesses: () => Promise<ReadonlySet<string>>;
  quietMs?: number;
};

/** Running cases go over to another version of their process. */
export function movesModule({ quietMs = QUIET_MS, ...deps }: Deps) {
  const jobs = moveRunner({
    ...deps,
    sightOf: sightByName(deps),
    carryStage,
    quietMs,
    patienceMs: PATIENCE_MS,
  });
  return {
    routes: movesRoutes({ view: movesView(deps), plans: planService(deps), moves: movesService(deps) }),
    jobs: {
      handlers: jobs satisfies Record<string, JobHandler>,
      schedules: [{ job: WATCH_MOVES, match: '* * * * *' }] satisfies Schedule[],
    },
  };
}
