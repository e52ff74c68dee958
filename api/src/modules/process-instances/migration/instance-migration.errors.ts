import { defineProblem } from '#api/platform/problems.ts';

export class MigrationNotFound extends defineProblem({
  code: 'migration-not-found',
  status: 404,
  title: 'There is no such migration of cases',
}) {}

export class UnknownVersion extends defineProblem({
  code: 'unknown-version',
  status: 404,
  title: 'There is no such version of this process, or its diagram was not kept',
}) {}

export class MigrationStateConflict extends defineProblem({
  code: 'migration-state-conflict',
  status: 409,
  title: 'The migration is not in a state that allows this',
}) {}

export class MigrationCountMismatch extends defineProblem({
  code: 'migration-count-mismatch',
  status: 409,
  title: 'The number that was typed is not the number of cases that would be migrated',
}) {}

export class TooManyCases extends defineProblem({
  code: 'too-many-cases',
  status: 422,
  title: 'These are more cases than one migration takes; choose fewer versions',
}) {}
