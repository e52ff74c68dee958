import type { Release, SeenFile } from '#common/contract/index.ts';
import type { DraftChange } from '../process-drafts/index.ts';
import { BaseMoved, DraftMoved, ReleaseNotLegal } from './releases.errors.ts';

type Hash = { name: string; sha256: string | null };

/** The names of which two lists do not hold the same. */
export function differing(one: readonly Hash[], other: readonly Hash[]): string[] {
  const hashes = (list: readonly Hash[]) => new Map(list.map(({ name, sha256 }) => [name, sha256]));
  const [mine, theirs] = [hashes(one), hashes(other)];
  return [...new Set([...mine.keys(), ...theirs.keys()])]
    .filter((name) => !mine.has(name) || !theirs.has(name) || mine.get(name) !== theirs.get(name))
    .sort();
}

/** The names of the changed files of which something else runs than when the draft first changed them. */
export const movedBelow = (changes: readonly DraftChange[]): string[] =>
  changes.filter(({ baseSha256, runningSha256 }) => baseSha256 !== runningSha256).map(({ name }) => name);

/** @throws DraftMoved when the caller saw something else */
export function expectSeen(seen: readonly SeenFile[], there: readonly Hash[]): void {
  const files = differing(seen, there);
  if (files.length > 0) throw new DraftMoved(files.join(', '), { files });
}

/** @throws BaseMoved */
export function expectUpToDate(changes: readonly DraftChange[]): void {
  const files = movedBelow(changes);
  if (files.length > 0) throw new BaseMoved(files.join(', '), { files });
}

/** @throws ReleaseNotLegal unless the release stands in one of these states */
export function expectState(release: Release | undefined, ...states: Release['state'][]): Release {
  if (release && states.includes(release.state)) return release;
  throw new ReleaseNotLegal(undefined, { state: release?.state ?? null });
}
