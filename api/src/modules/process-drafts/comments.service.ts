import { randomUUID } from 'node:crypto';
import type { Clock } from '#api/platform/clock.ts';
import type { Db } from '#api/platform/db.ts';
import type { DraftComment, WriteComment } from '#common/contract/index.ts';
import type { AuditLog } from '../audit/index.ts';
import type { DraftCaller } from './draft-editing.ts';
import { CommentNotFound, DraftNotFound } from './drafts.errors.ts';

type Deps = { db: Db; clock: Clock; audit: AuditLog };

type CommentRow = {
  id: string;
  file: string;
  element_id: string | null;
  text: string;
  written_by: string;
  written_at: Date;
  resolved_by: string | null;
  resolved_at: Date | null;
};

/** Maximum number of comments per draft: people cannot read more. */
const MAX_COMMENTS = 1_000;

/** Comments on the elements of a draft, also while it is reviewed. */
export function commentsService({ db, clock, audit }: Deps) {
  const find = (tx: Db, draftId: string, id: string): Promise<CommentRow | undefined> =>
    tx('process_draft_comments').where({ draft_id: draftId, id }).first();

  const note = (
    tx: Db,
    { by, httpRequestId }: DraftCaller,
    action: 'commented' | 'comment-settled',
    draftId: string,
    id: string,
  ) =>
    audit.within(tx).write({
      actor: by,
      action: `draft.${action}`,
      object: { kind: 'draft', id: draftId },
      details: { comment: id },
      result: 'done',
      httpRequestId,
    });

  return {
    /** Lists comments, oldest first. */
    async list(draftId: string): Promise<DraftComment[]> {
      if (!(await db('process_drafts').where({ id: draftId }).first('id'))) throw new DraftNotFound();
      const rows = (await db('process_draft_comments')
        .where({ draft_id: draftId })
        .orderBy(['written_at', 'id'])
        .limit(MAX_COMMENTS)) as CommentRow[];
      return rows.map(toComment);
    },

    /** @throws DraftNotFound */
    write: (draftId: string, given: WriteComment, who: DraftCaller): Promise<DraftComment> =>
      db.transaction(async (tx) => {
        const { id = randomUUID(), file, elementId, text } = given;
        if (!(await tx('process_drafts').where({ id: draftId }).first('id'))) throw new DraftNotFound();
        const made = await tx('process_draft_comments')
          .insert({
            id,
            draft_id: draftId,
            file,
            element_id: elementId,
            text,
            written_by: who.by,
            written_at: clock.now(),
          })
          .onConflict('id')
          .ignore()
          .returning('id');
        const comment = await find(tx, draftId, id);
        if (!comment) throw new CommentNotFound();
        if (made.length > 0) await note(tx, who, 'commented', draftId, id);
        return toComment(comment);
      }),

    /** Marks a comment as resolved, or reopens it.
     *  @throws CommentNotFound */
    resolve: (draftId: string, id: string, resolved: boolean, who: DraftCaller): Promise<DraftComment> =>
      db.transaction(async (tx) => {
        const before = await find(tx, draftId, id);
        if (!before) throw new CommentNotFound();
        if ((before.resolved_at !== null) === resolved) return toComment(before);
        const settled = { resolved_by: resolved ? who.by : null, resolved_at: resolved ? clock.now() : null };
        await tx('process_draft_comments').where({ id }).update(settled);
        await note(tx, who, 'comment-settled', draftId, id);
        return toComment({ ...before, ...settled });
      }),
  };
}

export type CommentsService = ReturnType<typeof commentsService>;

const toComment = (row: CommentRow): DraftComment => ({
  id: row.id,
  file: row.file,
  elementId: row.element_id,
  text: row.text,
  writtenBy: row.written_by,
  writtenAt: row.written_at.toISOString(),
  resolvedBy: row.resolved_by,
  resolvedAt: row.resolved_at?.toISOString() ?? null,
});
