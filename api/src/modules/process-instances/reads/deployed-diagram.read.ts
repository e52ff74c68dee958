import type { Db } from '#api/platform/db.ts';

export type DeployedDiagram = {
  definitionKey: string;
  /** Null when the diagram was not kept. */
  xml: string | null;
};

/** SQL expression for the content of a deployed file. Files are identified by their content alone: the engine
 *  may know a diagram under another file name.
 *  @param sha256 SQL expression for the hash of the file */
export const deployedContentSql = (sha256: string): string =>
  `(select f.content from process_deployment_files f where f.sha256 = ${sha256} and f.content is not null limit 1)`;

/** Returns the diagram of a version as it was deployed.
 *  @returns undefined when there is no such version */
export async function readDeployedDiagram(
  db: Db,
  processKey: string,
  version: number,
): Promise<DeployedDiagram | undefined> {
  const { rows } = await db.raw<{ rows: DeployedDiagram[] }>(
    `select d.definition_key::text as "definitionKey", ${deployedContentSql('d.sha256')} as xml
       from process_definitions d where d.process_key = ? and d.version = ?`,
    [processKey, version],
  );
  return rows[0];
}

/** Returns the content that was deployed with this hash, or null when it was not kept. */
export async function readDeployedContent(db: Db, sha256: string): Promise<string | null> {
  const { rows } = await db.raw<{ rows: { content: string | null }[] }>(
    `select ${deployedContentSql('?')} as content`,
    [sha256],
  );
  return rows[0]?.content ?? null;
}
