import type { ReviewDraft } from '#common/contract/index.ts';
import { mayReview } from './four-eyes.ts';
import { expectSeen, expectState, expectUpToDate } from './release-guards.ts';
import {
  releaseAuditEntry,
  type ReleaseCaller,
  type ReleaseDeps,
  type ReleaseSteps,
} from './release-steps.ts';
import { FourEyesRequired, ReasonRequired } from './releases.errors.ts';
import { releasesRepo } from './releases.repo.ts';

type Deps = Pick<ReleaseDeps, 'db' | 'clock' | 'audit' | 'drafts' | 'testRunsOf'> & { steps: ReleaseSteps };

/** Approves what was seen, or returns it with a reason.
 *  @throws ReleaseStateConflict, FourEyesRequired, ReasonRequired, DraftChangedSinceSeen, ApprovalLapsed,
 *  BaseOutdated */
export function reviewRelease({ db, clock, audit, drafts, testRunsOf, steps }: Deps) {
  return async (
    draftId: string,
    { decision, reason, files }: ReviewDraft,
    who: ReleaseCaller,
  ): Promise<void> => {
    const { by, httpRequestId } = who;
    const release = expectState(await releasesRepo(db).latest(draftId), 'in-review');
    const step = decision === 'approve' ? 'release.approved' : 'release.returned';
    const authors = [...new Set([...release.authors, ...(await drafts.authors(draftId))])];
    if (!mayReview({ ...release, authors }, by)) {
      await steps.refused(release, step, who, 'four-eyes-required');
      throw new FourEyesRequired('Whoever changed or handed in a draft does not review it');
    }
    if (decision === 'return' && !reason) throw new ReasonRequired();
    expectSeen(files, release.files);
    const changes = await steps.unchanged(release);
    if (decision === 'approve') expectUpToDate(changes);
    const testRun = (await testRunsOf(draftId)).last?.id ?? null;
    const state = decision === 'approve' ? 'approved' : 'returned';
    await db.transaction(async (tx) => {
      const judged = {
        state,
        reviewed_by: by,
        reviewed_at: clock.now(),
        review_reason: reason ?? null,
      } as const;
      if (!(await releasesRepo(tx).move(release.id, ['in-review'], judged))) expectState(undefined);
      const to = decision === 'approve' ? 'approved' : 'open';
      await drafts.setState(tx, draftId, { from: 'in-review', to, by });
      await audit.within(tx).write(
        releaseAuditEntry(release, step, {
          actor: by,
          result: 'done',
          reason,
          details: { testRun },
          httpRequestId,
        }),
      );
    });
  };
}
