import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { ElementInstance } from '../engine-double/core/runtime.ts';
import { inMemory, type Written } from '../engine-double/in-memory.ts';
import type { Variables } from './feel.ts';
import { filesBelow, ROOT } from './project-files.ts';

/** What happens next from outside: a person completes a task, a message comes or a timer fires. */
export type Happening = { at: string; variables?: Variables };
export type Job = { type: string; input: Variables };
export type Walk = { path: string[]; jobs: Job[]; flows: string[]; variables: Variables };

const MAX_STEPS = 500;

/** Runs one instance of a process of the project in the engine double: jobs are done at once, the rest happens as told, and
 *  the walk ends with the instance. It says whether conditions, mappings and tables lead where the analyst meant. */
export async function walk(processKey: string, start: Variables, happenings: Happening[]): Promise<Walk> {
  const files = [...filesBelow('processes', '.bpmn'), ...filesBelow('processes', '.dmn')];
  const engine = await inMemory(
    files.map((file) => ({
      name: basename(file),
      content: readFileSync(join(ROOT, file)).toString('base64'),
    })),
  );

  let instance: ElementInstance | undefined;
  const jobs: Job[] = [];
  const doJobs = (): void => {
    for (const type of engine.takeNewlyReady()) {
      for (const { job } of engine.jobs(type)) {
        instance = job.element.root;
        jobs.push({ type, input: { ...job.element.variables } });
        engine.completeJob(job.key);
      }
    }
  };
  const open = (valueType: string, field: string, wanted: string): Written | undefined => {
    const last = engine.events(valueType).findLast(({ value }) => value[field] === wanted);
    return last && ['CREATED', 'CREATING'].includes(last.intent) ? last : undefined;
  };
  const path = (): string[] => engine.elements().filter((id) => id !== processKey);
  const happen = ({ at, variables = {} }: Happening): void => {
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

  engine.publish(`request.${processKey}`, String(start['requestId']), { variables: start });
  const script = [...happenings];
  for (let step = 0; step < MAX_STEPS; step += 1) {
    doJobs();
    const [incident] = engine.events('INCIDENT');
    if (incident)
      throw new Error(`${String(incident.value['elementId'])}: ${String(incident.value['errorMessage'])}`);
    const next = script.shift();
    if (next) happen(next);
    else if (engine.elements('ELEMENT_COMPLETED').includes(processKey)) break;
    else throw new Error(`the walk did not end: ${path().slice(-5).join(' → ')}`);
  }
  const flows = engine.elements('SEQUENCE_FLOW_TAKEN');
  return { path: path(), jobs, flows, variables: { ...instance?.variables } };
}
