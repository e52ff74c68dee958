import type { Clock } from '#api/platform/clock.ts';
import type { Db } from '#api/platform/db.ts';
import type { DepartmentTree } from '../departments/index.ts';
import type { Visibility } from '../visibility/index.ts';
import { staffRepo } from './staff.repo.ts';
import { staffRoutes } from './staff.routes.ts';
import { staffService } from './staff.service.ts';

export { UnknownDepartment } from './staff.errors.ts';
export type { StaffService } from './staff.service.ts';

type Deps = { db: Db; clock: Clock; tree: () => Promise<DepartmentTree>; visibility: Visibility };

/** Staff module: the signed-in people of the ministry, and those who can be given work. */
export function staffModule({ db, clock, tree, visibility }: Deps) {
  const service = staffService({ repo: staffRepo(db), clock, tree, visibility });
  return { service, routes: staffRoutes({ tree, visibility, service }) };
}
