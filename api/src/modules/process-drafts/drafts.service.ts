import type { Clock } from '#api/platform/clock.ts';
import { VersionConflict } from '#api/platform/common.errors.ts';
import type { Db } from '#api/platform/db.ts';
import type { Sandbox } from '#api/sandbox/index.ts';
import {
  type DraftState,
  type ImportedFile,
  type ImportFile,
  processFileKind,
  type SavedDraftFile,
  type SaveDraftFile,
} from '#common/contract/index.ts';
import type { AuditLog } from '../audit/index.ts';
import { parseFindings } from '../process-definitions/index.ts';
import { createDraft } from './create-draft.ts';
import { type DraftCaller, draftEditing } from './draft-editing.ts';
import { MAX_BYTES_PER_DAY } from './draft-limits.ts';
import { DiagramNotRemovable, DraftFileNotFound, DraftNotFound, FileRejected } from './drafts.errors.ts';
import { type DraftRow, draftsRepo, type FileRow } from './drafts.repo.ts';
import { findUnacceptable } from './imported-file-checks.ts';
import { writeDraftFile } from './write-draft-file.ts';

type Deps = {
  db: Db;
  clock: Clock;
  audit: AuditLog;
  sandbox: Pick<Sandbox, 'parsingFindings' | 'importFile'>;
  /** Maximum that one person may save within a day. */
  mostBytesADay?: number;
};

/** Edits drafts. Every change is in the audit log; nothing that was saved is ever lost. */
export function draftsService({ db, clock, audit, sandbox, mostBytesADay = MAX_BYTES_PER_DAY }: Deps) {
  const { changing, record } = draftEditing({ db, audit });
  const write = writeDraftFile({ clock, record, mostBytesADay });

  const saved = async ({
    name,
    content,
    version,
    sha256,
    saved_by,
    saved_at,
  }: FileRow): Promise<SavedDraftFile> => ({
    name,
    version,
    sha256,
    savedBy: saved_by,
    savedAt: saved_at.toISOString(),
    findings: content === null ? [] : await parseFindings({ name, content }, sandbox),
  });

  return {
    create: createDraft({ db, clock, record }),

    /** @throws DraftNotFound, DraftNotOpen, VersionConflict */
    rename: (
      id: string,
      { title, expectedVersion }: { title: string; expectedVersion: number },
      who: DraftCaller,
    ) =>
      changing(id, async ({ tx, repo, draft }) => {
        if (draft.version !== expectedVersion)
          throw new VersionConflict(undefined, { version: draft.version });
        if (draft.title === title) return;
        await repo.update(id, { title }, clock.now());
        await record(tx, who, 'draft.renamed', id);
      }),

    /** Discards a draft without deploying it; its content can still be read.
     *  @throws DraftNotFound, DraftNotOpen */
    discard: (id: string, who: DraftCaller) =>
      changing(id, async ({ tx, repo }) => {
        await repo.update(id, { state: 'discarded' }, clock.now());
        await record(tx, who, 'draft.discarded', id);
      }),

    /** Saves a file. The same content again adds no revision. A file that cannot be parsed is saved too, and
     *  the answer gives the reason; a file that no parser should see is refused.
     *  @throws DraftNotFound, DraftNotOpen, VersionConflict, FileRejected, DraftFileLimitReached,
     *  DraftQuotaExceeded */
    async save(id: string, name: string, given: SaveDraftFile, who: DraftCaller): Promise<SavedDraftFile> {
      const unfit = findUnacceptable({ name, content: given.content });
      if (unfit) throw new FileRejected(unfit.message.en, { findings: [unfit] });
      return saved(
        await changing(id, (step) => {
          const runs = step.running.find((file) => file.name === name);
          const action = runs?.content === given.content ? 'reset' : 'saved';
          return write(step, { ...given, name, action, who });
        }),
      );
    },

    /** Removes a file of the draft, or marks the running one for removal.
     *  @throws DraftNotFound, DraftNotOpen, VersionConflict, DraftFileNotFound, DiagramNotRemovable,
     *  DraftFileLimitReached */
    remove: (id: string, name: string, expectedVersion: number, who: DraftCaller): Promise<void> =>
      changing(id, async (step) => {
        const runs = step.running.some((file) => file.name === name);
        const known = await step.repo.file(id, name);
        if (!runs && !known) throw new DraftFileNotFound();
        if (runs && processFileKind(name) === 'diagram') throw new DiagramNotRemovable();
        await write(step, { name, content: null, expectedVersion, action: 'removed', who });
      }),

    /** Imports a file from elsewhere, or gives the reason why not.
     *  @throws DraftNotFound, DraftNotOpen, VersionConflict, FileRejected, DraftFileLimitReached,
     *  DraftQuotaExceeded */
    async import(
      id: string,
      { name, ...given }: ImportFile & { name: string },
      who: DraftCaller,
    ): Promise<ImportedFile> {
      const result = await sandbox.importFile({ name, content: given.content });
      if ('findings' in result)
        throw new FileRejected(result.findings[0]?.message.en, { findings: result.findings });
      const { expectedVersion } = given;
      const file = await changing(id, (step) =>
        write(step, { name, content: result.content, expectedVersion, action: 'imported', who }),
      );
      return { file: await saved(file), notes: result.notes };
    },

    /** Restores an earlier revision of a file as its newest.
     *  @throws DraftNotFound, DraftNotOpen, VersionConflict, DraftFileNotFound, DraftFileLimitReached,
     *  DraftQuotaExceeded */
    async restore(
      id: string,
      { revisionId, expectedVersion }: { revisionId: string; expectedVersion: number },
      who: DraftCaller,
    ): Promise<SavedDraftFile> {
      const file = await changing(id, async (step) => {
        const revision = await step.repo.revision(id, revisionId);
        if (!revision) throw new DraftFileNotFound();
        const { name, content } = revision;
        return write(step, { name, content, expectedVersion, action: 'restored', who });
      });
      return saved(file);
    },

    /** Changes the state of a draft; its files change in the state `open` only. Call it in a transaction.
     *  @throws DraftNotFound, VersionConflict when the draft is in another state */
    async setState(
      tx: Db,
      id: string,
      { from, to, by }: { from: DraftState | readonly DraftState[]; to: DraftState; by: string | null },
    ): Promise<void> {
      const repo = draftsRepo(tx);
      const draft = await repo.forUpdate(id);
      if (!draft) throw new DraftNotFound();
      if (![from].flat().includes(draft.state))
        throw new VersionConflict(undefined, { version: draft.version, state: draft.state });
      await repo.update(id, { state: to }, clock.now());
      await audit.within(tx).write({
        actor: by,
        action: 'draft.moved',
        object: { kind: 'draft', id },
        details: { from: draft.state, to },
        result: 'done',
      });
    },

    /** @throws DraftNotFound */
    async get(id: string): Promise<DraftRow> {
      const draft = await draftsRepo(db).find(id);
      if (!draft) throw new DraftNotFound();
      return draft;
    },

    authors: (id: string): Promise<string[]> => draftsRepo(db).authors(id),
  };
}

export type DraftsService = ReturnType<typeof draftsService>;
