import { defineProblem } from '#api/platform/problems.ts';

/** Expects `{ state }` as its details: the state of the release, or null where there is none. */
export class ReleaseStateConflict extends defineProblem({
  code: 'release-state-conflict',
  status: 409,
  title: 'The draft is past this step, or not there yet',
}) {}

/** Expects `{ files }` as its details: the names of the files that are not as the caller saw them. */
export class DraftChangedSinceSeen extends defineProblem({
  code: 'draft-changed-since-seen',
  status: 409,
  title: 'The draft holds something else than what you saw; look at it again',
}) {}

/** Expects `{ files }` as its details: the names of the changed files. */
export class ApprovalLapsed extends defineProblem({
  code: 'approval-lapsed',
  status: 409,
  title: 'The draft was changed after it had been handed in; it has to be reviewed again',
}) {}

/** Expects `{ files }` as its details: the names of the files whose running version has changed. */
export class BaseOutdated extends defineProblem({
  code: 'base-outdated',
  status: 409,
  title: 'What runs has changed since the draft began; bring the draft up to date first',
}) {}

export class FourEyesRequired extends defineProblem({
  code: 'four-eyes-required',
  status: 403,
  title: 'Another person has to take this step',
}) {}

export class EmptyRelease extends defineProblem({
  code: 'empty-release',
  status: 422,
  title: 'The draft changes nothing',
}) {}

export class ReasonRequired extends defineProblem({
  code: 'reason-required',
  status: 422,
  title: 'Say why the draft is given back',
}) {}

export class NotInFuture extends defineProblem({
  code: 'not-in-future',
  status: 422,
  title: 'A deployment is scheduled for a time ahead, at most 90 days',
}) {}
