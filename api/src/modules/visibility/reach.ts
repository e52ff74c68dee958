import type { Staff } from '#api/http/route.ts';
import type { Role } from '#common/contract/index.ts';
import type { DepartmentTree } from '../departments/index.ts';

/** `own`: the departments a person is a member of; `subtree`: these and all below them; `all`: every department. */
type RoleReach = { role: Role; over: 'own' | 'subtree' | 'all'; confidential: boolean; work: boolean };

/** The one visibility rule: which role reaches what, and what of it is confidential. `work` is to claim and complete tasks;
 *  without it a line lets see only. A person's roles add up; what no line gives is denied. An assignee always reaches the own
 *  task, and who may work on an open task sees its request. */
export const ROLE_REACHES: readonly RoleReach[] = [
  { role: 'caseworker', over: 'own', confidential: true, work: true },
  { role: 'caseworker', over: 'subtree', confidential: false, work: false },
  { role: 'supervisor', over: 'own', confidential: true, work: true },
  { role: 'supervisor', over: 'subtree', confidential: false, work: true },
  { role: 'agent', over: 'own', confidential: true, work: true },
  { role: 'agent', over: 'subtree', confidential: false, work: false },
  { role: 'manager', over: 'subtree', confidential: false, work: false },
  { role: 'admin', over: 'all', confidential: false, work: false },
];

/** Departments (as owners of requests, and as queues of tasks) whose open and whose confidential matters somebody reaches. */
export type DepartmentScope = { open: string[]; confidential: string[] };

/** `lists`: what stands in a person's inbox: what the person may work on, and for those who only look, what they may see.
 *  `barredWith`: the units with whose barring this person is barred. */
export type ViewerReach = {
  username: string;
  see: DepartmentScope;
  work: DepartmentScope;
  lists: DepartmentScope;
  barredWith: string[];
};

/** Works out, once for a call, what a person reaches. Departments that the tree does not know count for nothing. */
export function reachOf(viewer: Staff, tree: DepartmentTree): ViewerReach {
  const lines = ROLE_REACHES.filter(({ role }) => viewer.roles.includes(role));
  const works = lines.filter(({ work }) => work);
  const onlyLooks = lines.filter((line) => !works.some(({ role }) => role === line.role));
  return {
    username: viewer.username,
    see: span(lines, viewer, tree),
    work: span(works, viewer, tree),
    lists: span([...works, ...onlyLooks], viewer, tree),
    barredWith: [...new Set(viewer.departments.flatMap((slug) => unitsAround(slug, tree)))],
  };
}

function span(lines: readonly RoleReach[], viewer: Staff, tree: DepartmentTree): DepartmentScope {
  const open = new Set<string>();
  const confidential = new Set<string>();
  for (const line of lines) {
    for (const slug of departmentsOf(line, viewer, tree)) {
      open.add(slug);
      if (line.confidential) confidential.add(slug);
    }
  }
  return { open: [...open], confidential: [...confidential] };
}

function departmentsOf({ over }: RoleReach, { departments }: Staff, tree: DepartmentTree): readonly string[] {
  if (over === 'all') return tree.all.map(({ slug }) => slug);
  if (over === 'own') return departments.filter((slug) => tree.get(slug));
  return departments.flatMap((slug) => tree.subtree(slug));
}

/** A unit and those it is part of. The ministry is everybody's, so that it counts for its immediate members only. */
function unitsAround(slug: string, tree: DepartmentTree): string[] {
  const units = [slug];
  for (let above = tree.get(slug)?.parent; above; above = tree.get(above)?.parent) {
    if (tree.get(above)?.parent) units.push(above);
  }
  return units;
}
