import type { EngineCommands } from '#api/engine/index.ts';
import type { Clock } from '#api/platform/clock.ts';
import type { Db } from '#api/platform/db.ts';
import type { Log } from '#api/platform/log.ts';
import { PRIORITIES } from '#common/contract/index.ts';
import type { AuditLog } from '../audit/index.ts';
import type { DepartmentTree } from '../departments/index.ts';
import type { Forms } from '../forms/index.ts';
import { readBundledFiles } from './bundled-files.ts';
import type { FileChecks } from './check-files.ts';
import { processDefinitionsRepo, type ReleaseDeployment } from './process-definitions.repo.ts';
import { processDefinitionsRoutes } from './process-definitions.routes.ts';
import { processDefinitionsService } from './process-definitions.service.ts';

export {
  runningFiles,
  sha256Of,
  type ReleaseDeployment,
  type RunningFile,
} from './process-definitions.repo.ts';
export { DeploymentRefused, DeploymentUnderWay } from './process-definitions.errors.ts';
export { type DefinitionRow, toDefinition } from './process-definitions.view.ts';
export type { ProcessDefinitionsService } from './process-definitions.service.ts';
export { parseFindings } from './check-files.ts';

type Deps = {
  db: Db;
  clock: Clock;
  log: Log;
  audit: AuditLog;
  commands: Pick<EngineCommands, 'deploy'>;
  tree: () => Promise<DepartmentTree>;
  provinces: () => Promise<readonly { code: string }[]>;
  forms: Forms;
  sandbox: FileChecks;
  /** Job types that workers of this node serve. */
  jobTypes: () => readonly string[];
  /** Folder with the product's diagrams, tables and element templates. */
  folder: string;
  /** Folder with the product's forms. */
  formsFolder: string;
  /** Called for a release that was deployed, in the transaction that records it. */
  onReleased(tx: Db, done: ReleaseDeployment): Promise<void>;
};

/** Process definitions module: checks, deploys and lists diagrams, decision tables, forms and element
 *  templates. */
export function processDefinitionsModule({
  tree,
  provinces,
  forms,
  sandbox,
  jobTypes,
  folder,
  formsFolder,
  audit,
  ...deps
}: Deps) {
  const service = processDefinitionsService({
    ...deps,
    repo: processDefinitionsRepo(deps.db, audit),
    checks: sandbox,
    ownFiles: () => readBundledFiles(folder, formsFolder),
    onDeployed: forms.refresh,
    surroundings: async () => ({
      forms: forms.all(),
      groups: (await tree()).all.map(({ slug }) => slug),
      jobTypes: jobTypes(),
      regions: (await provinces()).map(({ code }) => code),
      priorities: PRIORITIES,
    }),
  });
  return {
    service,
    deployBundled: service.deployBundled,
    routes: processDefinitionsRoutes({ db: deps.db }),
  };
}
