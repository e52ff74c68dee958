import type { Db } from '#api/platform/db.ts';
import { readDeployedDiagram } from '../reads/deployed-diagram.read.ts';
import { UnknownVersion } from './instance-migration.errors.ts';

export type DeployedVersion = { version: number; definitionKey: string; xml: string };

/** Returns a version of a process that cases can migrate to or from.
 *  @throws UnknownVersion when there is none, or its diagram was not kept */
export async function requireDeployedVersion(
  db: Db,
  processKey: string,
  version: number,
): Promise<DeployedVersion> {
  const deployed = await readDeployedDiagram(db, processKey, version);
  if (!deployed?.xml) throw new UnknownVersion();
  return { version, definitionKey: deployed.definitionKey, xml: deployed.xml };
}
