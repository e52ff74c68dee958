import { extension } from '#common/process-files/model/diagram.ts';
import { defineRule, displayNameOf, isType } from '../rule.ts';

/** Requires a call activity to name an existing process by a fixed id, so that it can be checked. */
export const knownCalledProcess = defineRule('known-called-process', (element, { processes }, report) => {
  if (!isType(element, 'CallActivity')) return;
  const { fa, en } = displayNameOf(element);
  const key = String(extension(element, 'CalledElement')?.['processId'] ?? '');
  if (key === '') report(element, { fa: `${fa} فرایندی را صدا نمی‌زند.`, en: `${en} calls no process.` });
  else if (!processes.some((process) => process.key === key))
    report(element, {
      fa: `فرایند «${key}» که ${fa} صدا می‌زند وجود ندارد.`,
      en: `${en} calls the process “${key}”, which does not exist.`,
    });
});
