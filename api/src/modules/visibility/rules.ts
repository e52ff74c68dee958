import type { Condition } from './condition.ts';
import type { Span, ViewerReach } from './reach.ts';

/** The facts that decide about a task. `confidential` is that of its service. */
export type TaskFacts = { queue: string; assignee: string | null; confidential: boolean };

/** The facts that decide about a request; `openTasks` are those that wait for somebody. */
export type RequestFacts = { department: string; confidential: boolean; openTasks: readonly TaskFacts[] };

const within = (field: string, { open, confidential }: Span): Condition => ({
  any: [
    {
      all: [
        { field: 'confidential', is: false },
        { field, in: open },
      ],
    },
    {
      all: [
        { field: 'confidential', is: true },
        { field, in: confidential },
      ],
    },
  ],
});

/** Who may claim, complete and give back a task. */
export const worksOnTask = ({ username, work }: ViewerReach): Condition => ({
  any: [{ field: 'assignee', is: username }, within('queue', work)],
});

/** Who may look at a task. */
export const seesTask = ({ username, see }: ViewerReach): Condition => ({
  any: [{ field: 'assignee', is: username }, within('queue', see)],
});

/** Who may look at a request. */
export const seesRequest = (reach: ViewerReach): Condition => ({
  any: [within('department', reach.see), { some: 'openTasks', where: worksOnTask(reach) }],
});
