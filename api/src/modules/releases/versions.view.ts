import { cursor } from '#api/platform/cursor.ts';
import type { Db } from '#api/platform/db.ts';
import { cutPage } from '#api/platform/page.ts';
import type { ApplicationFiles, ProcessVersion, ProcessVersionPage } from '#common/contract/index.ts';
import { type DefinitionRow, runningFiles, toDefinition } from '../process-definitions/index.ts';
import { filesOfApplication } from '../process-drafts/index.ts';
import { type CountRunning, ProcessVersionNotFound, withProcessName } from '../process-instances/index.ts';
import { releasesRepo } from './releases.repo.ts';

const PAGE_SIZE = 30;
const VERSIONS = cursor('process-versions', ['key']);

type Row = DefinitionRow & { deployment_id: string | null };

/** Lists the versions of a process, newest first, with their notes and the number of instances that run on
 *  each. */
export async function listVersions(
  { db, countRunning }: { db: Db; countRunning: CountRunning },
  { processKey, after }: { processKey: string; after?: string | undefined },
): Promise<ProcessVersionPage> {
  const rows = (await db('process_definitions as definition')
    .where('definition.process_key', processKey)
    .modify((query) => {
      if (after) query.where('definition.version', '<', Number(VERSIONS.read(after)[0]));
    })
    .orderBy('definition.version', 'desc')
    .limit(PAGE_SIZE + 1)
    .select('definition.*')
    .modify(withProcessName('definition.process_key', 'definition.version'))) as Row[];
  const { shown, last } = cutPage(rows, PAGE_SIZE);
  const ids = shown.flatMap(({ deployment_id: id }) => (id === null ? [] : [id]));
  const [releases, runs] = await Promise.all([releasesRepo(db).ofDeployments(ids), countRunning(processKey)]);
  return {
    items: shown.map((row): ProcessVersion => ({
      ...toDefinition(row),
      ...runs(row.process_key, row.version),
      release: (row.deployment_id && releases.get(row.deployment_id)) || null,
    })),
    next: last ? VERSIONS.write(String(last.version)) : null,
  };
}

/** Returns the files of a process application as they were when a version was deployed; without a version, as
 *  they run.
 *  @throws ProcessVersionNotFound */
export async function applicationFiles(
  db: Db,
  { processKey, version = null }: { processKey: string; version?: number | null },
): Promise<ApplicationFiles> {
  const asOf = version === null ? undefined : await deploymentOf(db, processKey, version);
  const files = await runningFiles(db, undefined, asOf ? { asOf } : {});
  const names = new Set(filesOfApplication(processKey, files));
  if (names.size === 0) throw new ProcessVersionNotFound();
  return {
    processKey,
    version,
    files: files
      .filter(({ name }) => names.has(name))
      .map(({ name, sha256, content }) => ({ name, sha256, content })),
  };
}

async function deploymentOf(db: Db, processKey: string, version: number): Promise<string> {
  const row = await db('process_definitions')
    .where({ process_key: processKey, version })
    .first('deployment_id');
  if (!row?.deployment_id) throw new ProcessVersionNotFound();
  return row.deployment_id as string;
}
