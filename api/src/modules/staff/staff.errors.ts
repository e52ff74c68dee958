import { defineProblem } from '#api/platform/problems.ts';

export class UnknownDepartment extends defineProblem({
  code: 'unknown-department',
  status: 404,
  title: 'There is no such department',
}) {}
