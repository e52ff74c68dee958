import type { CountRunning } from '../process-instances/index.ts';
import { deploymentService } from './deployment.service.ts';
import { type ReleaseDeps, releaseSteps } from './release-steps.ts';
import { releasesRoutes } from './releases.routes.ts';
import { releasesService } from './releases.service.ts';
import { restoreVersion } from './restore.service.ts';

/** Releases module: review of a draft by a second person, deployment now or at a set time, and the resulting
 *  versions. */
export function releasesModule({ countRunning, ...deps }: ReleaseDeps & { countRunning: CountRunning }) {
  const steps = releaseSteps(deps);
  const deployment = deploymentService(deps, steps);
  return {
    routes: releasesRoutes({
      db: deps.db,
      countRunning,
      releases: releasesService(deps, steps),
      deployment,
      restore: restoreVersion(deps),
    }),
    /** Called for a release that was deployed, in the transaction that records it. */
    deployed: deployment.deployed,
    jobs: deployment.jobs,
  };
}
