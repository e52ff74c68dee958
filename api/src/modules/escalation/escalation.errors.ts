import { defineProblem } from '#api/platform/problems.ts';

export class HeadNotNamed extends defineProblem({
  code: 'head-not-named',
  status: 404,
  title: 'Nobody is named as the head of this department',
}) {}

export class StepNotStuck extends defineProblem({
  code: 'step-not-stuck',
  status: 409,
  title: 'This step is not stuck: its process has answered meanwhile, or it is being sent again',
}) {}
