import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { createEngine } from '../engine-double/core/engine.ts';
import type { ElementInstance } from '../engine-double/core/runtime.ts';
import type { Variables } from './feel.ts';
import { filesBelow, ROOT } from './project-files.ts';

/** What happens next from outside: a person completes a task, a message comes or a timer fires. */
export type Happening = { at: string; variables?: Variables };
export type Job = { type: string; input: Variables };
export type Walk = { path: string[]; jobs: Job[]; flows: string[]; variables: Variables };

type Seen = { valueType: string; intent: string; key: string; value: Record<string, unknown> };

const NOW = Date.UTC(2026, 0, 1);
const MAX_STEPS = 500;

/** Runs one instance of a process of the project in the engine double: jobs are done at once, the rest happens as told, and
 *  the walk ends with the instance. It says whether conditions, mappings and tables lead where the analyst meant. */
export async function walk(processKey: string, start: Variables, happenings: Happening[]): Promise<Walk> {
  const seen: Seen[] = [];
  const log = {
    outgoing: [],
    at: () => {},
    acknowledge: () => {},
    emit: (_: number, valueType: string, intent: string, key: string, value: object) =>
      void seen.push({ valueType, intent, key, value: { ...value } }),
  };
  const engine = createEngine({ partitions: 1, log });
  const files = [...filesBelow('processes', '.bpmn'), ...filesBelow('processes', '.dmn')];
  const resources = files.map((file) => ({
    name: basename(file),
    content: readFileSync(join(ROOT, file)).toString('base64'),
  }));
  await engine.deploy(resources, () => NOW);

  let now = NOW;
  let instance: ElementInstance | undefined;
  const jobs: Job[] = [];
  const message = (name: string, correlationKey: string, variables: Variables): void =>
    void engine.execute({ do: 'publish', name, correlationKey, messageId: '', ttlMs: 0, variables }, now);
  const doJobs = (): void => {
    for (const type of engine.takeNewlyReady()) {
      const activation = { type, worker: 'walk', max: 100, timeoutMs: 1000, fetch: [] };
      for (const { job } of engine.execute({ do: 'activate-jobs', ...activation }, now)) {
        instance = job.element.root;
        jobs.push({ type, input: { ...job.element.variables } });
        engine.execute({ do: 'complete-job', jobKey: job.key, variables: {} }, now);
      }
    }
  };
  const open = (
    valueType: string,
    at: (value: Seen['value']) => unknown,
    wanted: string,
  ): Seen | undefined => {
    const last = seen.findLast((one) => one.valueType === valueType && at(one.value) === wanted);
    return last && ['CREATED', 'CREATING'].includes(last.intent) ? last : undefined;
  };
  const happen = ({ at, variables = {} }: Happening): void => {
    const task = open('USER_TASK', (value) => value['elementId'], at);
    const subscription = open('PROCESS_MESSAGE_SUBSCRIPTION', (value) => value['elementId'], at);
    const timer = open('TIMER', (value) => value['targetElementId'], at);
    if (task) engine.execute({ do: 'complete-task', taskKey: task.key, action: '', variables }, now);
    else if (subscription) {
      const { messageName, correlationKey } = subscription.value;
      message(String(messageName), String(correlationKey), variables);
    } else if (timer) {
      now = Number(timer.value['dueDate']);
      engine.execute({ do: 'tick' }, now);
    } else throw new Error(`nothing waits at ${at}; the path was ${path().join(' → ')}`);
  };
  const elements = (intent: string): string[] =>
    seen
      .filter((one) => one.valueType === 'PROCESS_INSTANCE' && one.intent === intent)
      .map(({ value }) => String(value['elementId']));
  const path = (): string[] => elements('ELEMENT_ACTIVATED').filter((id) => id !== processKey);

  message(`request.${processKey}`, String(start['requestId']), start);
  const script = [...happenings];
  for (let step = 0; step < MAX_STEPS; step += 1) {
    doJobs();
    const incident = seen.find(({ valueType }) => valueType === 'INCIDENT');
    if (incident)
      throw new Error(`${String(incident.value['elementId'])}: ${String(incident.value['errorMessage'])}`);
    const next = script.shift();
    if (next) happen(next);
    else if (elements('ELEMENT_COMPLETED').includes(processKey)) break;
    else throw new Error(`the walk did not end: ${path().slice(-5).join(' → ')}`);
  }
  return {
    path: path(),
    jobs,
    flows: elements('SEQUENCE_FLOW_TAKEN'),
    variables: { ...instance?.variables },
  };
}
