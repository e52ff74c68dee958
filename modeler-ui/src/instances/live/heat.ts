import type { ElementDurations } from '#common/contract/instances.ts';
import type { Marks } from '#ui/diagram/marks.ts';

/** Measures that a heat map can show. */
export const HEAT_MEASURES = ['frequency', 'mean', 'p90'] as const;
export type HeatMeasure = (typeof HEAT_MEASURES)[number];

type PassedElement = ElementDurations['elements'][number];

export const heatOf = (element: PassedElement, heat: HeatMeasure): number =>
  heat === 'frequency' ? element.passes : (element[heat] ?? 0);

const LEVELS = 5;

/** Assigns elements one of five equal colour levels between zero and the maximum. */
export function heatMarks(elements: readonly PassedElement[], heat: HeatMeasure): Marks {
  const most = Math.max(0, ...elements.map((element) => heatOf(element, heat)));
  return Object.fromEntries(
    elements
      .filter((element) => heatOf(element, heat) > 0)
      .map((element) => [
        element.elementId,
        [
          `heat-${Math.max(1, Math.ceil((LEVELS * heatOf(element, heat)) / most)) as 1 | 2 | 3 | 4 | 5}`,
        ] as const,
      ]),
  );
}
