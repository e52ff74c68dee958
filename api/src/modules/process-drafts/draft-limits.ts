import { DAY_MS } from '#api/platform/time.ts';
import { MAX_PROCESS_FILES } from '#common/contract/index.ts';
import type { RunningFile } from '../process-definitions/index.ts';
import { DraftFileLimitReached, DraftQuotaExceeded } from './drafts.errors.ts';
import type { DraftsRepo } from './drafts.repo.ts';

/** Maximum that one person may save in drafts within a day, in bytes on the disk: some thousand revisions of
 *  a large diagram. */
export const MAX_BYTES_PER_DAY = 200_000_000;

/** Requires that a draft changes no more files than one release takes.
 *  @throws DraftFileLimitReached */
export async function requireFileLimit(
  { repo, draftId, running }: { repo: DraftsRepo; draftId: string; running: readonly RunningFile[] },
  file: { name: string; sha256: string | null },
): Promise<void> {
  const runs = new Map(running.map(({ name, sha256 }) => [name, sha256]));
  const isChange = ({ name, sha256 }: typeof file) => sha256 !== (runs.get(name) ?? null);
  if (!isChange(file)) return;
  const changed = (await repo.hashes(draftId)).filter(isChange);
  if (changed.length >= MAX_PROCESS_FILES && !changed.some(({ name }) => name === file.name))
    throw new DraftFileLimitReached(undefined, { most: MAX_PROCESS_FILES });
}

/** Requires that nobody fills the disk: every revision of a file is kept, and autosave makes many.
 *  @throws DraftQuotaExceeded */
export async function requireDailyQuota(
  repo: DraftsRepo,
  { by, at, mostBytes }: { by: string; at: Date; mostBytes: number },
): Promise<void> {
  const saved = await repo.bytesSaved(by, new Date(at.getTime() - DAY_MS));
  if (saved >= mostBytes) throw new DraftQuotaExceeded(undefined, { most: mostBytes });
}
