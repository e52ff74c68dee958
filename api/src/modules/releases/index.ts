import type { CountRunning } from '../instances/index.ts';
import { deploymentService } from './deployment.service.ts';
import { releasesRoutes } from './releases.routes.ts';
import { type ReleaseDeps, releasesService } from './releases.service.ts';
import { restoreVersion } from './restore.service.ts';

/** The way of a draft to the engine: review by a second person, deployment now or at a time, and the versions that came of it. */
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
    /** Told of a release that came through, in the transaction that says so. */
    deployed: deployment.deployed,
    jobs: deployment.jobs,
  };
}
