import type { Clock } from '#api/platform/clock.ts';
import { VersionConflict } from '#api/platform/common.errors.ts';
import { sha256Of } from '../process-definitions/index.ts';
import type { DraftCaller, DraftEdit, DraftEditing } from './draft-editing.ts';
import { requireDailyQuota, requireFileLimit } from './draft-limits.ts';
import type { FileRow, RevisionRow } from './drafts.repo.ts';

type Deps = Pick<DraftEditing, 'record'> & { clock: Clock; mostBytesADay: number };

type Write = {
  name: string;
  content: string | null;
  expectedVersion: number;
  action: RevisionRow['action'];
  seenRunning?: string | undefined;
  who: DraftCaller;
};

/** Writes a revision of a file of a draft. The content that the file has already writes none. */
export function writeDraftFile({ clock, record, mostBytesADay }: Deps) {
  /** Row for a file that equals the running one and that the draft does not change. */
  const untouched = (name: string, content: string | null, { by }: DraftCaller): FileRow => ({
    name,
    content,
    sha256: content === null ? null : sha256Of(content),
    base_sha256: null,
    version: 0,
    saved_by: by,
    saved_at: clock.now(),
  });

  /** @throws VersionConflict when somebody has saved the file since, DraftFileLimitReached,
   *  DraftQuotaExceeded */
  return async ({ tx, repo, draft, running }: DraftEdit, given: Write): Promise<FileRow> => {
    const { name, content, expectedVersion, action, seenRunning, who } = given;
    const known = await repo.file(draft.id, name);
    const sha256 = content === null ? null : sha256Of(content);
    const runs = running.find((file) => file.name === name)?.sha256 ?? null;
    const rebased = seenRunning !== undefined && seenRunning === runs && known?.base_sha256 !== runs;
    if (known && known.sha256 === sha256 && !rebased) return known;
    if ((known?.version ?? 0) !== expectedVersion)
      throw new VersionConflict(undefined, {
        version: known?.version ?? 0,
        savedBy: known?.saved_by ?? null,
        savedAt: known?.saved_at.toISOString() ?? null,
      });
    if (!known && (sha256 === runs || (content === null && runs === null)))
      return untouched(name, content, who);
    const at = clock.now();
    await requireFileLimit({ repo, draftId: draft.id, running }, { name, sha256 });
    if (content !== null) await requireDailyQuota(repo, { by: who.by, at, mostBytes: mostBytesADay });
    const file: FileRow = {
      name,
      content,
      sha256,
      base_sha256: known && !rebased ? known.base_sha256 : runs,
      version: expectedVersion + 1,
      saved_by: who.by,
      saved_at: at,
    };
    await repo.save(draft.id, file, action);
    await record(tx, who, action === 'imported' ? 'draft.imported' : `draft.${action}`, draft.id, {
      file: name,
      version: file.version,
      sha256,
    });
    return file;
  };
}
