import { cursor } from '#api/platform/cursor.ts';
import type { Db } from '#api/platform/db.ts';
import { cutPage, page } from '#api/platform/page.ts';
import type {
  Draft,
  DraftFileContent,
  DraftPage,
  DraftRevision,
  DraftRevisionContent,
  DraftRevisionPage,
  DraftState,
  ListDrafts,
  RunningFileContent,
  Text,
} from '#common/contract/index.ts';
import { runningFiles } from '../process-definitions/index.ts';
import { bilingualName, type ElementName, readProcessNames } from '../process-instances/index.ts';
import { readOverlay, toDraftFiles } from './draft-overlay.ts';
import { DraftFileNotFound, DraftNotFound } from './drafts.errors.ts';
import { type DraftRow, draftsRepo, type RevisionRow } from './drafts.repo.ts';

const PAGE_SIZE = 50;
const DRAFTS_CURSOR = cursor('drafts', ['time', 'uuid']);
const REVISIONS_CURSOR = cursor('draft-revisions', ['time', 'uuid']);

/** States of drafts that are neither deployed nor discarded. */
export const ACTIVE_STATES: readonly DraftState[] = ['open', 'in-review', 'approved', 'scheduled'];

/** Lists the drafts, the last changed first. */
export async function listDrafts(
  db: Db,
  { processKey, state, underWay, after }: ListDrafts,
): Promise<DraftPage> {
  const rows = (await db('process_drafts as draft')
    .modify((query) => {
      if (processKey) query.where('draft.process_key', processKey);
      if (state) query.where('draft.state', state);
      if (underWay) query.whereIn('draft.state', [...ACTIVE_STATES]);
      if (!after) return;
      query.whereRaw('(draft.changed_at, draft.id) < (?, ?)', DRAFTS_CURSOR.read(after));
    })
    .orderBy([
      { column: 'draft.changed_at', order: 'desc' },
      { column: 'draft.id', order: 'desc' },
    ])
    .limit(PAGE_SIZE + 1)
    .select('draft.*')
    .select(
      db.raw('(select count(*)::int from process_draft_files file where file.draft_id = draft.id) as files'),
      db.raw(
        '(select count(*)::int from process_draft_comments c where c.draft_id = draft.id and c.resolved_at is null) as comments',
      ),
    )) as (DraftRow & { files: number; comments: number })[];
  const { shown, last } = cutPage(rows, PAGE_SIZE);
  const names = await readProcessNames(db, [...new Set(shown.map(({ process_key }) => process_key))]);
  return {
    items: shown.map((row) => ({
      ...toDraftHead(row, names),
      changedFiles: row.files,
      openComments: row.comments,
    })),
    next: last ? DRAFTS_CURSOR.write(last.changed_at, last.id) : null,
  };
}

/** Returns the name of a process in both languages; null for one that never ran. */
export function nameIn(names: ReadonlyMap<string, ElementName>, processKey: string): Text | null {
  const name = names.get(processKey);
  return name ? bilingualName(name.name_fa, name.name_en, processKey) : null;
}

const toDraftHead = (row: DraftRow, names: ReadonlyMap<string, ElementName>) => ({
  id: row.id,
  processKey: row.process_key,
  name: nameIn(names, row.process_key),
  title: row.title,
  state: row.state,
  createdBy: row.created_by,
  createdAt: row.created_at.toISOString(),
  changedAt: row.changed_at.toISOString(),
  version: row.version,
});

/** Reads a draft with its files. @throws DraftNotFound */
export async function readDraft(db: Db, id: string): Promise<Draft> {
  const overlay = await readOverlay(db, id);
  const { draft } = overlay;
  return {
    ...toDraftHead(draft, await readProcessNames(db, [draft.process_key])),
    files: toDraftFiles(overlay),
  };
}

/** Reads a file of the draft, or the running one where the draft has not touched it.
 *  @throws DraftNotFound, DraftFileNotFound */
export async function readDraftFile(db: Db, id: string, name: string): Promise<DraftFileContent> {
  const repo = draftsRepo(db);
  if (!(await repo.find(id))) throw new DraftNotFound();
  const file = await repo.file(id, name);
  if (file)
    return {
      name,
      content: file.content,
      version: file.version,
      sha256: file.sha256,
      savedBy: file.saved_by,
      savedAt: file.saved_at.toISOString(),
    };
  const runs = (await runningFiles(db)).find((one) => one.name === name);
  if (!runs) throw new DraftFileNotFound();
  const { content, sha256 } = runs;
  return { name, content, version: 0, sha256, savedBy: null, savedAt: null };
}

/** Reads a running file. @throws DraftFileNotFound */
export async function readRunningFile(db: Db, name: string): Promise<RunningFileContent> {
  const runs = (await runningFiles(db)).find((one) => one.name === name);
  if (!runs) throw new DraftFileNotFound();
  return { name, content: runs.content, sha256: runs.sha256 };
}

/** Lists the revisions of a draft's files, newest first. @throws DraftNotFound */
export async function listRevisions(
  db: Db,
  id: string,
  { file, after }: { file?: string | undefined; after?: string | undefined },
): Promise<DraftRevisionPage> {
  if (!(await draftsRepo(db).find(id))) throw new DraftNotFound();
  const rows = (await db('process_draft_revisions')
    .where({ draft_id: id })
    .modify((query) => {
      if (file) query.where({ name: file });
      if (!after) return;
      query.whereRaw('(saved_at, id) < (?, ?)', REVISIONS_CURSOR.read(after));
    })
    .orderBy([
      { column: 'saved_at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .limit(PAGE_SIZE + 1)
    .select('id', 'name', 'version', 'action', 'sha256', 'saved_by', 'saved_at')
    .select(db.raw('coalesce(length(content), 0) as size'))) as (RevisionRow & { size: number })[];
  return page(rows, PAGE_SIZE, toRevision, (last) => REVISIONS_CURSOR.write(last.saved_at, last.id));
}

/** @throws DraftFileNotFound */
export async function readRevision(db: Db, id: string, revisionId: string): Promise<DraftRevisionContent> {
  const row = await draftsRepo(db).revision(id, revisionId);
  if (!row) throw new DraftFileNotFound();
  return { ...toRevision({ ...row, size: row.content?.length ?? 0 }), content: row.content };
}

const toRevision = (row: Omit<RevisionRow, 'content'> & { size: number }): DraftRevision => ({
  id: row.id,
  name: row.name,
  version: row.version,
  action: row.action,
  sha256: row.sha256,
  size: row.size,
  savedBy: row.saved_by,
  savedAt: row.saved_at.toISOString(),
});
