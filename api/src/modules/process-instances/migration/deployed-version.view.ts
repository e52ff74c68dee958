import type { Db } from '#api/platform/db.ts';
import { UnknownVersion } from './instance-migration.errors.ts';

export type DeployedVersion = { version: number; definitionKey: string; xml: string };

/** Returns a version of a process with its diagram, as it was deployed.
 *  @throws UnknownVersion */
export async function readDeployedVersion(
  db: Db,
  processKey: string,
  version: number,
): Promise<DeployedVersion> {
  const { rows } = await db.raw<{ rows: { definition_key: string; content: string | null }[] }>(
    `select d.definition_key::text,
            (select f.content from process_deployment_files f
              where f.sha256 = d.sha256 and f.content is not null limit 1) as content
       from process_definitions d where d.process_key = ? and d.version = ?`,
    [processKey, version],
  );
  const [row] = rows;
  if (!row?.content) throw new UnknownVersion();
  return { version, definitionKey: row.definition_key, xml: row.content };
}
