import { cursor } from '#api/platform/cursor.ts';
import type { Db } from '#api/platform/db.ts';
import { page } from '#api/platform/page.ts';
import type { ProcessDefinitionPage } from '#common/contract/index.ts';
import { bilingualName, type ElementName, withProcessName } from '../process-instances/index.ts';
import { runningFiles } from './process-definitions.repo.ts';

const PAGE_SIZE = 50;
const BY_DEPLOYMENT = cursor('deployment', ['time', 'key']);

type DefinitionsQuery = { processKey?: string | undefined; after?: string | undefined };

/** A deployed version of a process with its name, as the database has it. */
export type DefinitionRow = ElementName & {
  definition_key: string;
  process_key: string;
  version: number;
  resource_name: string;
  sha256: string | null;
  deployed_at: Date;
  deployed_by: string | null;
};

type Row = DefinitionRow & { place: string };

/** Lists the versions of the processes, newest first. */
export async function listDefinitions(
  db: Db,
  { processKey, after }: DefinitionsQuery,
): Promise<ProcessDefinitionPage> {
  const rows = (await db('process_definitions as definition')
    .modify((query) => {
      if (processKey) query.where('definition.process_key', processKey);
      if (after)
        query.whereRaw(
          '(definition.deployed_at, definition.definition_key) < (?, ?)',
          BY_DEPLOYMENT.read(after),
        );
    })
    .orderBy([
      { column: 'definition.deployed_at', order: 'desc' },
      { column: 'definition.definition_key', order: 'desc' },
    ])
    .limit(PAGE_SIZE + 1)
    .select('definition.*')
    .modify(withProcessName('definition.process_key', 'definition.version'))
    .select(db.raw('definition.deployed_at::text as place'))) as Row[];
  return page(rows, PAGE_SIZE, toDefinition, (last) => BY_DEPLOYMENT.write(last.place, last.definition_key));
}

/** Returns a version as the lists show it. */
export const toDefinition = (row: DefinitionRow): ProcessDefinitionPage['items'][number] => ({
  key: row.definition_key,
  processKey: row.process_key,
  version: row.version,
  name: bilingualName(row.name_fa, row.name_en, row.process_key),
  file: row.resource_name,
  sha256: row.sha256,
  deployedAt: row.deployed_at.toISOString(),
  deployedBy: row.deployed_by,
});

/** Returns the running element templates, as their files hold them. */
export const runningTemplates = async (db: Db): Promise<Record<string, unknown>[]> =>
  (await runningFiles(db, 'template')).map(({ content }) => JSON.parse(content) as Record<string, unknown>);
