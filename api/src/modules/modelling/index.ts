import type { Db } from '../../platform/db.ts';
import { runningFiles } from '../process-definitions/index.ts';
import { modellingRoutes } from './modelling.routes.ts';

type Deps = {
  db: Db;
  /** The job types that workers of this node serve. */
  jobTypes: () => readonly string[];
};

/** What the editors offer to choose from. */
export const modellingModule = ({ db, jobTypes }: Deps) => ({
  routes: modellingRoutes({ files: () => runningFiles(db), jobTypes }),
});
