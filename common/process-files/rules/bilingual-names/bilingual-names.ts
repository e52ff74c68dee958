import { type Element, englishName } from '#common/process-files/model/diagram.ts';
import { defineRule, isType } from '../rule.ts';

const PERSIAN = /[\u0600-\u06ff]/;
const ARABIC_LETTERS = /[يك]/;

/** Requires a Persian name for everything visible on the canvas, and an English one in the `zeebe:property`
 *  `name.en`. */
export const bilingualNames = defineRule('bilingual-names', (element, _context, report) => {
  if (!isShown(element)) return;
  const { id, name = '' } = element;
  if (!PERSIAN.test(name))
    report(element, { fa: `${id} نام فارسی ندارد.`, en: `${id} has no Persian name.` });
  if (!/[a-z]/i.test(englishName(element) ?? ''))
    report(element, {
      fa: `«${name}» (${id}) نام انگلیسی (ویژگی name.en) ندارد.`,
      en: `${id} has no English name (the property name.en).`,
    });
  if (ARABIC_LETTERS.test(name))
    report(element, {
      fa: `نام «${name}» (${id}) با «ي» یا «ك» عربی نوشته شده است.`,
      en: `The name of ${id} is written with Arabic letters instead of Persian ones.`,
    });
});

/** Returns true for everything except gateways that only join or split without a choice, and flows that need
 *  no label. */
function isShown(element: Element): boolean {
  if (isType(element, 'Process', 'Participant', 'Lane')) return true;
  if (!(element.$parent?.flowElements ?? []).includes(element)) return false;
  if (isType(element, 'SequenceFlow'))
    return Boolean(
      element.name || element.conditionExpression || element.sourceRef?.default?.id === element.id,
    );
  if (isType(element, 'ParallelGateway')) return false;
  return !(element.$type.endsWith('Gateway') && (element.outgoing ?? []).length < 2);
}
