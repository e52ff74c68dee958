import { defineProblem } from '../http/problems.ts';

/** A file asked for more time or memory than its reading or evaluation may have. `exceeded` and `limit` (milliseconds or megabytes)
 *  say which. */
export class SandboxLimitExceeded extends defineProblem({
  code: 'did-not-end',
  status: 422,
  title: 'What this file asks for did not come to an end',
}) {
  declare readonly extra: { exceeded: 'time' | 'memory'; limit: number };
}
