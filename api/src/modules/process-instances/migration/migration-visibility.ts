import type { StaffService } from '#api/modules/staff/index.ts';
import type { Db } from '#api/platform/db.ts';
import { type Staff } from '#api/platform/staff.ts';
import {
  instanceAccessOf,
  type InstanceVisibility,
  type ReadInstanceVisibility,
} from '../instance-visibility.ts';
import type { MigrationRow } from './instance-migration.repo.ts';

/** Returns those of the instances that a person does not see whole: whoever plans or starts a migration
 *  cannot redirect any of these. */
export async function findHiddenInstances(
  db: Db,
  keys: readonly string[],
  visibility: InstanceVisibility,
): Promise<ReadonlySet<string>> {
  const seen = await instanceAccessOf(db, keys, visibility);
  return new Set(keys.filter((key) => seen.get(key) !== 'whole'));
}

/** Returns what an absent person sees of instances, by the person's last sign-in. */
export type VisibilityByUsername = (username: string) => Promise<InstanceVisibility>;

export const lookUpVisibilityByUsername =
  ({
    staff,
    visibilityOf,
  }: {
    staff: Pick<StaffService, 'get'>;
    visibilityOf: ReadInstanceVisibility;
  }): VisibilityByUsername =>
  async (username) =>
    visibilityOf((await staff.get(username)) ?? unknown(username));

const unknown = (username: string): Staff => ({
  id: '',
  username,
  name: username,
  roles: [],
  departments: [],
});

/** Returns the people responsible for a migration: the planner and the starter. */
const responsibleUsers = ({ planned_by: planner, started_by: starter }: MigrationRow): string[] => [
  ...new Set([planner, starter ?? planner]),
];

/** Tells whether an instance is hidden from one of the people responsible for a migration. */
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

/** Items of a migration (its id is the last binding) that a person may see, with their position among these.
 *  The others are not listed anywhere: their reasons and their order would reveal where confidential cases
 *  are. */
export const visibleItemsSql = ({ hidden }: InstanceVisibility) => ({
  sql: `select item.*, (row_number() over (order by item.ordinal))::integer as place
    from instance_migration_items item left join process_instances i on i.instance_key = item.instance_key
   where not coalesce(${hidden.sql}, true) and item.migration_id = ?`,
  bindings: hidden.bindings,
});
