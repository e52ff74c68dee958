/** Maximum working hours of a step: about a year of work. */
export const MAX_STAGE_HOURS = 2000;

const PLAIN = /^\d+(\.\d+)?$/;

/** Reads the working hours of a step from its property `sla.stageHours`; null where it is absent or
 *  invalid. */
export function readStageHours(written: string | undefined): number | null {
  if (written === undefined || !PLAIN.test(written)) return null;
  const hours = Number(written);
  return hours > 0 && hours <= MAX_STAGE_HOURS ? hours : null;
}
