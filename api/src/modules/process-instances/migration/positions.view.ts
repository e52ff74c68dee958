import type { Db } from '#api/platform/db.ts';
import type { InstancePosition } from './plan-instance.ts';

type Counted = { id: string; entered: number; completed: number };
type Row = {
  instance_key: string;
  called: boolean;
  last_key: string | null;
  active: InstancePosition['active'] | null;
  open_jobs: string[] | null;
  stopped: string[] | null;
  timed: string[] | null;
  scopes: string[] | null;
  flows: { id: string; times: number }[] | null;
  passes: Counted[] | null;
  cut: boolean | null;
};

/** Reads the positions of instances. Keys are strings in JSON too, because they exceed the range of a
 *  double. */
export async function readPositions(
  db: Db,
  instanceKeys: readonly string[],
): Promise<Map<string, InstancePosition>> {
  const { rows } = await db.raw<{ rows: Row[] }>(POSITIONS_SQL, [instanceKeys as string[]]);
  return new Map(
    rows.map((row) => {
      const passes = row.passes ?? [];
      return [
        row.instance_key,
        {
          active: row.active ?? [],
          called: row.called,
          lastKey: row.last_key,
          openJobs: new Set(row.open_jobs),
          stopped: new Set(row.stopped),
          timed: new Set(row.timed),
          scopesWithVariables: new Set(row.scopes),
          taken: new Map((row.flows ?? []).map(({ id, times }) => [id, times])),
          entered: new Map(passes.map(({ id, entered }) => [id, entered])),
          completed: new Map(passes.map(({ id, completed }) => [id, completed])),
          cutVariable: row.cut ?? false,
        },
      ];
    }),
  );
}

/** A job without retries left, or with an error that nobody catches, belongs to no worker until an operator
 *  lets it be retried. */
const POSITIONS_SQL = `
  select i.instance_key::text, i.parent_key is not null as called,
    (select max(e.element_key)::text from element_instances e where e.instance_key = i.instance_key) as last_key,
    (select json_agg(json_build_object('elementKey', e.element_key::text, 'elementId', e.element_id, 'type', e.type)
                     order by e.element_key)
       from element_instances e where e.instance_key = i.instance_key and e.state = 'active') as active,
    (select array_agg(j.element_key::text) from jobs j
      where j.instance_key = i.instance_key and j.ended_at is null
        and not (j.state = 'error-thrown' or (j.state = 'failed' and j.retries <= 0))) as open_jobs,
    (select array_agg(c.element_key::text) from incidents c
      where c.instance_key = i.instance_key and c.state = 'open') as stopped,
    (select array_agg(w.element_key::text) from awaited w
      where w.instance_key = i.instance_key and w.kind = 'timer' and w.state = 'waiting') as timed,
    (select array_agg(distinct v.scope_key::text) from instance_variables v
      where v.instance_key = i.instance_key and v.scope_key <> i.instance_key) as scopes,
    (select json_agg(json_build_object('id', f.flow_id, 'times', f.times)) from flows_taken f
      where f.instance_key = i.instance_key) as flows,
    (select json_agg(json_build_object('id', p.element_id, 'entered', p.entered, 'completed', p.completed))
       from (select element_id, count(*) as entered, count(*) filter (where state = 'completed') as completed
               from element_instances e where e.instance_key = i.instance_key group by 1) p) as passes,
    (select bool_or(v.cut) from instance_variables v
      where v.instance_key = i.instance_key and v.scope_key = i.instance_key) as cut
    from process_instances i
   where i.instance_key = any(?::bigint[])`;
