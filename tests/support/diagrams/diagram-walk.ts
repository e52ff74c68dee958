import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Variables } from '#engine/core/model.ts';
import { inMemoryEngine, type WrittenEvent } from '../engine/in-memory-engine.ts';
import { readDiagram } from './diagrams.ts';
import { filesBelow, ROOT } from './project-files.ts';

/** Next external event: at an element, a user completes its task, its message arrives or its timer fires; or
 *  a message arrives for which the process may wait anywhere. */
export type WalkEvent = { at: string; variables?: Variables } | { message: string; variables?: Variables };
export type Job = { type: string; input: Variables };
export type Walk = { path: string[]; jobs: Job[]; flows: string[]; variables: Variables };
/** Results of the workers of a job type, one per job; the last one repeats. Empty if omitted. */
export type WorkerAnswers = Record<string, Variables[]>;

const MAX_STEPS = 500;

/** Runs one instance of a project process in the embedded engine: jobs complete at once, other events follow
 *  the script, and the walk ends with the instance. It shows whether conditions, mappings and tables lead
 *  where the analyst intended. */
export async function walk(
  processKey: string,
  start: Variables,
  happenings: WalkEvent[],
  answers: WorkerAnswers = {},
): Promise<Walk> {
  const files = [...filesBelow('processes', '.bpmn'), ...filesBelow('processes', '.dmn')];
  const engine = await inMemoryEngine(
    files.map((file) => ({
      name: basename(file),
      content: readFileSync(join(ROOT, file)).toString('base64'),
    })),
  );
  const requestId = String(start['requestId']);

  const jobs: Job[] = [];
  const doJobs = (): void => {
    for (let ready = engine.takeNewlyReady(); ready.length > 0; ready = engine.takeNewlyReady())
      for (const { type, key } of ready.flatMap((name) => engine.jobs(name))) {
        const done = jobs.filter((one) => one.type === type).length;
        jobs.push({ type, input: { ...engine.instance(key)?.at.get(key)?.variables } });
        const list = answers[type] ?? [];
        engine.completeJob(key, list[done] ?? list.at(-1) ?? {});
      }
  };
  const open = (valueType: string, field: string, wanted: string): WrittenEvent | undefined => {
    const last = engine.events(valueType).findLast(({ value }) => value[field] === wanted);
    return last && ['CREATED', 'CREATING'].includes(last.intent) ? last : undefined;
  };
  const path = (): string[] => engine.elements().filter((id) => id !== processKey);
  const happen = (happening: WalkEvent): void => {
    const { variables = {} } = happening;
    if ('message' in happening) return void engine.publish(happening.message, requestId, { variables });
    const { at } = happening;
    const task = open('USER_TASK', 'elementId', at);
    const subscription = open('PROCESS_MESSAGE_SUBSCRIPTION', 'elementId', at);
    const timer = open('TIMER', 'targetElementId', at);
    if (task) engine.completeTask(task.key, variables);
    else if (subscription) {
      const { messageName, correlationKey } = subscription.value;
      engine.publish(String(messageName), String(correlationKey), { variables });
    } else if (timer) engine.advance({ to: Number(timer.value['dueDate']) });
    else throw new Error(`nothing waits at ${at}; the path was ${path().join(' → ')}`);
  };

  if (await startsByMessage(processKey))
    engine.publish(`request.${processKey}`, requestId, { variables: { ...start } });
  else engine.create(processKey, { ...start });
  const script = [...happenings];
  for (let step = 0; step < MAX_STEPS; step += 1) {
    doJobs();
    const [incident] = engine.events('INCIDENT');
    if (incident)
      throw new Error(`${String(incident.value['elementId'])}: ${String(incident.value['errorMessage'])}`);
    const next = script.shift();
    if (next) happen(next);
    else if (engine.isOver(processKey)) break;
    else throw new Error(`the walk did not end: ${path().slice(-5).join(' → ')}`);
  }
  const flows = engine
    .events('PROCESS_INSTANCE', 'SEQUENCE_FLOW_TAKEN')
    .filter(({ value }) => value['bpmnProcessId'] === processKey)
    .map(({ value }) => String(value['elementId']));
  const [root] = engine
    .events('PROCESS_INSTANCE', 'ELEMENT_ACTIVATED')
    .filter(({ value }) => value['elementId'] === processKey);
  const variables = engine
    .events('VARIABLE')
    .filter(({ value }) => String(value['scopeKey']) === root?.key)
    .map(({ value }) => [value['name'], JSON.parse(String(value['value'])) as unknown] as const);
  return { path: path(), jobs, flows, variables: Object.fromEntries(variables) as Variables };
}

const fileOf = (processKey: string): string => `processes/${processKey}/${processKey}.bpmn`;

const startsByMessage = async (processKey: string): Promise<boolean> =>
  (await readDiagram(fileOf(processKey))).messages.some(({ name }) => name === `request.${processKey}`);

/** Returns all sequence flows of a diagram, sorted: the walks of a process must cover them together. */
export const flowsOf = async (processKey: string): Promise<string[]> =>
  (await readDiagram(fileOf(processKey))).elements
    .filter(({ $type }) => $type === 'bpmn:SequenceFlow')
    .map(({ id }) => String(id))
    .sort();

/** Returns the inputs that a walk passed to the workers of one type, in order. */
export const inputsOf = ({ jobs }: Walk, type: string): Variables[] =>
  jobs.filter((job) => job.type === type).map(({ input }) => input);
