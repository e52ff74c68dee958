import type { Condition } from './condition.ts';
import type { DepartmentScope, ViewerReach } from './reach.ts';

/** Facts that decide about a task. `confidential`: that of its service; `barred`: the unit that its request
 *  complains about; `handedTo`: departments that it was handed to in addition to its queue. */
export type TaskFacts = {
  queue: string;
  assignee: string | null;
  confidential: boolean;
  barred: string | null;
  handedTo: readonly string[];
};

/** Facts that decide about a request; `openTasks` are those that wait for somebody. */
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

/** Excludes complaints about the viewer's own unit, even for their assignee. */
const unlessBarred = ({ barredWith }: ViewerReach, condition: Condition): Condition => ({
  all: [{ not: { field: 'barred', in: barredWith } }, condition],
});

/** A task handed to a department counts there as if it were in its own queue, confidential or not. */
const handedTo = ({ confidential: own }: DepartmentScope): Condition => ({
  field: 'handedTo',
  overlaps: own,
});

const ofTask = (reach: ViewerReach, span: DepartmentScope): Condition =>
  unlessBarred(reach, {
    any: [{ field: 'assignee', is: reach.username }, within('queue', span), handedTo(span)],
  });

/** Condition for claiming, completing and returning a task. */
export const taskWorkCondition = (reach: ViewerReach): Condition => ofTask(reach, reach.work);

/** Condition for reading a task. */
export const taskReadCondition = (reach: ViewerReach): Condition => ofTask(reach, reach.see);

/** Condition for reading a request. */
export const requestReadCondition = (reach: ViewerReach): Condition =>
  unlessBarred(reach, {
    any: [within('department', reach.see), { some: 'openTasks', where: taskWorkCondition(reach) }],
  });
