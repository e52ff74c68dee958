import { PERMISSIONS } from '#api/platform/permissions.ts';
import type { Staff } from '#api/platform/staff.ts';
import type { DraftRelease, Release } from '#common/contract/index.ts';
import { mayDeploy, mayReview } from './four-eyes.ts';
import { outdatedFiles } from './release-guards.ts';
import { PENDING_STATES, type ReleaseDeps } from './release-steps.ts';
import { releasesRepo } from './releases.repo.ts';

/** Returns the state of a draft's release, and what the caller may do now.
 *  @throws DraftNotFound */
export function draftReleaseView({
  db,
  drafts,
  testRunsOf,
}: Pick<ReleaseDeps, 'db' | 'drafts' | 'testRunsOf'>) {
  return async (draftId: string, user: Pick<Staff, 'username' | 'roles'>): Promise<DraftRelease> => {
    const draft = await drafts.get(draftId);
    const [changes, authors, all] = [
      await drafts.changes(draftId),
      await drafts.authors(draftId),
      await releasesRepo(db).ofDraft(draftId),
    ];
    const [latest] = all;
    const moved = new Set(outdatedFiles(changes));
    const underWay = latest && draft.state !== 'open' ? latest : undefined;
    const at = (...states: Release['state'][]) => underWay !== undefined && states.includes(underWay.state);
    const may = (permission: keyof typeof PERMISSIONS): boolean =>
      user.roles.some((role) => (PERMISSIONS[permission] as readonly string[]).includes(role));
    const step = (...hindrances: [stands: boolean, code: string][]) => {
      const why = hindrances.find(([stands]) => stands)?.[1] ?? null;
      return { allowed: why === null, why };
    };
    const { username } = user;
    const outdated = moved.size > 0;
    return {
      draftId,
      files: changes.map(({ name, content, running, sha256, baseSha256, runningSha256 }) => ({
        name,
        kind: content === null ? 'removed' : running === null ? 'added' : 'changed',
        sha256,
        baseSha256,
        runningSha256,
        moved: moved.has(name),
      })),
      authors,
      release: latest ?? null,
      earlier: all.slice(1),
      testRuns: await testRunsOf(draftId),
      steps: {
        submit: step(
          [draft.state !== 'open', 'release-state-conflict'],
          [changes.length === 0, 'empty-release'],
          [outdated, 'base-outdated'],
        ),
        review: step(
          [!at('in-review'), 'release-state-conflict'],
          [!mayReview({ authors, submittedBy: underWay?.submittedBy ?? '' }, username), 'four-eyes-required'],
        ),
        takeBack: step([!at(...PENDING_STATES), 'release-state-conflict']),
        deploy: step(
          [!may('process:deploy'), 'not-allowed'],
          [!at('approved', 'scheduled'), 'release-state-conflict'],
          [!mayDeploy({ reviewedBy: underWay?.reviewedBy ?? null }, username), 'four-eyes-required'],
          [outdated, 'base-outdated'],
        ),
        callOff: step([!may('process:deploy'), 'not-allowed'], [!at('scheduled'), 'release-state-conflict']),
      },
    };
  };
}
