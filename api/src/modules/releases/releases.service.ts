import { draftReleaseView } from './draft-release.view.ts';
import type { ReleaseDeps, ReleaseSteps } from './release-steps.ts';
import { reviewRelease } from './review-release.ts';
import { submitRelease } from './submit-release.ts';
import { withdrawRelease } from './withdraw-release.ts';

/** Releases of drafts: submitted, reviewed by somebody without a part in them, returned or approved. An
 *  approval holds for exactly the files that were seen. */
export function releasesService(deps: ReleaseDeps, steps: ReleaseSteps) {
  return {
    submit: submitRelease(deps),
    review: reviewRelease({ ...deps, steps }),
    withdraw: withdrawRelease(deps),
    getDraftRelease: draftReleaseView(deps),
  };
}

export type ReleasesService = ReturnType<typeof releasesService>;
