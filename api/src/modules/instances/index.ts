import type { AnyRoute } from '#api/http/route.ts';
import { memo } from '#api/platform/memo.ts';
import type { AuditLog } from '../audit/index.ts';
import type { Visibility } from '../visibility/index.ts';
import { readBottlenecks } from './bottlenecks.view.ts';
import { instanceView, type InstanceOneView } from './instance.view.ts';
import { instancesRoutes } from './instances.routes.ts';
import { instancesView, type InstancesDeps, type InstancesView } from './instances.view.ts';
import { sightOf, type ReadSight } from './instance-sight.ts';
import { liveView } from './live.view.ts';
import { countRunning, type CountRunning } from './running.ts';

export { seenOf, type ReadSight, type Seen, type Sight } from './instance-sight.ts';
export { confidentialAmongOthers, noTestRun } from './names.ts';
export { countRunning, type CountRunning } from './running.ts';
export { requestDiagram, type ReadRequestDiagram } from './request-diagram.view.ts';

/** It looks through all that waits; who looks at it looks for minutes. */
const BOTTLENECKS_FOR_MS = 60_000;

export type InstancesModule = {
  routes: AnyRoute[];
  list: InstancesView;
  one: InstanceOneView;
  /** What somebody may see of instances. */
  sight: ReadSight;
  countRunning: CountRunning;
};

/** Running and ended process instances, as the projections show them. It reads only. */
export function instancesModule(
  deps: InstancesDeps & { visibility: Visibility; audit: AuditLog },
): InstancesModule {
  const list = instancesView(deps);
  const one = instanceView(deps);
  return {
    routes: instancesRoutes({
      db: deps.db,
      instances: list,
      instance: one,
      live: liveView(deps),
      bottlenecks: memo(() => readBottlenecks(deps), { forMs: BOTTLENECKS_FOR_MS }),
      visibility: deps.visibility,
      audit: deps.audit,
    }),
    list,
    one,
    sight: async (user) => sightOf(await deps.visibility.of(user), await deps.confidentialProcesses()),
    countRunning: countRunning(deps),
  };
}
