import { defineProblem } from '#api/platform/problems.ts';

export class BatchOperationNotFound extends defineProblem({
  code: 'batch-operation-not-found',
  status: 404,
  title: 'There is no such operation',
}) {}

export class ConfidentialCase extends defineProblem({
  code: 'confidential-case',
  status: 403,
  title:
    'The case is confidential: who does not see its request can only let what stands still be tried again',
}) {}

/** Expects `{ total }` as its details. */
export class BatchCountMismatch extends defineProblem({
  code: 'batch-count-mismatch',
  status: 422,
  title: 'The number that was typed is not the size of the list; nothing was started',
}) {}

export class BatchOperationStateConflict extends defineProblem({
  code: 'batch-operation-state-conflict',
  status: 409,
  title: 'The operation is in a state that does not allow this',
}) {}

/** Expects `{ names }` as its details. */
export class PersonalVariables extends defineProblem({
  code: 'personal-variables',
  status: 422,
  title: 'The engine gets no personal data and no free text: these variables are not set',
}) {}

/** Expects `{ matched }` as its details. */
export class TooManyInstances extends defineProblem({
  code: 'too-many-instances',
  status: 422,
  title: 'More instances fit than one operation may hold; narrow the filter',
}) {}

export class NoInstanceMatches extends defineProblem({
  code: 'no-instance-matches',
  status: 422,
  title: 'No running instance fits',
}) {}
