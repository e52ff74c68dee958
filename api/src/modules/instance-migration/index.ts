import type { JobHandler, Schedule } from '#api/platform/jobs.ts';
import type { Sandbox } from '#api/sandbox/index.ts';
import type { AuditLog } from '../audit/index.ts';
import type { CountRunning, ReadSight } from '../instances/index.ts';
import { carryStage } from '../sla/index.ts';
import type { StaffService } from '../staff/index.ts';
import type { HandOn } from './hand-on.ts';
import { sightByName } from './hidden-cases.ts';
import { instanceMigrationRoutes } from './instance-migration.routes.ts';
import { instanceMigrationService } from './instance-migration.service.ts';
import { instanceMigrationView } from './instance-migration.view.ts';
import { planService } from './plan.service.ts';
import { migrationRunner, WATCH_MIGRATIONS } from './run-migration.ts';

export { sightByName } from './hidden-cases.ts';
export { migrationRunner, RUN_MIGRATION } from './run-migration.ts';
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
export function instanceMigrationModule({ quietMs = QUIET_MS, ...deps }: Deps) {
  const jobs = migrationRunner({
    ...deps,
    sightOf: sightByName(deps),
    carryStage,
    quietMs,
    patienceMs: PATIENCE_MS,
  });
  return {
    routes: instanceMigrationRoutes({
      view: instanceMigrationView(deps),
      plans: planService(deps),
      migrations: instanceMigrationService(deps),
    }),
    jobs: {
      handlers: jobs satisfies Record<string, JobHandler>,
      schedules: [{ job: WATCH_MIGRATIONS, match: '* * * * *' }] satisfies Schedule[],
    },
  };
}
