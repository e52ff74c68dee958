import { extension } from '#common/process-files/model/diagram.ts';
import { defineRule, displayNameOf, isType } from '../rule.ts';

/** Requires a business rule task to call an existing decision table. */
export const knownDecision = defineRule('known-decision', (element, { decisions }, report) => {
  if (!isType(element, 'BusinessRuleTask') || extension(element, 'TaskDefinition')) return;
  const { fa, en } = displayNameOf(element);
  const id = String(extension(element, 'CalledDecision')?.['decisionId'] ?? '');
  if (id === '') report(element, { fa: `${fa} جدول تصمیم ندارد.`, en: `${en} asks no decision table.` });
  else if (!decisions.includes(id))
    report(element, {
      fa: `جدول تصمیم «${id}» که ${fa} از آن می‌پرسد وجود ندارد.`,
      en: `${en} asks the decision “${id}”, which does not exist.`,
    });
});
