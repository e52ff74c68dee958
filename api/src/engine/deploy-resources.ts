import { readdir, readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { Db } from '../platform/db.ts';
import type { Definition, EngineCommands, EngineResource } from './engine-port.ts';

/** Deploys every diagram and decision below a folder in one piece and notes their versions. What the engine has already keeps
 *  its version, so several nodes may do it at once.
 *  @throws EngineUnavailable, or EngineRefused when a resource is wrong */
export async function deployResources(deps: {
  commands: Pick<EngineCommands, 'deploy'>;
  db: Db;
  folder: string;
}): Promise<Definition[]> {
  const definitions = await deps.commands.deploy(await readResources(deps.folder));
  for (const { key, processKey, version, resourceName } of definitions)
    await deps
      .db('process_definitions')
      .insert({ definition_key: key, process_key: processKey, version, resource_name: resourceName })
      .onConflict()
      .ignore();
  return definitions;
}

async function readResources(folder: string): Promise<EngineResource[]> {
  const files = (await readdir(folder, { recursive: true }))
    .filter((file) => /\.(bpmn|dmn)$/.test(file) && !file.startsWith(`templates${sep}`))
    .sort();
  return Promise.all(
    files.map(async (file) => ({
      name: file.split(sep).join('/'),
      content: await readFile(join(folder, file)),
    })),
  );
}
