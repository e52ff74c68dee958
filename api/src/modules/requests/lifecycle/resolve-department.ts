import type { Priority } from '#common/contract/index.ts';
import type { RequestRow, requestsRepo } from '../requests.repo.ts';

/** The department that is to have a request, and how urgent it is; null keeps its own. */
type DepartmentChoice = { department: string; priority: Priority | null };

/** As the process tells it. `decided`: false when neither the routing table nor a person named the department. */
export type ProposedDepartment = DepartmentChoice & { rule: string | null; decided?: boolean };

const TRIAGE = 'Task_Triage';
const ACCEPT = 'Task_AcceptTransfer';
const DECIDE = 'Task_DecideTransfer';

/** By what a process says that a person named the department. */
const HUMAN_ROUTING_RULES = ['triage', 'transfer', 'transfer-decided'];

/** Says who is to have a request: whom a person named since it was last routed, as the form has it; else what the process tells of
 *  the routing table. What an offer of a transfer leads to is for people alone.
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
