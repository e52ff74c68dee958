import type { Db } from '#api/platform/db.ts';
import { memo } from '#api/platform/cached.ts';
import type { DepartmentTree } from '../departments/index.ts';
import { visibilityService } from './visibility.service.ts';

export { REACH } from './reach.ts';
export type { RequestFacts, TaskFacts } from './rules.ts';
export { told } from './small-counts.ts';
export type { Sql } from './condition.ts';
export type { View, Visibility } from './visibility.service.ts';

const REMEMBERED_MS = 60_000;

/** The one visibility rule, for lists (`requestsSql`, `tasksSql`) and for single things (`can`). */
export function visibilityModule({ db, tree }: { db: Db; tree: () => Promise<DepartmentTree> }) {
  const confidentialServices = memo(
    async () => new Set((await db('services').where('confidential', true).pluck('key')) as string[]),
    { forMs: REMEMBERED_MS },
  );
  const confidentialProcesses = memo(
    async () => new Set((await db('services').where('confidential', true).pluck('process_key')) as string[]),
    { forMs: REMEMBERED_MS },
  );
  return {
    confidentialServices,
    confidentialProcesses,
    visibility: visibilityService({ tree, confidentialServices }),
  };
}
