import { defineProblem } from '../platform/problems.ts';

/** Reading or evaluating a file exceeded its time or memory. `exceeded` says which, `limit` the limit in
 *  milliseconds or megabytes. */
export class SandboxLimitExceeded extends defineProblem({
  code: 'sandbox-limit-exceeded',
  status: 422,
  title: 'What this file asks for did not come to an end',
}) {
  declare readonly extra: { exceeded: 'time' | 'memory'; limit: number };
}
