import type { CountRunning } from '../process-instances/index.ts';
import { deploymentService } from './deployment.service.ts';
import { releasesRoutes } from './releases.routes.ts';
import { type ReleaseDeps, releasesService } from './releases.service.ts';
import { restoreVersion } from './restore.service.ts';

/** Releases module: review of a draft by a second person, deployment now or at a set time, and the resulting
 *  versions. */
export function releasesModule({ countRunning, ...deps }: ReleaseDeps & { countRunning: CountRunning }) {
  const releases = releasesService(deps);
  const deployment = deploymentService(deps, releases);
  return {
    routes: releasesRoutes({
      db: deps.db,
      countRunning,
      releases,
      deployment,
      restore: restoreVersion(deps),
    }),
    /** Called for a release that was deployed, in the transaction that records it. */
    deployed: deployment.deployed,
    jobs: deployment.jobs,
  };
}
