import type { Element } from '#common/process-files/model/diagram.ts';
import {
  boundariesOf,
  eventSubProcessesOf,
  hasTimer,
  messagesOf,
  scopesOf,
  startsOf,
} from '../lint-context.ts';
import { defineRule, displayNameOf, isType } from '../rule.ts';

/** Requires every wait to end even if nobody answers, and every choice to have a way even if no condition
 *  holds. */
export const wayOutOfEveryWait = defineRule('way-out-of-every-wait', (element, _context, report) => {
  const { fa, en } = displayNameOf(element);
  if (isType(element, 'ExclusiveGateway', 'InclusiveGateway')) {
    if ((element.outgoing ?? []).length > 1 && !element.default)
      report(element, {
        fa: `انتخاب ${fa} مسیر پیش‌فرض ندارد؛ اگر هیچ شرطی برقرار نباشد پرونده می‌ماند.`,
        en: `The choice ${en} has no default way out; where no condition holds, the case stands still.`,
      });
  } else if (isWait(element) && !hasWayOut(element))
    report(element, {
      fa: `انتظار ${fa} مهلت ندارد؛ اگر پاسخی نیاید پرونده برای همیشه می‌ماند.`,
      en: `The wait ${en} has no time limit and no other way out; where nobody answers, the case stands still.`,
    });
});

function isWait(element: Element): boolean {
  if (isType(element, 'EventBasedGateway')) return true;
  const isOneOfSeveral = (element.incoming ?? []).some(
    ({ sourceRef }) => sourceRef && isType(sourceRef, 'EventBasedGateway'),
  );
  if (isOneOfSeveral) return false;
  return (
    isType(element, 'ReceiveTask') ||
    (isType(element, 'IntermediateCatchEvent') && messagesOf(element).length > 0)
  );
}

const hasWayOut = (wait: Element): boolean =>
  targetsOf(wait).some(hasTimer) ||
  interruptingBoundaries(wait).some(isWayOut) ||
  scopesOf(wait).some(
    (scope) => interruptingBoundaries(scope).some(isWayOut) || interruptingStarts(scope).some(isWayOut),
  );

const targetsOf = (wait: Element): Element[] =>
  isType(wait, 'EventBasedGateway') ? (wait.outgoing ?? []).flatMap(({ targetRef }) => targetRef ?? []) : [];

const interruptingBoundaries = (activity: Element): Element[] =>
  boundariesOf(activity).filter((event) => event['cancelActivity'] !== false);

const interruptingStarts = (scope: Element): Element[] =>
  eventSubProcessesOf(scope)
    .flatMap(startsOf)
    .filter((start) => start['isInterrupting'] !== false);

/** The citizen's withdrawal is no way out: a citizen who waits does not withdraw. */
const isWayOut = (event: Element): boolean =>
  hasTimer(event) || messagesOf(event).some((name) => name !== 'citizen-withdrew');
