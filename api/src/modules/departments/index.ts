import { cached } from '#api/platform/cached.ts';
import type { Db } from '#api/platform/db.ts';
import { departmentTree } from './department-tree.ts';
import { departmentsRepo } from './departments.repo.ts';
import { departmentsRoutes } from './departments.routes.ts';

export { departmentTree, type DepartmentTree } from './department-tree.ts';

/** Reference data changes by migrations only; every node knows a minute later. */
const CACHE_MS = 60_000;

/** The tree of departments and the provinces. */
export function departmentsModule({ db }: { db: Db }) {
  const repo = departmentsRepo(db);
  const tree = cached(async () => departmentTree(await repo.departments()), { forMs: CACHE_MS });
  const provinces = cached(() => repo.provinces(), { forMs: CACHE_MS });
  return { tree, provinces, routes: departmentsRoutes({ tree, provinces }) };
}
