import { type Staff } from '#api/platform/staff.ts';
import type { Role } from '#common/contract/index.ts';
import type { DepartmentTree } from '../departments/index.ts';

/** `own`: the departments a person is a member of; `subtree`: these and all below them; `all`: every
 *  department. */
type RoleReach = { role: Role; over: 'own' | 'subtree' | 'all'; confidential: boolean; work: boolean };

/** The one visibility rule: what each role reaches, and what of it is confidential. `work` allows claiming
 *  and completing tasks; a line without it allows reading only. A person's roles add up; what no line grants
 *  is denied. An assignee always reaches the assigned task, and whoever may work on an open task sees its
 *  request. */
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

/** Departments (as owners of requests, and as queues of tasks) whose open and whose confidential matters a
 *  person reaches. */
export type DepartmentScope = { open: string[]; confidential: string[] };

/** `lists`: content of a person's inbox: what the person may work on or, for people who only read, what they
 *  may see. `barredWith`: units whose barring bars this person too. */
export type ViewerReach = {
  username: string;
  see: DepartmentScope;
  work: DepartmentScope;
  lists: DepartmentScope;
  barredWith: string[];
};

/** Computes what a person reaches, once per call. Departments that the tree does not know count for
 *  nothing. */
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

/** Returns a unit and the units it is part of. The ministry belongs to everybody, so it counts for its
 *  immediate members only. */
function unitsAround(slug: string, tree: DepartmentTree): string[] {
  const units = [slug];
  for (let above = tree.get(slug)?.parent; above; above = tree.get(above)?.parent) {
    if (tree.get(above)?.parent) units.push(above);
  }
  return units;
}
