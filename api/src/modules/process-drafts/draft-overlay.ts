import type { Db } from '#api/platform/db.ts';
import { type DraftFile, type ProcessFile, processFileKind } from '#common/contract/index.ts';
import { type RunningFile, runningFiles } from '../process-definitions/index.ts';
import { readDeployedContent } from '../process-instances/index.ts';
import { DraftNotFound } from './drafts.errors.ts';
import { type DraftRow, draftsRepo, type FileRow } from './drafts.repo.ts';
import { filesOfApplication } from './process-application.ts';

/** File that a draft changes: `content` is null where the draft removes it, `base` is what ran when it was
 *  first changed, `running` what runs now. */
export type DraftChange = {
  name: string;
  content: string | null;
  sha256: string | null;
  base: string | null;
  baseSha256: string | null;
  running: string | null;
  runningSha256: string | null;
};

/** Draft laid over the running files. */
export type DraftOverlay = {
  draft: DraftRow;
  running: RunningFile[];
  own: FileRow[];
  /** Everything that would run once the draft is deployed, of every process. */
  all: ProcessFile[];
  /** Names of the files that then belong to the draft's process, and of those that the draft changes. */
  names: string[];
};

/** @throws DraftNotFound */
export async function readOverlay(db: Db, id: string): Promise<DraftOverlay> {
  const repo = draftsRepo(db);
  const draft = await repo.find(id);
  if (!draft) throw new DraftNotFound();
  const [running, own] = [await runningFiles(db), await repo.files(id)];
  const touched = new Set(own.map(({ name }) => name));
  const all = [
    ...running.filter(({ name }) => !touched.has(name)).map(({ name, content }) => ({ name, content })),
    ...own.flatMap(({ name, content }) => (content === null ? [] : [{ name, content }])),
  ];
  const runs = (name: string) => running.some((file) => file.name === name);
  const names = [
    ...new Set([
      ...filesOfApplication(draft.process_key, all),
      ...own.filter(({ name, content }) => content !== null || runs(name)).map(({ name }) => name),
    ]),
  ].sort();
  return { draft, running, own, all, names };
}

/** Returns the files of a process application as they would be after the deployment of the draft. */
export async function draftFiles(db: Db, id: string): Promise<ProcessFile[]> {
  const { all, names } = await readOverlay(db, id);
  return all.filter(({ name }) => names.includes(name)).sort((a, b) => a.name.localeCompare(b.name));
}

/** Returns the changes of a draft. A file that equals the running one again is no change. */
export async function draftChanges(db: Db, id: string): Promise<DraftChange[]> {
  const { running, own } = await readOverlay(db, id);
  const changes = await Promise.all(
    own.map(async ({ name, content, sha256, base_sha256: baseSha256 }) => {
      const runs = running.find((file) => file.name === name);
      return {
        name,
        content,
        sha256,
        base:
          baseSha256 === null || baseSha256 === runs?.sha256
            ? baseSha256 && (runs?.content ?? null)
            : await readDeployedContent(db, baseSha256),
        baseSha256,
        running: runs?.content ?? null,
        runningSha256: runs?.sha256 ?? null,
      };
    }),
  );
  return changes.filter(({ sha256, runningSha256 }) => sha256 !== runningSha256);
}

/** Lists the files as the draft's page shows them. */
export function toDraftFiles({ running, own, names }: DraftOverlay): DraftFile[] {
  return names.map((name) => {
    const runs = running.find((file) => file.name === name) ?? null;
    const file = own.find((one) => one.name === name);
    const sha256 = file ? file.sha256 : (runs?.sha256 ?? null);
    const change = changeOf(sha256, runs?.sha256 ?? null);
    return {
      name,
      kind: processFileKind(name),
      change,
      version: file?.version ?? 0,
      sha256,
      runningSha256: runs?.sha256 ?? null,
      outdated: change !== 'none' && file !== undefined && file.base_sha256 !== (runs?.sha256 ?? null),
      savedBy: file?.saved_by ?? null,
      savedAt: file?.saved_at.toISOString() ?? null,
    };
  });
}

const changeOf = (now: string | null, running: string | null): DraftFile['change'] => {
  if (now === running) return 'none';
  if (now === null) return 'removed';
  return running === null ? 'added' : 'changed';
};
