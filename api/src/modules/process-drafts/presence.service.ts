import type { Clock } from '#api/platform/clock.ts';
import type { Db } from '#api/platform/db.ts';
import type { DraftPresence } from '#common/contract/index.ts';
import { DraftNotFound } from './drafts.errors.ts';

type PresenceReport = {
  clientId: string;
  username: string;
  name: string;
  file: string | null;
  elementId: string | null;
};

/** Time after which a silent window counts as gone; windows report every ten seconds. */
const PRESENCE_TIMEOUT_MS = 30_000;
const PRESENCE_RETENTION_MS = 3_600_000;

/** Tracks who has a draft open and what they look at, with the versions and counts that show when to read the
 *  draft again. */
export const presenceService = ({ db, clock }: { db: Db; clock: Clock }) => ({
  /** @throws DraftNotFound */
  async report(
    draftId: string,
    { clientId, username, name, file, elementId }: PresenceReport,
  ): Promise<DraftPresence> {
    const draft = await db('process_drafts').where({ id: draftId }).first('state', 'version');
    if (!draft) throw new DraftNotFound();
    const now = clock.now().getTime();
    await db('process_draft_presence')
      .insert({
        draft_id: draftId,
        client_id: clientId,
        username,
        name,
        file,
        element_id: elementId,
        seen_at: new Date(now),
      })
      .onConflict(['draft_id', 'client_id'])
      .merge();
    await db('process_draft_presence')
      .where('seen_at', '<', new Date(now - PRESENCE_RETENTION_MS))
      .delete();
    const people = (await db('process_draft_presence')
      .where({ draft_id: draftId })
      .andWhere('seen_at', '>', new Date(now - PRESENCE_TIMEOUT_MS))
      .orderBy(['name', 'client_id'])
      .select('client_id', 'username', 'name', 'file', 'element_id')) as PersonRow[];
    const files = (await db('process_draft_files')
      .where({ draft_id: draftId })
      .orderBy('name')
      .select('name', 'version', 'saved_by', 'saved_at')) as SavedRow[];
    const { rows } = await db.raw(
      `select count(*)::int as total, count(*) filter (where resolved_at is null)::int as open
         from process_draft_comments where draft_id = ?`,
      [draftId],
    );
    const [comments] = rows as { total: number; open: number }[];
    return {
      state: draft.state,
      version: draft.version,
      people: people.map((row) => ({
        clientId: row.client_id,
        username: row.username,
        name: row.name,
        file: row.file,
        elementId: row.element_id,
      })),
      files: files.map((row) => ({
        name: row.name,
        version: row.version,
        savedBy: row.saved_by,
        savedAt: row.saved_at.toISOString(),
      })),
      comments: { total: comments?.total ?? 0, open: comments?.open ?? 0 },
    };
  },

  /** Removes a window that was closed. */
  async leave(draftId: string, clientId: string, username: string): Promise<void> {
    await db('process_draft_presence').where({ draft_id: draftId, client_id: clientId, username }).delete();
  },
});

export type PresenceService = ReturnType<typeof presenceService>;

type PersonRow = {
  client_id: string;
  username: string;
  name: string;
  file: string | null;
  element_id: string | null;
};
type SavedRow = { name: string; version: number; saved_by: string; saved_at: Date };
