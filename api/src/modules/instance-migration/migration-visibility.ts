import type { Staff } from '#api/http/route.ts';
import type { Db } from '#api/platform/db.ts';
import {
  instanceAccessOf,
  type InstanceVisibility,
  type ReadInstanceVisibility,
} from '../instances/index.ts';
import type { StaffService } from '../staff/index.ts';
import type { MigrationRow } from './instance-migration.repo.ts';

/** Those of the instances that somebody does not see whole: whoever plans or starts a migration leads none of these elsewhere. */
export async function findHiddenInstances(
  db: Db,
  keys: readonly string[],
  sight: InstanceVisibility,
): Promise<ReadonlySet<string>> {
  const seen = await instanceAccessOf(db, keys, sight);
  return new Set(keys.filter((key) => seen.get(key) !== 'whole'));
}

/** What somebody sees of instances who is not there to ask: by the last sign-in. */
export type VisibilityByUsername = (username: string) => Promise<InstanceVisibility>;

export const lookUpVisibilityByUsername =
  ({
    staff,
    sight,
  }: {
    staff: Pick<StaffService, 'get'>;
    sight: ReadInstanceVisibility;
  }): VisibilityByUsername =>
  async (username) =>
    sight((await staff.get(username)) ?? unknown(username));

const unknown = (username: string): Staff => ({
  id: '',
  username,
  name: username,
  roles: [],
  departments: [],
});

/** Names who answers for a migration: who planned it, and who started it. */
const responsibleUsers = ({ planned_by: planner, started_by: starter }: MigrationRow): string[] => [
  ...new Set([planner, starter ?? planner]),
];

/** Tells whether an instance is hidden from one of those who answer for a migration. */
export async function isHiddenFromResponsibleUsers(
  db: Db,
  sightOf: VisibilityByUsername,
  migration: MigrationRow,
  key: string,
): Promise<boolean> {
  for (const username of responsibleUsers(migration))
    if ((await findHiddenInstances(db, [key], await sightOf(username))).has(key)) return true;
  return false;
}

/** The items of a migration (its id is the last binding) that somebody is told of, with their place among these. The others are not listed
 *  anywhere: their reasons and their order would tell where confidential cases stand. */
export const visibleItemsSql = ({ hidden }: InstanceVisibility) => ({
  sql: `select item.*, (row_number() over (order by item.ordinal))::integer as place
    from instance_migration_items item left join process_instances i on i.instance_key = item.instance_key
   where not coalesce(${hidden.sql}, true) and item.migration_id = ?`,
  bindings: hidden.bindings,
});
