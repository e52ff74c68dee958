import { defineProblem } from '#api/platform/problems.ts';

export class UnknownService extends defineProblem({
  code: 'unknown-service',
  status: 422,
  title: 'There is no such service',
}) {}

export class RequestNotFound extends defineProblem({
  code: 'request-not-found',
  status: 404,
  title: 'There is no such request, or it is not yours to see',
}) {}

export class StepNotLegal extends defineProblem({
  code: 'step-not-legal',
  status: 409,
  title: 'The request is past this step, or not there yet',
}) {}
