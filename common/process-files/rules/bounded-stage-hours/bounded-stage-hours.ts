import { propertyOf } from '#common/process-files/model/diagram.ts';
import { MAX_STAGE_HOURS, readStageHours } from '#common/process-files/model/stage-hours.ts';
import { defineRule, displayNameOf } from '../rule.ts';

/** Requires the working hours of a step to be a number in plain digits, above 0 and not beyond a year of
 *  work. */
export const boundedStageHours = defineRule('bounded-stage-hours', (element, _context, report) => {
  const written = propertyOf(element, 'sla.stageHours');
  if (written === undefined || readStageHours(written) !== null) return;
  const { fa, en } = displayNameOf(element);
  const shown = written.slice(0, 40);
  report(element, {
    fa: `مهلت ${fa} (ویژگی sla.stageHours) «${shown}» است؛ باید عددی با رقم‌های ساده، بیش از صفر و حداکثر ${MAX_STAGE_HOURS} ساعت کاری باشد.`,
    en: `The time of ${en} (the property sla.stageHours) is “${shown}”; it must be a number in plain digits, above 0 and at most ${MAX_STAGE_HOURS} working hours.`,
  });
});
