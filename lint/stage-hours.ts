import { propertyOf, type Element } from './diagram.ts';

/** The most working hours that a step may be given: about a year of work. */
export const MOST_STAGE_HOURS = 2000;

const PLAIN = /^\d+(\.\d+)?$/;

/** The working hours that a diagram gives a step, as `sla.stageHours` says them; null where it gives none, or none that can be meant. */
export function stageHoursOf(element: Element): number | null {
  const written = propertyOf(element, 'sla.stageHours') ?? '';
  const hours = PLAIN.test(written) ? Number(written) : 0;
  return hours > 0 && hours <= MOST_STAGE_HOURS ? hours : null;
}
