import type { Db } from '#api/platform/db.ts';
import type { RestoreVersion } from '#common/contract/index.ts';
import type { Drafts } from '../process-drafts/index.ts';
import { ProcessVersionNotFound } from '../process-instances/index.ts';
import type { ReleaseCaller } from './release-steps.ts';
import { applicationFiles } from './versions.view.ts';

/** Restores files of an old version as a draft, which is reviewed and deployed like any other.
 *  @throws ProcessVersionNotFound when the version had no such file */
export const restoreVersion =
  ({ db, drafts }: { db: Db; drafts: Drafts }) =>
  async (
    { processKey, version }: { processKey: string; version: number },
    { title, files: wanted }: RestoreVersion,
    who: ReleaseCaller,
  ): Promise<{ draftId: string }> => {
    const { files } = await applicationFiles(db, { processKey, version });
    const missing = wanted.filter((name) => !files.some((file) => file.name === name));
    if (missing.length > 0) throw new ProcessVersionNotFound(missing.join(', '));
    const draftId = await drafts.create({ processKey, title }, who);
    for (const { name, content } of files.filter((file) => wanted.includes(file.name)))
      await drafts.save(draftId, name, { content, expectedVersion: 0 }, who);
    return { draftId };
  };
