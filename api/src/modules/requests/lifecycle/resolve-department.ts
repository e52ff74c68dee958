import type { Priority } from '#common/contract/index.ts';
import type { RequestRow, requestsRepo } from '../requests.repo.ts';

/** Department that is to have a request, with its priority; null keeps the current priority. */
type DepartmentChoice = { department: string; priority: Priority | null };

/** Choice as the process reports it. `decided`: false when neither the routing table nor a person named the
 *  department. */
export type ProposedDepartment = DepartmentChoice & { rule: string | null; decided?: boolean };

const TRIAGE = 'Task_Triage';
const ACCEPT = 'Task_AcceptTransfer';
const DECIDE = 'Task_DecideTransfer';

/** Values of `rule` by which a process says that a person named the department. */
const HUMAN_ROUTING_RULES = ['triage', 'transfer', 'transfer-decided'];

/** Resolves the department for a request: the one that a person named in a form since the last routing, else
 *  the choice of the routing table as the process reports it. Only people decide on an offered transfer.
 *  @returns undefined when nobody decided */
export const resolveDepartment =
  (requests: Pick<ReturnType<typeof requestsRepo>, 'lastEvent' | 'latestSubmissionOfElements'>) =>
  async (request: RequestRow, proposed: ProposedDepartment): Promise<DepartmentChoice | undefined> => {
    const offer =
      request.status === 'transferred'
        ? await requests.lastEvent(request.id, ['transfer-offered'])
        : undefined;
    const since = offer ?? (await requests.lastEvent(request.id, ['in-progress', 'routed', 'transferred']));
    const form = await requests.latestSubmissionOfElements(request.id, [TRIAGE, ACCEPT, DECIDE], since?.at);
    if (form?.element_id === TRIAGE)
      return { department: String(form.data.department), priority: form.data.priority as Priority };
    if (form?.element_id === DECIDE) return { department: String(form.data.assignTo), priority: null };
    if (form?.data.decision === 'accept')
      return { department: String(offer?.data.to ?? proposed.department), priority: null };
    if (offer || HUMAN_ROUTING_RULES.includes(proposed.rule ?? '') || proposed.decided === false)
      return undefined;
    return proposed;
  };
