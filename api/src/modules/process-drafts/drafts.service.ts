import { randomUUID } from 'node:crypto';
import type { Clock } from '#api/platform/clock.ts';
import { VersionConflict } from '#api/platform/common.errors.ts';
import type { Db } from '#api/platform/db.ts';
import type { Sandbox } from '#api/sandbox/index.ts';
import {
  type CreateDraft,
  type DraftState,
  type ImportedFile,
  type ImportFile,
  processFileKind,
  type SavedDraftFile,
  type SaveDraftFile,
} from '#common/contract/index.ts';
import { isTestRunProcess } from '#common/process-files/model/test-run-processes.ts';
import type { AuditLog } from '../audit/index.ts';
import { parseFindings, type RunningFile, runningFiles, sha256Of } from '../process-definitions/index.ts';
import { MAX_BYTES_PER_DAY, requireDailyQuota, requireFileLimit } from './draft-limits.ts';
import {
  DiagramNotRemovable,
  DraftFileNotFound,
  DraftNotFound,
  DraftNotOpen,
  FileRejected,
  ProcessExists,
  ProcessNotFound,
} from './drafts.errors.ts';
import { type DraftRow, type DraftsRepo, draftsRepo, type FileRow, type RevisionRow } from './drafts.repo.ts';
import { emptyDiagram } from './empty-diagram.ts';
import { findUnacceptable } from './imported-file-checks.ts';

type Deps = {
  db: Db;
  clock: Clock;
  audit: AuditLog;
  sandbox: Pick<Sandbox, 'parsingFindings' | 'importFile'>;
  /** Maximum that one person may save within a day. */
  mostBytesADay?: number;
};

/** Person who acts, and the call. */
export type DraftCaller = { by: string; httpRequestId?: string };

/** Keys of test runs are reserved, and a property name that every object has cannot name a process. */
const isReserved = (processKey: string): boolean =>
  isTestRunProcess(processKey) || processKey in Object.prototype;

/** Edits drafts. Every change is in the audit log; nothing that was saved is ever lost. */
export function draftsService({ db, clock, audit, sandbox, mostBytesADay = MAX_BYTES_PER_DAY }: Deps) {
  type Step = { tx: Db; repo: DraftsRepo; draft: DraftRow; running: RunningFile[] };

  /** Changes an open draft, one change at a time.
   *  @throws DraftNotFound, DraftNotOpen */
  const changing = <T>(id: string, work: (step: Step) => Promise<T>): Promise<T> =>
    db.transaction(async (tx) => {
      const repo = draftsRepo(tx);
      const draft = await repo.forUpdate(id);
      if (!draft) throw new DraftNotFound();
      if (draft.state !== 'open') throw new DraftNotOpen(undefined, { state: draft.state });
      return work({ tx, repo, draft, running: await runningFiles(tx) });
    });

  const record = (
    tx: Db,
    { by, httpRequestId }: DraftCaller,
    action: `draft.${string}`,
    id: string,
    details = {},
  ) =>
    audit.within(tx).write({
      actor: by,
      action,
      object: { kind: 'draft', id },
      details,
      result: 'done',
      httpRequestId,
    });

  type Write = {
    name: string;
    content: string | null;
    expectedVersion: number;
    action: RevisionRow['action'];
    seenRunning?: string | undefined;
    who: DraftCaller;
  };

  /** @throws VersionConflict when somebody has saved the file since, DraftFileLimitReached,
   *  DraftQuotaExceeded */
  async function write({ tx, repo, draft, running }: Step, given: Write): Promise<FileRow> {
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
  }

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
    /** @throws ProcessNotFound, ProcessExists */
    async create(given: CreateDraft, who: DraftCaller): Promise<string> {
      const { id = randomUUID(), processKey, title, newProcess } = given;
      return db.transaction(async (tx) => {
        const repo = draftsRepo(tx);
        const known = await repo.find(id);
        if (known) return known.id;
        const name = `${processKey}.bpmn`;
        const runs = (await runningFiles(tx)).some((file) => file.name === name);
        if (newProcess && runs) throw new ProcessExists();
        if (isReserved(processKey) || (!newProcess && !runs)) throw new ProcessNotFound();
        const at = clock.now();
        const row = {
          id,
          process_key: processKey,
          title,
          created_by: who.by,
          created_at: at,
          changed_at: at,
        };
        if (!(await repo.create(row))) return id;
        if (newProcess) {
          const content = emptyDiagram(processKey, newProcess);
          const file = { name, content, sha256: sha256Of(content), base_sha256: null, version: 1 };
          await repo.save(id, { ...file, saved_by: who.by, saved_at: at }, 'saved');
        }
        await record(tx, who, 'draft.created', id, { processKey, newProcess: newProcess !== undefined });
        return id;
      });
    },

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
