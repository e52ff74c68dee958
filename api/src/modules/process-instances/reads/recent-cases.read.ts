import type { Db } from '#api/platform/db.ts';
import { confidentialInSharedProcessSql } from '../sql-fragments.ts';

/** Case with all its instances of one process: it has several once it was migrated or restarted. */
export type RecentCase = { running: boolean; started_at: Date; keys: string[] };

/** Returns the newest cases of a process. Instances whose path is no longer stored are left out, and so are
 *  confidential cases in shared processes. */
export async function readRecentCases(db: Db, processKey: string, limit: number): Promise<RecentCase[]> {
  const { rows } = await db.raw<{ rows: RecentCase[] }>(
    `with newest as (
       select instance_key, request_id, started_at from process_instances i
        where process_key = ? and started_at is not null and not pruned and not ${confidentialInSharedProcessSql('i')}
        order by started_at desc, instance_key desc limit ?
     ), heads as (
       select request_id, case when request_id is null then instance_key end as alone, max(started_at) as latest
         from newest group by 1, 2 order by latest desc limit ?
     )
     select bool_or(state = 'active') as running, min(started_at) as started_at, array_agg(instance_key::text) as keys
       from (select h.request_id, h.alone, i.state, i.started_at, i.instance_key
               from heads h join process_instances i on i.instance_key = h.alone
             union all
             select h.request_id, h.alone, i.state, i.started_at, i.instance_key
               from heads h join process_instances i on i.request_id = h.request_id
              where i.process_key = ? and i.started_at is not null and not i.pruned) as cases
      group by request_id, alone`,
    [processKey, 2 * limit, limit, processKey] as never,
  );
  return rows;
}

/** Returns which of these elements and flows each instance took; `standing` where it is active in one. */
export async function readPathsTaken(
  db: Db,
  instanceKeys: readonly string[],
  ids: readonly string[],
): Promise<{ id: string; instance_key: string; standing: boolean }[]> {
  const { rows } = await db.raw<{ rows: { id: string; instance_key: string; standing: boolean }[] }>(
    `select element_id as id, instance_key::text, bool_or(state = 'active') as standing from element_instances
      where instance_key = any(?::bigint[]) and element_id = any(?::text[]) group by 1, 2
     union all
     select flow_id, instance_key::text, false from flows_taken
      where instance_key = any(?::bigint[]) and flow_id = any(?::text[])`,
    [instanceKeys, ids, instanceKeys, ids] as never,
  );
  return rows;
}
