import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ensureFolder, unpack } from './archive.ts';
import { fetchFile } from './download.ts';
import { cacheFolder } from './paths.ts';
import type { Artifact } from './pins.ts';
import type { Reporter } from './reporter.ts';

type ArtifactUrl = (artifact: {
  groupId: string;
  artifactId: string;
  version: string;
  extension: string;
}) => Promise<string>;

const artifactUrl = (createRequire(import.meta.url)('mvn-artifact-url') as { default: ArtifactUrl }).default;

/** Returns the folder of a pinned artifact's program; it is fetched and unpacked unless it is complete in the
 *  cache. `finish` runs once after unpacking; `recipe` identifies it, so that a new recipe unpacks anew. */
export async function ensureProgram(
  artifact: Artifact,
  reporter: Reporter,
  finish: { recipe: string; run: (folder: string) => Promise<void> } = { recipe: '', run: async () => {} },
): Promise<string> {
  const folder = join(cacheFolder(), `${artifact.artifactId}-${artifact.version}`);
  await ensureFolder(folder, `${artifact.sha256} ${finish.recipe}`, async (fresh) => {
    const archive = await fetchFile(
      {
        title: `${artifact.title} ${artifact.version}`,
        url: await artifactUrl(artifact),
        fileName: `${artifact.artifactId}-${artifact.version}.${artifact.extension}`,
        sha256: artifact.sha256,
        bytes: artifact.bytes,
      },
      join(cacheFolder(), 'downloads'),
      reporter,
    );
    reporter.say(`Unpacking ${artifact.title} ${artifact.version}.`);
    await unpack(archive, fresh, 1);
    await finish.run(fresh);
  });
  return folder;
}
