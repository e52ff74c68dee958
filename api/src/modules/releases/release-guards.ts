import type { Release, SeenFile } from '#common/contract/index.ts';
import type { DraftChange } from '../process-drafts/index.ts';
import { BaseOutdated, DraftChangedSinceSeen, ReleaseStateConflict } from './releases.errors.ts';

type FileHash = { name: string; sha256: string | null };

/** Returns the names of the files in which two lists differ. */
export function differingFiles(one: readonly FileHash[], other: readonly FileHash[]): string[] {
  const hashes = (list: readonly FileHash[]) => new Map(list.map(({ name, sha256 }) => [name, sha256]));
  const [mine, theirs] = [hashes(one), hashes(other)];
  return [...new Set([...mine.keys(), ...theirs.keys()])]
    .filter((name) => !mine.has(name) || !theirs.has(name) || mine.get(name) !== theirs.get(name))
    .sort();
}

/** Returns the names of changed files whose running version is no longer the one that the draft first
 *  changed. */
export const outdatedFiles = (changes: readonly DraftChange[]): string[] =>
  changes.filter(({ baseSha256, runningSha256 }) => baseSha256 !== runningSha256).map(({ name }) => name);

/** @throws DraftChangedSinceSeen when the caller saw something else */
export function expectSeen(seen: readonly SeenFile[], there: readonly FileHash[]): void {
  const files = differingFiles(seen, there);
  if (files.length > 0) throw new DraftChangedSinceSeen(files.join(', '), { files });
}

/** @throws BaseOutdated */
export function expectUpToDate(changes: readonly DraftChange[]): void {
  const files = outdatedFiles(changes);
  if (files.length > 0) throw new BaseOutdated(files.join(', '), { files });
}

/** @throws ReleaseStateConflict unless the release is in one of these states */
export function expectState(release: Release | undefined, ...states: Release['state'][]): Release {
  if (release && states.includes(release.state)) return release;
  throw new ReleaseStateConflict(undefined, { state: release?.state ?? null });
}
