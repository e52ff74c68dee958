import { defineProblem } from '#api/platform/problems.ts';

export class TaskNotFound extends defineProblem({
  code: 'task-not-found',
  status: 404,
  title: 'There is no such open task, or it is not yours to see',
}) {}

export class TaskTaken extends defineProblem({
  code: 'task-taken',
  status: 409,
  title: 'Somebody else has taken this task',
}) {}

export class NotYourTask extends defineProblem({
  code: 'not-your-task',
  status: 403,
  title: 'Only who holds the task may do this; claim it first',
}) {}

export class FourEyesViolation extends defineProblem({
  code: 'four-eyes-violation',
  status: 403,
  title: 'Whoever did the step that this task checks cannot take it',
}) {}

export class AssigneeNotEligible extends defineProblem({
  code: 'assignee-not-eligible',
  status: 422,
  title: 'This person is not known to work for the department of the task',
}) {}

export class SubmissionReused extends defineProblem({
  code: 'submission-reused',
  status: 409,
  title: 'This submission id belongs to something else that was sent',
}) {}

export class TaskBeingCompleted extends defineProblem({
  code: 'task-being-completed',
  status: 409,
  title: 'The task is being completed; wait a moment',
}) {}

export class CaseBeingMigrated extends defineProblem({
  code: 'case-being-migrated',
  status: 409,
  title: 'The case is just being migrated to another version of its process; try again in a moment',
}) {}

export class ConflictOfInterest extends defineProblem({
  code: 'conflict-of-interest',
  status: 403,
  title: 'Who has a part in a matter does not decide on it',
}) {}

export class AnotherOfficerRequired extends defineProblem({
  code: 'another-officer-required',
  status: 403,
  title: 'Somebody who has not answered this request before must take this task',
}) {}
