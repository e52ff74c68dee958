import { extension } from '#common/process-files/model/diagram.ts';
import { defineRule, displayNameOf, isType } from '../rule.ts';

/** Requires every user task to name a form under forms/. */
export const knownForm = defineRule('known-form', (element, { forms }, report) => {
  if (!isType(element, 'UserTask')) return;
  const key = extension(element, 'FormDefinition')?.['externalReference'];
  const { fa, en } = displayNameOf(element);
  if (typeof key !== 'string' || key === '')
    report(element, { fa: `${fa} فرم ندارد.`, en: `${en} has no form.` });
  else if (!Object.hasOwn(forms, key))
    report(element, {
      fa: `فرم «${key}» برای ${fa} وجود ندارد.`,
      en: `${en} asks for the form “${key}”, which does not exist.`,
    });
});
