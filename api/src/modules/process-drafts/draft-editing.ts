import type { Db } from '#api/platform/db.ts';
import type { AuditLog } from '../audit/index.ts';
import { type RunningFile, runningFiles } from '../process-definitions/index.ts';
import { DraftNotFound, DraftNotOpen } from './drafts.errors.ts';
import { type DraftRow, type DraftsRepo, draftsRepo } from './drafts.repo.ts';

/** Person who acts, and the call. */
export type DraftCaller = { by: string; httpRequestId?: string };

/** One change of an open draft, in its transaction. */
export type DraftEdit = { tx: Db; repo: DraftsRepo; draft: DraftRow; running: RunningFile[] };

/** Returns how drafts are changed: one change at a time, each recorded in the audit log. */
export function draftEditing({ db, audit }: { db: Db; audit: AuditLog }) {
  /** Changes an open draft, one change at a time.
   *  @throws DraftNotFound, DraftNotOpen */
  const changing = <T>(id: string, work: (edit: DraftEdit) => Promise<T>): Promise<T> =>
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

  return { changing, record };
}

export type DraftEditing = ReturnType<typeof draftEditing>;
