import type { AuditLog } from '#api/modules/audit/index.ts';
import { transferStageClock } from '#api/modules/sla/index.ts';
import type { StaffService } from '#api/modules/staff/index.ts';
import type { Sandbox } from '#api/sandbox/index.ts';
import type { CountRunning } from '../count-running.ts';
import type { ReadInstanceVisibility } from '../instance-visibility.ts';
import { instanceMigrationRoutes } from './instance-migration.routes.ts';
import { instanceMigrationService } from './instance-migration.service.ts';
import { instanceMigrationView } from './instance-migration.view.ts';
import { migrationPlanService } from './migration-plan.service.ts';
import { migrationRunner } from './migration-runner.ts';
import { lookUpVisibilityByUsername } from './migration-visibility.ts';
import type { TaskTransferDeps } from './transfer-tasks.ts';

export { lookUpVisibilityByUsername } from './migration-visibility.ts';
export { migrationRunner } from './migration-runner.ts';
export { INSTANCE_MIGRATIONS } from './instance-migration.repo.ts';
export { planInstanceMigration, type InstancePosition } from './plan-instance.ts';

/** The slow exporter collects records for a second; the effect of a message that was sent longer ago than
 *  this is visible. */
const MESSAGE_SETTLE_MS = 5_000;
const PROJECTION_TIMEOUT_MS = 5_000;

type Deps = Omit<TaskTransferDeps, 'transferStageClock' | 'projectionTimeoutMs'> & {
  audit: AuditLog;
  sandbox: Pick<Sandbox, 'readModel'>;
  visibilityOf: ReadInstanceVisibility;
  countRunning: CountRunning;
  staff: Pick<StaffService, 'get'>;
  confidentialProcesses: () => Promise<ReadonlySet<string>>;
  messageSettleMs?: number;
};

/** Instance migration: moves running cases to another version of their process. */
export function instanceMigrationModule({ messageSettleMs = MESSAGE_SETTLE_MS, ...deps }: Deps) {
  const { jobs } = migrationRunner({
    ...deps,
    visibilityByUsername: lookUpVisibilityByUsername(deps),
    transferStageClock,
    messageSettleMs,
    projectionTimeoutMs: PROJECTION_TIMEOUT_MS,
  });
  return {
    routes: instanceMigrationRoutes({
      view: instanceMigrationView(deps),
      plans: migrationPlanService(deps),
      migrations: instanceMigrationService(deps),
    }),
    jobs,
  };
}
