import type { AwaitedMessage, Truncated } from '#api/modules/process-instances/index.ts';
import type { Db } from '#api/platform/db.ts';
import { simulatedTime, timerDueAt } from '../execution/simulated-time.ts';
import { isTimerMessage, realName, timeIn } from '../isolation/scratch-names.ts';
import type { TestRunRow } from '../test-runs.repo.ts';
import { testRunReads } from './test-run.reads.ts';

export type WaitingTimer = AwaitedMessage & { time: string; dueAt: Date | undefined };

export type TestRunState = Awaited<ReturnType<ReturnType<typeof testRunView>>>;

/** Reads the state of a run from the read side. */
export function testRunView(db: Db) {
  const reads = testRunReads(db);

  return async (run: Pick<TestRunRow, 'prefix' | 'process_key' | 'elements' | 'skips'>, now: Date) => {
    const instances = await reads.instances(Object.keys(run.elements).map((key) => `${run.prefix}-${key}`));
    const of = instances.map(({ instance_key }) => instance_key);
    const [elements, flows, variables, variableCounts, tasks, completed, waiting, openJobs, incidents] =
      await Promise.all([
        reads.elements(of),
        reads.flows(of),
        reads.variables(of),
        reads.variableCounts(of),
        reads.openTasks(of),
        reads.completedTasks(of),
        reads.awaited(of),
        reads.openJobs(of),
        reads.incidents(of),
      ]);
    const aboutTasks = tasks.length > 0 ? await reads.aboutTasks(tasks) : new Map<string, string>();
    const root = instances.find(
      ({ process_key, parent_key }) =>
        parent_key === null && process_key === `${run.prefix}-${run.process_key}`,
    );
    const timers = waiting
      .filter(({ message_name }) => isTimerMessage(message_name))
      .map((one): WaitingTimer => {
        const time = timeIn(one.correlation_key);
        return { ...one, time, dueAt: timerDueAt(time, simulatedTime(one.since, run.skips), one.happened) };
      })
      .filter(({ time, dueAt: due }) => due !== undefined || !time.startsWith('R'))
      .sort((a, b) => (a.dueAt?.getTime() ?? Infinity) - (b.dueAt?.getTime() ?? Infinity));
    const timesDone = new Map(completed.map((one) => [taskName(one), one.times]));
    return {
      root,
      instances,
      elements: byInstance(elements),
      flows: byInstance(flows),
      variables: byInstance(variables),
      variableCounts,
      tasks,
      messages: waiting.filter(({ message_name }) => !isTimerMessage(message_name)),
      timers,
      openJobs,
      incidents,
      /** Numbers of rows beyond the limits. */
      more: {
        instances: moreThan(instances),
        tasks: moreThan(tasks),
        awaited: moreThan(waiting),
        incidents: moreThan(incidents),
      },
      processOf: new Map(instances.map((one) => [one.instance_key, realName(one.process_key)])),
      now: simulatedTime(now, run.skips),
      /** Counts the completions of a task. */
      timesDone: (task: TaskName): number => timesDone.get(taskName(task)) ?? 0,
      whomOf: (elementKey: string): string | null => aboutTasks.get(elementKey) ?? null,
      /** Returns the department variable in the process of a task. */
      departmentOf: ({ instance_key: key }: { instance_key: string }): unknown => {
        try {
          return JSON.parse(aboutTasks.get(key) ?? 'null');
        } catch {
          return null;
        }
      },
    };
  };
}

type TaskName = { process_key: string; element_id: string };

const taskName = ({ process_key, element_id }: TaskName): string => `${process_key} ${element_id}`;

function byInstance<T extends { instance_key: string }>(rows: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(row.instance_key) ?? [];
    group.push(row);
    groups.set(row.instance_key, group);
  }
  return groups;
}

const moreThan = (rows: readonly Truncated<object>[]): number => (rows[0]?.total ?? 0) - rows.length;
