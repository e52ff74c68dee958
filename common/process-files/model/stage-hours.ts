/** The most working hours that a step may be given: about a year of work. */
export const MAX_STAGE_HOURS = 2000;

const PLAIN = /^\d+(\.\d+)?$/;

/** The working hours of a step as its property `sla.stageHours` says them; null where it says none, or none that can be meant. */
export function readStageHours(written: string | undefined): number | null {
  if (written === undefined || !PLAIN.test(written)) return null;
  const hours = Number(written);
  return hours > 0 && hours <= MAX_STAGE_HOURS ? hours : null;
}
