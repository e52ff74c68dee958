import type { ElementDurations } from '#common/contract/instances.ts';
import type { Marks } from '#ui/diagram/marks.ts';

/** What a heat map colours by. */
export const HEATS = ['frequency', 'mean', 'p90'] as const;
export type Heat = (typeof HEATS)[number];

type Passed = ElementDurations['elements'][number];

export const heatOf = (element: Passed, heat: Heat): number =>
  heat === 'frequency' ? element.passes : (element[heat] ?? 0);

const LEVELS = 5;

/** Colours elements in five equal steps between none and the most. */
export function heatMarks(elements: readonly Passed[], heat: Heat): Marks {
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
