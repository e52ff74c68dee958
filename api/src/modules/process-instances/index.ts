import type { Route } from '#api/http/route.ts';
import { cached } from '#api/platform/cached.ts';
import type { AuditLog } from '../audit/index.ts';
import type { Visibility } from '../visibility/index.ts';
import { readBottlenecks } from './bottlenecks.view.ts';
import { type CountRunning, countRunning } from './count-running.ts';
import { type InstanceDetailView, instanceDetailView } from './instance-detail.view.ts';
import { instanceVisibility, type ReadInstanceVisibility } from './instance-visibility.ts';
import { instancesRoutes } from './instances.routes.ts';
import { type InstancesDeps, type InstancesView, instancesView } from './instances.view.ts';
import { liveView } from './live.view.ts';

export {
  instanceAccessOf,
  type ReadInstanceVisibility,
  type InstanceAccess,
  type InstanceVisibility,
} from './instance-visibility.ts';
export { ProcessVersionNotFound } from './instances.errors.ts';
export { readDeployedContent } from './reads/deployed-diagram.read.ts';
export {
  bilingualName,
  type ElementName,
  elementNameJoinSql,
  readProcessNames,
  withProcessName,
} from './reads/element-names.read.ts';
export { type AwaitedMessage, instanceSetReads, type Truncated } from './reads/instance-set.read.ts';
export { readPathsTaken, readRecentCases, type RecentCase } from './reads/recent-cases.read.ts';
export { countRunning, type CountRunning } from './count-running.ts';
export { requestDiagram, type ReadRequestDiagram } from './request-diagram.view.ts';
export { instanceMigrationModule } from './migration/index.ts';
export { batchOperationsModule } from './batch-operations/index.ts';

/** Cache time: the query scans everything that waits, and people look at the result for minutes. */
const BOTTLENECKS_CACHE_MS = 60_000;

export type InstancesModule = {
  routes: Route[];
  list: InstancesView;
  one: InstanceDetailView;
  /** Returns what a person may see of instances. */
  visibilityOf: ReadInstanceVisibility;
  countRunning: CountRunning;
};

/** Running and ended process instances, as the projections show them. Read-only. */
export function instancesModule(
  deps: InstancesDeps & { visibility: Visibility; audit: AuditLog },
): InstancesModule {
  const list = instancesView(deps);
  const one = instanceDetailView(deps);
  return {
    routes: instancesRoutes({
      db: deps.db,
      instances: list,
      instance: one,
      live: liveView(deps),
      bottlenecks: cached(() => readBottlenecks(deps), { forMs: BOTTLENECKS_CACHE_MS }),
      visibility: deps.visibility,
      audit: deps.audit,
    }),
    list,
    one,
    visibilityOf: async (user) =>
      instanceVisibility(await deps.visibility.of(user), await deps.confidentialProcesses()),
    countRunning: countRunning(deps),
  };
}
