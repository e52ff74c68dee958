import type { Cost, CostMeter } from './cost-meter.ts';
import { closedLoop, type Done, openLoop } from './loops.ts';

/** Candidate that holds instances of the small process: an engine, or plain SQL. */
export type Candidate<Task> = {
  costMeter: CostMeter;
  /** Starts an instance and waits until its task is committed. */
  start(): Promise<Task>;
  complete(task: Task): Promise<unknown>;
};

export type Phase = Done & { cost: Cost };

/** Starts instances for some time, then completes their tasks until none is left or the same time has
 *  passed. */
export async function measureRates<Task>(
  { costMeter, start, complete }: Candidate<Task>,
  { callers, seconds }: { callers: number; seconds: number },
): Promise<{ started: Phase; completed: Phase }> {
  const tasks: Task[] = [];
  const spent = await costMeter.begin();
  const started = await closedLoop({
    callers,
    seconds,
    act: async () => void tasks.push(await start()),
  });
  const startCost = await spent();
  tasks.reverse();
  const spentAgain = await costMeter.begin();
  const completed = await closedLoop({
    callers,
    seconds,
    act: async () => {
      const task = tasks.pop();
      return task === undefined ? false : complete(task);
    },
  });
  return { started: { ...started, cost: startCost }, completed: { ...completed, cost: await spentAgain() } };
}

/** Measures latencies at a rate that leaves the engine idle most of the time: ms from due to task, and from
 *  due to completed. */
export async function measureLatencies<Task>(
  { start, complete }: Candidate<Task>,
  { perSecond, seconds }: { perSecond: number; seconds: number },
): Promise<{ toTask: number[]; completion: number[] }> {
  const tasks: Task[] = [];
  const toTask = await openLoop({
    perSecond,
    seconds,
    act: async () => void tasks.push(await start()),
  });
  const completion = await openLoop({
    perSecond,
    seconds: tasks.length / perSecond,
    act: (n) => complete(tasks[n] as Task),
  });
  return { toTask, completion };
}

/** Returns the cost per act of a phase; null if the system does not provide it. */
export const costEach = (
  { cost, count }: Phase,
  part: 'engineMs' | 'postgresMs' | 'walBytes',
): number | null => {
  const whole = cost[part];
  return whole === null ? null : whole / count;
};
