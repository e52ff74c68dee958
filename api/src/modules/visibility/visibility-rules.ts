import type { Condition } from './condition.ts';
import type { DepartmentScope, ViewerReach } from './reach.ts';

/** The facts that decide about a task. `confidential` is that of its service, `barred` the unit that its request complains about;
 *  `handedTo` are the departments that it was handed to on top of its queue. */
export type TaskFacts = {
  queue: string;
  assignee: string | null;
  confidential: boolean;
  barred: string | null;
  handedTo: readonly string[];
};

/** The facts that decide about a request; `openTasks` are those that wait for somebody. */
export type RequestFacts = {
  department: string;
  confidential: boolean;
  barred: string | null;
  openTasks: readonly TaskFacts[];
};

const within = (field: string, { open, confidential }: DepartmentScope): Condition => ({
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

/** Nobody reaches a complaint about the own unit, not even as its assignee. */
const unlessBarred = ({ barredWith }: ViewerReach, condition: Condition): Condition => ({
  all: [{ not: { field: 'barred', in: barredWith } }, condition],
});

/** What was handed to a department counts there as if it stood in its own queue, confidential or not. */
const handedTo = ({ confidential: own }: DepartmentScope): Condition => ({
  field: 'handedTo',
  overlaps: own,
});

const ofTask = (reach: ViewerReach, span: DepartmentScope): Condition =>
  unlessBarred(reach, {
    any: [{ field: 'assignee', is: reach.username }, within('queue', span), handedTo(span)],
  });

/** Who may claim, complete and give back a task. */
export const taskWorkCondition = (reach: ViewerReach): Condition => ofTask(reach, reach.work);

/** Who may look at a task. */
export const taskReadCondition = (reach: ViewerReach): Condition => ofTask(reach, reach.see);

/** Who may look at a request. */
export const requestReadCondition = (reach: ViewerReach): Condition =>
  unlessBarred(reach, {
    any: [within('department', reach.see), { some: 'openTasks', where: taskWorkCondition(reach) }],
  });
