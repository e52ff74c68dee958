import type { Clock } from '#api/platform/clock.ts';
import type { Db } from '#api/platform/db.ts';
import type { Sandbox } from '#api/sandbox/index.ts';
import type { ProcessFile } from '#common/contract/index.ts';
import type { AuditLog } from '../audit/index.ts';
import type { ProcessDefinitionsService } from '../process-definitions/index.ts';
import type { CountRunning } from '../process-instances/index.ts';
import { authoringRoutes } from './authoring.routes.ts';
import { collaborationRoutes } from './collaboration.routes.ts';
import { commentsService } from './comments.service.ts';
import { draftChecks } from './draft-checks.ts';
import { type DraftChange, draftChanges, draftFiles } from './draft-overlay.ts';
import { draftsRoutes } from './drafts.routes.ts';
import { type DraftsService, draftsService } from './drafts.service.ts';
import { presenceService } from './presence.service.ts';

export { filesOfApplication } from './process-application.ts';
export { DraftNotFound } from './drafts.errors.ts';
export type { DraftChange } from './draft-overlay.ts';

type Deps = {
  db: Db;
  clock: Clock;
  audit: AuditLog;
  definitions: Pick<ProcessDefinitionsService, 'check'>;
  sandbox: Pick<Sandbox, 'parsingFindings' | 'importFile' | 'authoringView'>;
  /** Job types that workers of this node serve. */
  jobTypes: () => readonly string[];
  countRunning: CountRunning;
  mostBytesADay?: number;
};

/** Drafts as other modules use them. */
export type Drafts = Pick<DraftsService, 'get' | 'setState' | 'authors' | 'create' | 'save'> & {
  /** Returns all files of the process as they would be after the deployment: its diagram, the processes and
   *  decisions it calls, their forms and element templates. */
  files(id: string): Promise<ProcessFile[]>;
  /** Returns the files that differ from the running ones, with what ran when each was first changed. */
  changes(id: string): Promise<DraftChange[]>;
};

/** Process drafts: changes to processes before they run. */
export function processDraftsModule({ definitions, countRunning, jobTypes, ...deps }: Deps) {
  const { db, clock, audit, sandbox } = deps;
  const service = draftsService(deps);
  const checks = draftChecks({ db, definitions });
  const comments = commentsService({ db, clock, audit });
  const presence = presenceService({ db, clock });
  const drafts: Drafts = {
    ...service,
    files: (id) => draftFiles(db, id),
    changes: (id) => draftChanges(db, id),
  };
  return {
    drafts,
    routes: [
      ...draftsRoutes({ db, countRunning, service, checks }),
      ...collaborationRoutes({ db, service, comments, presence }),
      ...authoringRoutes({ db, jobTypes, sandbox }),
    ],
  };
}
