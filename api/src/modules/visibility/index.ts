import { cached } from '#api/platform/cached.ts';
import type { Db } from '#api/platform/db.ts';
import type { DepartmentTree } from '../departments/index.ts';
import { visibilityService } from './visibility.service.ts';

export { ROLE_REACHES } from './reach.ts';
export type { RequestFacts, TaskFacts } from './visibility-rules.ts';
export { roundedCount } from './rounded-count.ts';
export type { Sql } from './condition.ts';
export type { ViewerAccess, Visibility } from './visibility.service.ts';

const CACHE_MS = 60_000;

/** The one visibility rule, for lists (`requestsSql`, `tasksSql`) and for single objects (`can`). */
export function visibilityModule({ db, tree }: { db: Db; tree: () => Promise<DepartmentTree> }) {
  const confidentialServices = cached(
    async () => new Set((await db('services').where('confidential', true).pluck('key')) as string[]),
    { forMs: CACHE_MS },
  );
  const confidentialProcesses = cached(
    async () => new Set((await db('services').where('confidential', true).pluck('process_key')) as string[]),
    { forMs: CACHE_MS },
  );
  return {
    confidentialServices,
    confidentialProcesses,
    visibility: visibilityService({ tree, confidentialServices }),
  };
}
