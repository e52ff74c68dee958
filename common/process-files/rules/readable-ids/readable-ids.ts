import { defineRule, displayNameOf, isType } from '../rule.ts';

/** `Task_InspectDefect`: what it is, then what it does. An id that a drawing program made up begins with a digit there. */
const READABLE = /^[A-Z][A-Za-z]+_[A-Z]\w+$/;
const KEBAB = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** Ids are read in logs, tests, incidents and statistics for years: they say what the element is. */
export const readableIds = defineRule('readable-ids', (element, _context, report) => {
  const id = String(element.id ?? '');
  const { fa, en } = displayNameOf(element);
  if (isType(element, 'Process') && !KEBAB.test(id))
    report(element, {
      fa: `شناسهٔ فرایند ${fa} باید مانند road-defect نوشته شود.`,
      en: `The id of the process ${en} must be written like road-defect.`,
    });
  if ((isNamed(element) || isType(element, 'Message', 'Error', 'Signal')) && !READABLE.test(id))
    report(element, {
      fa: `شناسهٔ ${fa} خوانا نیست؛ مانند Task_InspectDefect بنویسید.`,
      en: `The id of ${en} is not readable; write it like Task_InspectDefect.`,
    });
});

const isNamed = (element: Parameters<typeof displayNameOf>[0]): boolean =>
  (element.$parent?.flowElements ?? []).includes(element);
