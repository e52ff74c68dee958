import type { Department } from '#common/contract/index.ts';

export type DepartmentTree = {
  /** In order: parents before children. */
  all: readonly Department[];
  get(slug: string): Department | undefined;
  /** Returns the department and everything below it; empty for an unknown slug. */
  subtree(slug: string): readonly string[];
};

/** The departments as a tree. Every parent must be among them. */
export function departmentTree(departments: readonly Department[]): DepartmentTree {
  const bySlug = new Map(departments.map((department) => [department.slug, department]));
  const below = new Map<string, string[]>();
  for (const { slug } of departments) {
    for (let above: string | null = slug; above !== null; above = bySlug.get(above)?.parent ?? null) {
      below.set(above, [...(below.get(above) ?? []), slug]);
    }
  }
  return { all: departments, get: (slug) => bySlug.get(slug), subtree: (slug) => below.get(slug) ?? [] };
}
