import { defineProblem } from '#api/platform/problems.ts';

export class InstanceNotFound extends defineProblem({
  code: 'instance-not-found',
  status: 404,
  title: 'There is no such process instance',
}) {}

export class ProcessVersionNotFound extends defineProblem({
  code: 'process-version-not-found',
  status: 404,
  title: 'There is no such version of this process',
}) {}
