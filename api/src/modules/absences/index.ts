import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/db.ts';
import type { StaffService } from '../staff/index.ts';
import type { Visibility } from '../visibility/index.ts';
import { absencesRepo } from './absences.repo.ts';
import { absencesRoutes } from './absences.routes.ts';
import { absencesService } from './absences.service.ts';

export type { AbsencesService } from './absences.service.ts';

type Deps = {
  db: Db;
  clock: Clock;
  staff: Pick<StaffService, 'get' | 'whoWorksFor'>;
  visibility: Visibility;
};

/** Who is away, and who stands in. */
export function absencesModule({ db, ...deps }: Deps) {
  const service = absencesService({ repo: absencesRepo(db), ...deps });
  return { service, routes: absencesRoutes({ absences: service }) };
}
