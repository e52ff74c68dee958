import { eventSubProcessesOf, isCaseProcess, messagesOf, startsOf } from '../lint-context.ts';
import { defineRule, displayNameOf, isType } from '../rule.ts';

/** Requires an interrupting withdrawal path: a citizen may withdraw a request at any time, which ends its
 *  process wherever it is. */
export const withdrawalPath = defineRule('withdrawal-path', (process, _context, report) => {
  if (!isType(process, 'Process') || !isCaseProcess(process)) return;
  const canWithdraw = eventSubProcessesOf(process)
    .flatMap(startsOf)
    .some((start) => start['isInterrupting'] !== false && messagesOf(start).includes('citizen-withdrew'));
  if (canWithdraw) return;
  const { fa, en } = displayNameOf(process);
  report(process, {
    fa: `فرایند ${fa} راهی برای انصراف شهروند (citizen-withdrew) ندارد.`,
    en: `The process ${en} has no way for the citizen to withdraw (an interrupting path for citizen-withdrew).`,
  });
});
