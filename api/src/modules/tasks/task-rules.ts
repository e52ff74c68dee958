import { NotAllowed } from '#api/platform/common.errors.ts';
import { type Staff } from '#api/platform/staff.ts';
import type { Task } from '#common/contract/index.ts';
import type { Forms } from '../forms/index.ts';
import type { SubmittedForms } from './submitted-forms.ts';
import { FourEyesViolation } from './tasks.errors.ts';

type Deps = { forms: Pick<Forms, 'get'>; sent: SubmittedForms };

export type TaskRules = {
  /** @throws NotAllowed when only other roles may take the task, FourEyesViolation when this person did the
   *  step that it checks */
  assertEligible(task: Task, person: Pick<Staff, 'username' | 'roles'>): Promise<void>;
};

/** Rules of a task's form beyond its queue: it may be limited to some roles, and barred for whoever did an
 *  earlier step. */
export const taskRules = ({ forms, sent }: Deps): TaskRules => ({
  async assertEligible({ key, formKey, request }, { username, roles }) {
    const rules = formKey === null ? undefined : forms.get(formKey)?.rules;
    if (!rules) return;
    if (rules.roles && !rules.roles.some((role) => roles.includes(role))) throw new NotAllowed();
    for (const elementId of rules.notBy ?? []) {
      const earlier = await (request
        ? sent.latest(request.id, elementId)
        : sent.latestOfInstance(key, elementId));
      if (earlier?.by === username) throw new FourEyesViolation();
    }
  },
});
