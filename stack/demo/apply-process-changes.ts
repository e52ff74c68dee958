import type {
  Draft,
  DraftComments,
  DraftFileContent,
  DraftRelease,
  SeenFile,
} from '#common/contract/index.ts';
import { type ApiClient, ApiRefused } from './api-client.ts';
import { PROCESS_CHANGES, type ProcessChange } from './process-changes.ts';

const ADMIN = 'admin';

/** Takes each process change to its stage: written by one analyst, reviewed by the other, deployed by the
 *  administrator. Changes started by an earlier run stay as they are.
 *  @returns how many were started */
export async function applyProcessChanges(api: ApiClient): Promise<number> {
  let begun = 0;
  for (const change of PROCESS_CHANGES) {
    if (await isThere(api, change)) continue;
    await take(api, change);
    begun += 1;
  }
  return begun;
}

async function isThere(api: ApiClient, { id, author }: ProcessChange): Promise<boolean> {
  try {
    await api.call('GET', `/drafts/${id}`, { as: author });
    return true;
  } catch (error) {
    if (error instanceof ApiRefused && error.status === 404) return false;
    throw error;
  }
}

async function take(api: ApiClient, change: ProcessChange): Promise<void> {
  const { id, processKey, title, author, reviewer, stage, file, comment } = change;
  await api.call<Draft>('POST', '/drafts', { as: author, body: { id, processKey, title } });
  const path = `/drafts/${id}/files/${file}`;
  const { content, version } = await api.call<DraftFileContent>('GET', path, { as: author });
  const body = { content: change.edit(content ?? ''), expectedVersion: version };
  await api.call('PUT', path, { as: author, body });
  if (comment) {
    const { by, ...said } = comment;
    await api.call<DraftComments>('POST', `/drafts/${id}/comments`, { as: by, body: { file, ...said } });
  }
  if (stage === 'open') return;
  const seen = await seenFiles(api, id, author);
  await api.call('POST', `/drafts/${id}/submit`, { as: author, body: { notes: change.notes, files: seen } });
  if (stage === 'in-review') return;
  const decision =
    stage === 'returned' ? { decision: 'return', reason: change.reason } : { decision: 'approve' };
  await api.call('POST', `/drafts/${id}/review`, { as: reviewer, body: { ...decision, files: seen } });
  if (stage === 'deployed')
    await api.call('POST', '/process-definitions', { as: ADMIN, body: { draftId: id, files: seen } });
}

async function seenFiles(api: ApiClient, id: string, as: string): Promise<SeenFile[]> {
  const { files } = await api.call<DraftRelease>('GET', `/drafts/${id}/release`, { as });
  return files.map(({ name, sha256 }) => ({ name, sha256 }));
}
