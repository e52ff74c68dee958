import { defineProblem } from '#api/platform/problems.ts';

export class TooManyStreams extends defineProblem({
  code: 'too-many-streams',
  status: 429,
  title: 'You listen to changes in too many places at once',
}) {}
