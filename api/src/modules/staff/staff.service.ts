import type { Clock } from '#api/platform/clock.ts';
import { type Staff } from '#api/platform/staff.ts';
import type { DepartmentTree } from '../departments/index.ts';
import type { Visibility } from '../visibility/index.ts';
import type { staffRepo } from './staff.repo.ts';

type Deps = {
  repo: ReturnType<typeof staffRepo>;
  clock: Clock;
  tree: () => Promise<DepartmentTree>;
  visibility: Visibility;
};

export const staffService = ({ repo, clock, tree, visibility }: Deps) => ({
  /** Records a sign-in, so that work can be given to the person. */
  recordSignIn: (user: Staff): Promise<void> => repo.upsert(user, clock.now()),

  /** @returns undefined for somebody who has never signed in */
  get: (username: string): Promise<Staff | undefined> => repo.get(username),

  /** Returns all known direct members of this department. */
  membersOf: (department: string): Promise<Staff[]> => repo.membersOf([department]),

  /** Returns all known people who may work on the ordinary tasks of this queue, i.e. its members and the
   *  supervisors above it; or on its confidential ones. */
  async eligibleFor(queue: string, { confidential = false } = {}): Promise<Staff[]> {
    const { all, subtree } = await tree();
    const atOrAbove = all.map(({ slug }) => slug).filter((slug) => subtree(slug).includes(queue));
    const people = await repo.membersOf(atOrAbove);
    const views = await Promise.all(people.map((person) => visibility.of(person)));
    const task = { queue, assignee: null, confidential, barred: null, handedTo: [] };
    return people.filter((_, index) => views[index]?.can({ action: 'task:work', task }));
  },
});

export type StaffService = ReturnType<typeof staffService>;
