import type { Db } from '#api/platform/db.ts';
import type { DraftState, ProcessApplications } from '#common/contract/index.ts';
import { runningFiles } from '../process-definitions/index.ts';
import { type CountRunning, readProcessNames } from '../process-instances/index.ts';
import { ACTIVE_STATES, nameIn } from './drafts.view.ts';
import { filesOfApplication } from './process-application.ts';

type DefinitionRow = {
  process_key: string;
  version: number;
  deployed_at: Date;
  deployed_by: string | null;
  sha256: string | null;
};

/** Lists every process that runs or is being drafted, with its files. There are tens of these, so the list
 *  has no pages. */
export async function listProcesses({
  db,
  countRunning,
}: {
  db: Db;
  countRunning: CountRunning;
}): Promise<ProcessApplications> {
  const files = await runningFiles(db);
  const definitions = (await db('process_definitions')
    .distinctOn('process_key')
    .orderBy([{ column: 'process_key' }, { column: 'version', order: 'desc' }])
    .select('process_key', 'version', 'deployed_at', 'deployed_by', 'sha256')) as DefinitionRow[];
  const drafts = (await db('process_drafts')
    .whereIn('state', [...ACTIVE_STATES])
    .orderBy([
      { column: 'changed_at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .select('id', 'title', 'state', 'process_key')) as {
    id: string;
    title: string;
    state: DraftState;
    process_key: string;
  }[];
  const runsOf = await countRunning();
  const keys = [
    ...new Set([...definitions, ...drafts].map(({ process_key: processKey }) => processKey)),
  ].sort();
  const names = await readProcessNames(db, keys);
  return {
    items: keys.map((processKey) => {
      const { running: instances, confidential } = runsOf(processKey);
      const runs = definitions.find((one) => one.process_key === processKey);
      return {
        processKey,
        name: nameIn(names, processKey),
        running: runs
          ? {
              version: runs.version,
              deployedAt: runs.deployed_at.toISOString(),
              deployedBy: runs.deployed_by,
              sha256: runs.sha256,
            }
          : null,
        confidential,
        instances,
        drafts: drafts
          .filter((draft) => draft.process_key === processKey)
          .map(({ id, title, state }) => ({ id, title, state })),
        files: filesOfApplication(processKey, files),
      };
    }),
  };
}
