import { defineProblem } from '#api/http/problems.ts';

export class UnknownDepartment extends defineProblem({
  code: 'unknown-department',
  status: 404,
  title: 'There is no such department',
}) {}
