import { defineProblem } from '#api/platform/problems.ts';

export class DeploymentRefused extends defineProblem({
  code: 'deployment-refused',
  status: 422,
  title: 'These files break the rules; nothing was deployed',
}) {}

export class DeploymentUnderWay extends defineProblem({
  code: 'deployment-under-way',
  status: 409,
  title: 'Somebody else is deploying right now; try again in a moment',
}) {}
