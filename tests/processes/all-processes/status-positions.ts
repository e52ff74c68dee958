import type { RequestStatus } from '#common/contract/index.ts';
import type { ActiveElement } from '#tests/support/checks/active-elements.ts';

type StatusPosition = {
  /** Process of the element; `case` means the request's own process. */
  process: string;
  element?: RegExp;
  statuses: readonly RequestStatus[];
};

/** Statuses allowed at each position: the diagrams and the status table must agree. The first entry that
 *  matches an element counts. A request at several elements (work of two departments) agrees if one of them
 *  does. */
const POSITIONS: readonly StatusPosition[] = [
  { process: 'ask-citizen', statuses: ['waiting-citizen'] },
  { process: 'transfer', statuses: ['transferred'] },
  { process: 'feedback-and-appeal', element: /^Task_AwaitFeedback$/, statuses: ['answered'] },
  { process: 'feedback-and-appeal', statuses: ['closed'] },
  { process: 'case', element: /^Task_Triage$/, statuses: ['received', 'in-progress'] },
  { process: 'case', element: /^(Task|Event)_Await\w+$/, statuses: ['waiting-body'] },
  { process: 'case', statuses: ['in-progress'] },
];

/** Statuses with nothing left to wait for. */
const FINAL_STATUSES: readonly RequestStatus[] = ['withdrawn', 'closed'];

const positionOf = ({ process, id }: ActiveElement, caseProcess: string): StatusPosition | undefined =>
  POSITIONS.find(
    (one) => one.process === (process === caseProcess ? 'case' : process) && (one.element?.test(id) ?? true),
  );

/** True if a request in this status may be at these elements.
 *  @param leaves where its process, and all processes it called, wait */
export function isConsistent(
  { status, process, final }: { status: RequestStatus; process: string; final: boolean },
  leaves: readonly ActiveElement[],
): boolean {
  if (leaves.length === 0) return FINAL_STATUSES.includes(status) && (status === 'withdrawn' || final);
  if (status === 'withdrawn' || final) return false;
  return leaves.some((leaf) => positionOf(leaf, process)?.statuses.includes(status));
}
