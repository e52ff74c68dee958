import type { Task } from '#common/contract/index.ts';
import type { Staff } from '#api/http/route.ts';
import type { Forms } from '../forms/index.ts';
import type { SentForms } from './sent-forms.ts';
import { NotAllowed, SeparateHands } from './tasks.errors.ts';

type Deps = { forms: Pick<Forms, 'get'>; sent: SentForms };

export type TaskRules = {
  /** @throws NotAllowed when only other roles may take the task, SeparateHands when this person did the step that it checks */
  expectFit(task: Task, person: Pick<Staff, 'username' | 'roles'>): Promise<void>;
};

/** Who may take a task beyond the queue it stands in, as its form says: only some roles, and not who did an earlier step. */
export const taskRules = ({ forms, sent }: Deps): TaskRules => ({
  async expectFit({ key, formKey, request }, { username, roles }) {
    const rules = formKey === null ? undefined : forms.get(formKey)?.rules;
    if (!rules) return;
    if (rules.roles && !rules.roles.some((role) => roles.includes(role))) throw new NotAllowed();
    for (const elementId of rules.notBy ?? []) {
      const earlier = await (request
        ? sent.latest(request.id, elementId)
        : sent.latestBeside(key, elementId));
      if (earlier?.by === username) throw new SeparateHands();
    }
  },
});
