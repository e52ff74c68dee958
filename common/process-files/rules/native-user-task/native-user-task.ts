import { extensions } from '#common/process-files/model/diagram.ts';
import { defineRule, displayNameOf, isType } from '../rule.ts';

/** Requires native user tasks, which the engine manages itself; any other would be a job that none of our
 *  workers takes. */
export const nativeUserTask = defineRule('native-user-task', (element, _context, report) => {
  if (!isType(element, 'UserTask', 'ManualTask', 'Task')) return;
  if (isType(element, 'UserTask') && extensions(element, 'UserTask').length === 1) return;
  const { fa, en } = displayNameOf(element);
  report(element, {
    fa: `${fa} کار کاربری بومی (zeebe:userTask) نیست؛ در صندوق هیچ‌کس دیده نمی‌شود.`,
    en: `${en} is no native user task (zeebe:userTask); nobody would find it in an inbox.`,
  });
});
