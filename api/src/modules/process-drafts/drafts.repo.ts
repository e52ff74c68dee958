import type { Db } from '#api/platform/db.ts';
import type { DraftState } from '#common/contract/index.ts';

export type DraftRow = {
  id: string;
  process_key: string;
  title: string;
  state: DraftState;
  created_by: string;
  created_at: Date;
  changed_at: Date;
  version: number;
};

/** `content` is null where the draft removes the file. */
export type FileRow = {
  name: string;
  content: string | null;
  sha256: string | null;
  base_sha256: string | null;
  version: number;
  saved_by: string;
  saved_at: Date;
};

export type RevisionRow = {
  id: string;
  name: string;
  version: number;
  action: 'saved' | 'imported' | 'restored' | 'removed' | 'reset';
  content: string | null;
  sha256: string | null;
  saved_by: string;
  saved_at: Date;
};

/** Drafts with their files and all revisions. Takes a pool or a transaction. */
export const draftsRepo = (db: Db) => ({
  /** @returns false when a draft with this id exists */
  async create(row: Omit<DraftRow, 'version' | 'state'>): Promise<boolean> {
    const made = await db('process_drafts').insert(row).onConflict('id').ignore().returning('id');
    return made.length > 0;
  },

  find: (id: string): Promise<DraftRow | undefined> => db('process_drafts').where({ id }).first(),

  forUpdate: (id: string): Promise<DraftRow | undefined> =>
    db('process_drafts').where({ id }).forUpdate().first(),

  async update(id: string, changes: Partial<Pick<DraftRow, 'title' | 'state'>>, at: Date): Promise<void> {
    await db('process_drafts')
      .where({ id })
      .update({ ...changes, changed_at: at, version: db.raw('version + 1') });
  },

  files: (id: string): Promise<FileRow[]> =>
    db('process_draft_files').where({ draft_id: id }).orderBy('name').select(FILE),

  file: (id: string, name: string): Promise<FileRow | undefined> =>
    db('process_draft_files').where({ draft_id: id, name }).first(FILE),

  hashes: (id: string): Promise<Pick<FileRow, 'name' | 'sha256'>[]> =>
    db('process_draft_files').where({ draft_id: id }).select('name', 'sha256'),

  /** Returns the disk space, in bytes, of the revisions that a person saved since a moment. */
  async bytesSaved(by: string, since: Date): Promise<number> {
    const row = await db('process_draft_revisions')
      .where({ saved_by: by })
      .where('saved_at', '>', since)
      .first(db.raw('sum(pg_column_size(content)) as bytes'));
    return Number(row?.bytes ?? 0);
  },

  /** Saves a file and adds its new content to the revisions. */
  async save(id: string, file: FileRow, action: RevisionRow['action']): Promise<void> {
    const { base_sha256: _, ...revision } = file;
    await db('process_draft_files')
      .insert({ draft_id: id, ...file })
      .onConflict(['draft_id', 'name'])
      .merge();
    await db('process_draft_revisions').insert({ draft_id: id, ...revision, action });
    await db('process_drafts').where({ id }).update({ changed_at: file.saved_at });
  },

  revision: (id: string, revisionId: string): Promise<RevisionRow | undefined> =>
    db('process_draft_revisions').where({ draft_id: id, id: revisionId }).first(),

  /** Returns everybody who saved something in the draft, or created it. */
  async authors(id: string): Promise<string[]> {
    const { rows } = await db.raw(
      `select created_by as username from process_drafts where id = ?
       union select saved_by from process_draft_revisions where draft_id = ? order by 1`,
      [id, id],
    );
    return (rows as { username: string }[]).map(({ username }) => username);
  },
});

const FILE = ['name', 'content', 'sha256', 'base_sha256', 'version', 'saved_by', 'saved_at'];

export type DraftsRepo = ReturnType<typeof draftsRepo>;
