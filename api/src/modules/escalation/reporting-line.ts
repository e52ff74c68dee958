import type { Department } from '#common/contract/index.ts';
import type { DepartmentTree } from '../departments/index.ts';

/** Escalation level with people: 1 the head of the department that has the request, 2 the head of the
 *  department above it, 3 the ministry's deputy, who heads the topmost department. */
export type EscalationLevel = 1 | 2 | 3;

export type StaffContact = { username: string; name: string };

/** Contacts of a level. No people: nobody up to the top is named, present and allowed. */
export type LevelContacts = { department: string; people: StaffContact[] };

/** Returns the departments whose heads are asked in turn for a level: the level's own, then each one above.
 *  @throws when there is no such department */
export function departmentsOfLevel(
  level: EscalationLevel,
  department: string,
  tree: DepartmentTree,
): string[] {
  const line = lineUpwards(department, tree);
  const from = { 1: 0, 2: Math.min(1, line.length - 1), 3: line.length - 1 }[level];
  return line.slice(from).map(({ slug }) => slug);
}

function lineUpwards(department: string, tree: DepartmentTree): Department[] {
  const line: Department[] = [];
  for (let slug: string | null = department; slug !== null;) {
    const found: Department | undefined = tree.get(slug);
    if (!found) throw new Error(`There is no department ${slug}`);
    line.push(found);
    slug = found.parent;
  }
  return line;
}

/** Returns the first department of the reporting line with somebody who may be asked. The substitute replaces
 *  an absent head, if present. The `barred` are never asked: those who hold the request now, those whom it
 *  complains about, and those who may not see it. */
export function resolveContacts(
  line: readonly string[],
  headsOf: (department: string) => readonly StaffContact[],
  { away, barred }: { away: ReadonlyMap<string, StaffContact | null>; barred: ReadonlySet<string> },
): LevelContacts {
  for (const department of line) {
    const people = headsOf(department)
      .map((head) => (away.has(head.username) ? away.get(head.username) : head))
      .filter((person): person is StaffContact => person != null)
      .filter(({ username }) => !away.has(username) && !barred.has(username));
    const distinct = new Map(people.map((person) => [person.username, person]));
    if (distinct.size > 0) return { department, people: [...distinct.values()] };
  }
  return { department: line.at(-1) ?? '', people: [] };
}
