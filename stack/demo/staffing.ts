import type { Department } from '#common/contract/index.ts';
import type { DemoPerson } from '../realm/realm.ts';

/** The demo people by department. */
export type Staffing = {
  /** Returns the people who may do a task of a department, the most suitable first: its caseworkers and
   *  agents, its supervisors, then the supervisors above. `turn` selects the first among equals. */
  workersOf(queue: string, form: string, turn: number): string[];
  /** Returns true for the queue of the person's own department. */
  isOwn(username: string, queue: string): boolean;
};

/** Forms that only a supervisor may submit, by their `rules`. */
const FOR_SUPERVISORS: ReadonlySet<string> = new Set([
  'transport-complaint/check-decision',
  'road-defect/head-decides',
]);

export function staffingOf(people: readonly DemoPerson[], departments: readonly Department[]): Staffing {
  const parents = new Map(departments.map(({ slug, parent }) => [slug, parent]));
  const within = (department: string, roles: readonly string[]): string[] =>
    people
      .filter((person) => person.departments.includes(department))
      .filter((person) => person.roles.some((role) => roles.includes(role)))
      .map(({ username }) => username);

  return {
    workersOf(queue, form, turn) {
      const workers = FOR_SUPERVISORS.has(form) ? [] : within(queue, ['caseworker', 'agent']);
      const found = rotated(workers, turn);
      for (let slug: string | null = queue; slug; slug = parents.get(slug) ?? null)
        found.push(...within(slug, ['supervisor']));
      return found;
    },
    isOwn: (username, queue) =>
      people.some((person) => person.username === username && person.departments.includes(queue)),
  };
}

function rotated<T>(list: readonly T[], turn: number): T[] {
  const from = list.length === 0 ? 0 : turn % list.length;
  return [...list.slice(from), ...list.slice(0, from)];
}
