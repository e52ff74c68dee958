import type { RequestStatus } from '#common/contract/index.ts';
import type { ActiveElement } from '#tests/support/checks/active-elements.ts';

type StatusPosition = {
  /** The process in which the element is; `case` is the one of the request itself. */
  process: string;
  element?: RegExp;
  statuses: readonly RequestStatus[];
};

/** Where a request of which status stands: the diagram and the status table say the same. The first line that fits an element
 *  counts; a request of several elements (work of two departments) agrees when one of them does. */
const POSITIONS: readonly StatusPosition[] = [
  { process: 'ask-citizen', statuses: ['waiting-citizen'] },
  { process: 'transfer', statuses: ['transferred'] },
  { process: 'feedback-and-appeal', element: /^Task_AwaitFeedback$/, statuses: ['answered'] },
  { process: 'feedback-and-appeal', statuses: ['closed'] },
  { process: 'case', element: /^Task_Triage$/, statuses: ['received', 'in-progress'] },
  { process: 'case', element: /^(Task|Event)_Await\w+$/, statuses: ['waiting-body'] },
  { process: 'case', statuses: ['in-progress'] },
];

/** Statuses in which nothing is left to wait for. */
const FINAL_STATUSES: readonly RequestStatus[] = ['withdrawn', 'closed'];

const positionOf = ({ process, id }: ActiveElement, caseProcess: string): StatusPosition | undefined =>
  POSITIONS.find(
    (one) => one.process === (process === caseProcess ? 'case' : process) && (one.element?.test(id) ?? true),
  );

/** Whether a request of this status may stand at these elements.
 *  @param leaves where its process, and all that this called, wait */
export function isConsistent(
  { status, process, final }: { status: RequestStatus; process: string; final: boolean },
  leaves: readonly ActiveElement[],
): boolean {
  if (leaves.length === 0) return FINAL_STATUSES.includes(status) && (status === 'withdrawn' || final);
  if (status === 'withdrawn' || final) return false;
  return leaves.some((leaf) => positionOf(leaf, process)?.statuses.includes(status));
}
