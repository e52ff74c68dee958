import { extension } from '#common/process-files/model/diagram.ts';
import { defineRule, displayNameOf, isType } from '../rule.ts';

/** Requires a worker for every job type of a diagram; without one the case would wait forever. */
export const knownJobType = defineRule('known-job-type', (element, { jobTypes }, report) => {
  const definition = extension(element, 'TaskDefinition');
  const mustHaveOne = isType(element, 'ServiceTask', 'SendTask');
  if (!definition && !mustHaveOne) return;
  const { fa, en } = displayNameOf(element);
  const type = String(definition?.['type'] ?? '');
  if (type === '') report(element, { fa: `${fa} نوع کار ندارد.`, en: `${en} has no job type.` });
  else if (!jobTypes.includes(type))
    report(element, {
      fa: `نوع کار «${type}» در ${fa} را هیچ کارگری انجام نمی‌دهد.`,
      en: `${en} asks for jobs of the type “${type}”, which no worker does.`,
    });
});
