import { defineProblem } from './problems.ts';

/** Problems that many modules answer with. */

export class InvalidInput extends defineProblem({
  code: 'invalid-input',
  status: 400,
  title: 'Something that was sent does not fit',
}) {}

export class NotAllowed extends defineProblem({
  code: 'not-allowed',
  status: 403,
  title: 'Your roles do not allow this',
}) {}

/** Pass `{ version }`: the current one. */
export class VersionConflict extends defineProblem({
  code: 'version-conflict',
  status: 409,
  title: 'It was changed by somebody else meanwhile; look at it again',
}) {}

export class EngineUnavailableProblem extends defineProblem({
  code: 'engine-unavailable',
  status: 503,
  title: 'The process engine cannot take this right now; try again in a moment',
}) {}

export class IdempotencyKeyReused extends defineProblem({
  code: 'idempotency-key-reused',
  status: 422,
  title: 'This Idempotency-Key belongs to another request',
}) {}
