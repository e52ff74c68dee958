import type { TestRun } from '#common/contract/test-runs.ts';
import type { Badge, Mark, Marks } from '#ui/diagram/marks.ts';

type Instance = TestRun['instances'][number];

/** Marks the path of an instance: done elements are muted, current ones bold; waits and incidents are
 *  labelled. */
export function marksOf(run: TestRun, instance: Instance): Marks {
  const marks: Record<string, Mark[]> = {};
  for (const flow of instance.flows) marks[flow] = ['done'];
  for (const { elementId, active, done } of instance.elements)
    if (active > 0) marks[elementId] = ['current'];
    else if (done > 0) marks[elementId] = ['done'];
  for (const { processKey, elementId } of [...run.timers, ...run.messages])
    if (processKey === instance.processKey && marks[elementId]?.includes('current'))
      marks[elementId] = ['current', 'waiting'];
  for (const { processKey, elementId } of run.incidents)
    if (processKey === instance.processKey) marks[elementId] = ['incident'];
  return marks;
}

/** Badges with the number of passes of elements that were passed more than once. */
export const badgesOf = (instance: Instance, number: (value: number) => string): Badge[] =>
  instance.elements
    .filter(({ active, done }) => active + done > 1)
    .map(({ elementId, active, done }) => ({
      elementId,
      text: number(active + done),
      tone: 'neutral',
      at: 'end',
    }));
