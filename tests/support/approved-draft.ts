import { createHash } from 'node:crypto';
import type { Db } from '#api/platform/db.ts';

const hash = (content: string): string => createHash('sha256').update(content).digest('hex');

export type Approved = {
  draftId: string;
  releaseId: string;
  /** As its deployment wants them. */
  files: { name: string; sha256: string | null }[];
};

/** A draft of these files that the analyst wrote and the second analyst approved, whatever the files hold. */
export async function anApprovedDraft(
  db: Db,
  files: Readonly<Record<string, string | null>>,
  { author = 'analyst', reviewer = 'analyst.second', processKey = 'road-defect' } = {},
): Promise<Approved> {
  const at = new Date();
  const [draft] = await db('process_drafts')
    .insert({
      process_key: processKey,
      title: 'آزمون',
      state: 'approved',
      created_by: author,
      created_at: at,
      changed_at: at,
    })
    .returning('id');
  const running = new Map<string, string>(
    (
      await db('process_deployment_files as file')
        .join('process_deployments as deployment', 'deployment.id', 'file.deployment_id')
        .where('deployment.result', 'deployed')
        .whereIn('file.name', Object.keys(files))
        .orderBy('file.deployment_id')
        .select('file.name', 'file.sha256')
    ).map(({ name, sha256 }) => [name, sha256]),
  );
  const [release] = await db('process_releases')
    .insert({
      draft_id: draft.id,
      process_key: processKey,
      state: 'approved',
      notes_fa: 'آزمون',
      notes_en: 'Test',
      changes: '[]',
      authors: [author],
      submitted_by: author,
      submitted_at: at,
      reviewed_by: reviewer,
      reviewed_at: at,
    })
    .returning('id');
  const seen = Object.entries(files).map(([name, content]) => ({
    name,
    sha256: content === null ? null : hash(content),
    content,
  }));
  for (const { name, sha256, content } of seen) {
    const base_sha256 = running.get(name) ?? null;
    const file = { name, sha256, base_sha256 };
    await db('process_release_files').insert({ release_id: release.id, ...file });
    await db('process_draft_files').insert({
      draft_id: draft.id,
      ...file,
      content,
      version: 1,
      saved_by: author,
      saved_at: at,
    });
  }
  return {
    draftId: draft.id,
    releaseId: release.id,
    files: seen.map(({ name, sha256 }) => ({ name, sha256 })),
  };
}
