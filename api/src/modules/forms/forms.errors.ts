import { defineProblem } from '#api/platform/problems.ts';

export class UnknownForm extends defineProblem({
  code: 'unknown-form',
  status: 404,
  title: 'There is no such form',
}) {}
