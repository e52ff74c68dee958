import type { Clock } from '#api/platform/clock.ts';
import type { Db } from '#api/platform/db.ts';
import type { AuditLog } from '../audit/index.ts';
import type { StaffService } from '../staff/index.ts';
import type { Visibility } from '../visibility/index.ts';
import { absencesRepo } from './absences.repo.ts';
import { absencesRoutes } from './absences.routes.ts';
import { absencesService } from './absences.service.ts';

export type { AbsencesService } from './absences.service.ts';

type Deps = {
  db: Db;
  /** Lookup pool, for reads while a transaction over `db` is open. */
  lookupDb: Db;
  clock: Clock;
  staff: Pick<StaffService, 'get' | 'eligibleFor'>;
  visibility: Visibility;
  audit: AuditLog;
};

/** Absences module: who is away, and who substitutes. */
export function absencesModule({ lookupDb, ...deps }: Deps) {
  const service = absencesService({ repo: absencesRepo(lookupDb), ...deps });
  return { service, routes: absencesRoutes({ absences: service }) };
}
