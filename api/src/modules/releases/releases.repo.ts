import type { Db } from '#api/platform/db.ts';
import { cutPage } from '#api/platform/page.ts';
import type { FileChanges, Release, ReleaseFailure, ReleaseState } from '#common/contract/index.ts';

type Row = {
  id: string;
  draft_id: string;
  title: string;
  process_key: string;
  state: ReleaseState;
  notes_fa: string;
  notes_en: string;
  changes: FileChanges[];
  authors: string[];
  submitted_by: string;
  submitted_at: Date;
  reviewed_by: string | null;
  reviewed_at: Date | null;
  review_reason: string | null;
  scheduled_for: Date | null;
  scheduled_by: string | null;
  failure: ReleaseFailure | null;
  deployed_by: string | null;
  deployed_at: Date | null;
  deployment_id: string | null;
  definitions: Release['definitions'] | null;
};

const PAGE_SIZE = 30;

export type SubmittedRelease = Pick<
  Release,
  'draftId' | 'processKey' | 'notes' | 'files' | 'changes' | 'authors'
> & {
  by: string;
  at: Date;
};

type ReleaseUpdate = Partial<{
  state: ReleaseState;
  reviewed_by: string;
  reviewed_at: Date;
  review_reason: string | null;
  scheduled_for: Date | null;
  scheduled_by: string | null;
  failure: ReleaseFailure | null;
  deployed_by: string | null;
  deployed_at: Date;
  deployment_id: string;
}>;

/** Releases, i.e. submitted drafts. Takes a pool or a transaction. */
export const releasesRepo = (db: Db) => {
  const rows = () =>
    db('process_releases as release')
      .join('process_drafts as draft', 'draft.id', 'release.draft_id')
      .leftJoin('process_deployments as deployment', 'deployment.id', 'release.deployment_id')
      .select('release.*', 'draft.title', 'deployment.definitions');

  const withFiles = async (found: readonly Row[]): Promise<Release[]> => {
    const files = (await db('process_release_files')
      .whereIn(
        'release_id',
        found.map(({ id }) => id),
      )
      .orderBy('name')) as {
      release_id: string;
      name: string;
      sha256: string | null;
      base_sha256: string | null;
    }[];
    return found.map((row) => ({
      ...releaseOf(row),
      files: files
        .filter(({ release_id: id }) => id === row.id)
        .map(({ name, sha256, base_sha256: baseSha256 }) => ({ name, sha256, baseSha256 })),
    }));
  };
  const first = async (query: ReturnType<typeof rows>): Promise<Release | undefined> =>
    (await withFiles((await query.limit(1)) as Row[]))[0];

  return {
    get: (id: string) => first(rows().where('release.id', id)),

    /** Returns the newest release of a draft. */
    latest: (draftId: string) =>
      first(
        rows()
          .where('release.draft_id', draftId)
          .orderBy([
            { column: 'release.submitted_at', order: 'desc' },
            { column: 'release.id', order: 'desc' },
          ]),
      ),

    /** Returns the releases of a draft, newest first. */
    ofDraft: async (draftId: string): Promise<Release[]> =>
      withFiles(
        (await rows()
          .where('release.draft_id', draftId)
          .orderBy([
            { column: 'release.submitted_at', order: 'desc' },
            { column: 'release.id', order: 'desc' },
          ])
          .limit(PAGE_SIZE)) as Row[],
      ),

    /** Returns a page of releases, newest first. */
    async page(asked: {
      processKey?: string | undefined;
      state?: ReleaseState | undefined;
      after?: { at: Date; id: string } | undefined;
    }): Promise<{ items: Release[]; last: { at: Date; id: string } | undefined }> {
      const { processKey, state, after } = asked;
      const found = (await rows()
        .modify((query) => {
          if (processKey) query.where('release.process_key', processKey);
          if (state) query.where('release.state', state);
          if (after) query.whereRaw('(release.submitted_at, release.id) < (?, ?)', [after.at, after.id]);
        })
        .orderBy([
          { column: 'release.submitted_at', order: 'desc' },
          { column: 'release.id', order: 'desc' },
        ])
        .limit(PAGE_SIZE + 1)) as Row[];
      const { shown, last: end } = cutPage(found, PAGE_SIZE);
      return { items: await withFiles(shown), last: end && { at: end.submitted_at, id: end.id } };
    },

    /** Returns the releases that these deployments brought, by deployment. */
    async ofDeployments(ids: readonly string[]): Promise<Map<string, Release>> {
      const found = (await rows().whereIn('release.deployment_id', [...ids])) as Row[];
      const releases = await withFiles(found);
      return new Map(releases.map((release) => [release.deploymentId ?? '', release]));
    },

    async add({
      draftId,
      processKey,
      notes,
      files,
      changes,
      authors,
      by,
      at,
    }: SubmittedRelease): Promise<string> {
      const [row] = (await db('process_releases')
        .insert({
          draft_id: draftId,
          process_key: processKey,
          state: 'in-review',
          notes_fa: notes.fa,
          notes_en: notes.en,
          changes: JSON.stringify(changes),
          authors,
          submitted_by: by,
          submitted_at: at,
        })
        .returning('id')) as { id: string }[];
      const id = row?.id as string;
      await db('process_release_files').insert(
        files.map(({ name, sha256, baseSha256 }) => ({
          release_id: id,
          name,
          sha256,
          base_sha256: baseSha256,
        })),
      );
      return id;
    },

    /** Changes the state of a release, unless it has changed meanwhile.
     *  @returns whether it was changed */
    async move(id: string, from: readonly ReleaseState[], change: ReleaseUpdate): Promise<boolean> {
      const values =
        'failure' in change
          ? { ...change, failure: change.failure && JSON.stringify(change.failure) }
          : change;
      const moved = await db('process_releases')
        .where({ id })
        .whereIn('state', [...from])
        .update({ ...values, version: db.raw('version + 1') });
      return moved > 0;
    },
  };
};

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

const releaseOf = (row: Row): Omit<Release, 'files'> => ({
  id: row.id,
  draftId: row.draft_id,
  title: row.title,
  processKey: row.process_key,
  state: row.state,
  notes: { fa: row.notes_fa, en: row.notes_en },
  changes: row.changes,
  authors: row.authors,
  submittedBy: row.submitted_by,
  submittedAt: row.submitted_at.toISOString(),
  reviewedBy: row.reviewed_by,
  reviewedAt: iso(row.reviewed_at),
  reviewReason: row.review_reason,
  scheduledFor: iso(row.scheduled_for),
  scheduledBy: row.scheduled_by,
  failure: row.failure,
  deployedBy: row.deployed_by,
  deployedAt: iso(row.deployed_at),
  deploymentId: row.deployment_id,
  definitions: row.definitions ?? [],
});
