import { aDiagram, end, sequence, serviceTask, start } from './diagram-builders.ts';
import { inMemory, type InMemory } from './in-memory.ts';

/** More than are kept in the document of a process instance. */
export const MANY = 150;
export const BODIES = Array.from({ length: MANY }, (_, index) => `body-${index}`);
export const EACH = BODIES.map((body) => `${body}: yes`);
export const ASK = 'inputCollection="=bodies" inputElement="body"';
export const COLLECT = `${ASK} outputCollection="opinions" outputElement="=opinion"`;

const child = aDiagram('child', start() + serviceTask('Work', 'work') + end(), [
  'Start -> Work',
  'Work -> End',
]);

/** An instance of a process with one activity of many instances, and a job after it. */
export async function asking(activity: string, { more = '', flows = [] as string[], roots = '' } = {}) {
  const engine = await inMemory([
    child,
    aDiagram(
      'asking',
      start() + activity + serviceTask('After', 'after') + more + end(),
      ['Start -> Ask', 'Ask -> After', 'After -> End', ...flows],
      roots,
    ),
  ]);
  return { engine, key: engine.create('asking', { bodies: BODIES }) };
}

/** An element between a start and an end, for a subprocess. */
export const inside = (element: string, id: string): string =>
  start('InnerStart') +
  element +
  end('InnerEnd') +
  sequence('Inner_1', 'InnerStart', id) +
  sequence('Inner_2', id, 'InnerEnd');

/** Does all jobs of a type, the last first. */
export function doAll(engine: InMemory, type: string): void {
  for (const { key, variables } of engine.jobs(type).reverse())
    engine.completeJob(key, { opinion: `${String(variables['body'])}: yes` });
}

/** How often an element reached a state. */
export const reached = (engine: InMemory, id: string, intent?: string): number =>
  engine.elements(intent).filter((one) => one === id).length;

/** What lies beside the documents: inner activities and values. */
export const apart = (engine: InMemory) => {
  const { parts, values } = engine.sizes('');
  return { parts, values };
};
