import type { Element } from '#common/process-files/model/diagram.ts';
import {
  boundariesOf,
  elementsInside,
  escalates,
  eventSubProcessesOf,
  hasTimer,
  isCaseProcess,
  type LintContext,
  messagesOf,
  ofType,
  scopesOf,
  startsBySlaStep,
  startsOf,
} from '../lint-context.ts';
import { defineRule, displayNameOf, isType } from '../rule.ts';

/** Requires that somebody hears of overdue work of people: by the message `sla-step` in this process or in
 *  every process that calls it. Work without a request has no clock; there a timer suffices. */
export const escalationPath = defineRule('escalation-path', (process, context, report) => {
  if (!isType(process, 'Process')) return;
  const callers = callersOf(String(process.id), context);
  if (escalates(process) || isCovered(callers, context, new Set([String(process.id)]))) return;
  const timersCount = !isCaseProcess(process) && callers.length === 0;
  const stages = ofType(elementsInside(process), 'UserTask').filter((task) => !hasOwnPath(task, timersCount));
  for (const stage of stages) {
    const { fa, en } = displayNameOf(stage);
    report(stage, {
      fa: `اگر ${fa} از مهلت بگذرد کسی باخبر نمی‌شود؛ گام مهلت (sla-step) در این فرایند راهی ندارد.`,
      en: `Nobody hears of it when ${en} is late: this process has no path for the message sla-step.`,
    });
  }
});

const callersOf = (key: string, { processes }: LintContext) =>
  processes.filter((process) => process.key !== key && process.calls.includes(key));

/** Returns true when every caller has the path, or every caller of that one. */
const isCovered = (
  callers: LintContext['processes'],
  context: LintContext,
  seen: ReadonlySet<string>,
): boolean =>
  callers.length > 0 &&
  callers.every(
    ({ key, escalates }) =>
      escalates || (!seen.has(key) && isCovered(callersOf(key, context), context, new Set([...seen, key]))),
  );

function hasOwnPath(task: Element, timersCount: boolean): boolean {
  const hears = (event: Element) =>
    messagesOf(event).includes('sla-step') || (timersCount && hasTimer(event));
  const scopes = scopesOf(task);
  return (
    [task, ...scopes].flatMap(boundariesOf).some(hears) ||
    scopes
      .flatMap(eventSubProcessesOf)
      .some((subProcess) => startsBySlaStep(subProcess) || startsOf(subProcess).some(hears))
  );
}
