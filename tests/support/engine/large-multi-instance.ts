import { aDiagram, end, sequence, serviceTask, start } from './diagram-builders.ts';
import { type InMemoryEngine, inMemoryEngine } from './in-memory-engine.ts';

/** More items than the document of a process instance holds. */
export const ITEM_COUNT = 150;
export const ITEMS = Array.from({ length: ITEM_COUNT }, (_, index) => `body-${index}`);
export const EXPECTED_RESULTS = ITEMS.map((body) => `${body}: yes`);
export const INPUT_COLLECTION = 'inputCollection="=bodies" inputElement="body"';
export const INPUT_AND_OUTPUT_COLLECTION = `${INPUT_COLLECTION} outputCollection="opinions" outputElement="=opinion"`;

const child = aDiagram('child', start() + serviceTask('Work', 'work') + end(), [
  'Start -> Work',
  'Work -> End',
]);

/** Starts an instance of a process with one multi-instance activity and a job after it. */
export async function startMultiInstance(
  activity: string,
  { more = '', flows = [] as string[], roots = '' } = {},
) {
  const engine = await inMemoryEngine([
    child,
    aDiagram(
      'asking',
      start() + activity + serviceTask('After', 'after') + more + end(),
      ['Start -> Ask', 'Ask -> After', 'After -> End', ...flows],
      roots,
    ),
  ]);
  return { engine, key: engine.create('asking', { bodies: ITEMS }) };
}

/** Wraps an element between a start and an end event, for a subprocess. */
export const inside = (element: string, id: string): string =>
  start('InnerStart') +
  element +
  end('InnerEnd') +
  sequence('Inner_1', 'InnerStart', id) +
  sequence('Inner_2', id, 'InnerEnd');

/** Completes all jobs of a type, last one first. */
export function completeAllJobs(engine: InMemoryEngine, type: string): void {
  for (const { key, variables } of engine.jobs(type).reverse())
    engine.completeJob(key, { opinion: `${String(variables['body'])}: yes` });
}

/** Counts how often an element reached a state. */
export const countReached = (engine: InMemoryEngine, id: string, intent?: string): number =>
  engine.elements(intent).filter((one) => one === id).length;

/** Returns the number of inner activities and values stored outside the documents. */
export const sizesOutsideDocument = (engine: InMemoryEngine) => {
  const { parts, values } = engine.sizes('');
  return { parts, values };
};
