import type { Db } from '#api/platform/db.ts';
import { type Staff } from '#api/platform/staff.ts';
import type { ViewerAccess } from '../visibility/index.ts';
import type { SqlFragment } from './instance-filter.ts';

/** Variables that a process shows when its diagram says nothing: those that route a case, and the periods of
 *  the ministry's rules. */
const DEFAULT_SHOWN_VARIABLES = [
  'requestId',
  'service',
  'department',
  'region',
  'channel',
  'priority',
  'keywords',
  'transferTo',
  'reopenings',
  'replyWindow',
  'feedbackWindow',
  'appealWindow',
  'mostReopenings',
];

/** Visibility of instances, as conditions over the alias `i` of `process_instances`. Viewers of a request see
 *  its instances whole. Of other instances an operator sees the active elements and the variables that the
 *  process shows; of confidential ones only that an incident has stopped them. */
export type InstanceVisibility = {
  /** True when the instance belongs to a confidential matter that the viewer does not see. */
  hidden: SqlFragment;
  /** True when the viewer may read the variable; its name is an SQL expression. */
  shows: (name: string) => SqlFragment;
};

export type ReadInstanceVisibility = (user: Staff) => Promise<InstanceVisibility>;

export function instanceVisibility(
  view: ViewerAccess,
  confidentialProcesses: ReadonlySet<string>,
): InstanceVisibility {
  const { sql, bindings } = view.requestsSql('r');
  const hidden = {
    sql: `case when i.request_id is null then i.process_key = any(?) else exists (
      select from requests r where r.id = i.request_id and r.confidential and not coalesce(${sql}, false)) end`,
    bindings: [[...confidentialProcesses], ...bindings],
  };
  return {
    hidden,
    shows: (name) => ({
      sql: `(i.test_run
        or exists (select from requests r where r.id = i.request_id and ${sql})
        or not (${hidden.sql}) and ${name} = any(coalesce((
          select n.shown_variables from process_elements n
           where n.process_key = i.process_key and n.version = i.version and n.element_id = i.process_key), ?::text[])))`,
      bindings: [...bindings, ...hidden.bindings, DEFAULT_SHOWN_VARIABLES],
    }),
  };
}

/** Extent to which a person sees an instance: whole; of a hidden one stopped by an incident, that it is
 *  stopped and where; or not at all. */
export type InstanceAccess = 'whole' | 'stands-still' | 'hidden';

/** Returns the access to each of these instances; unknown ones are not in the map. */
export async function instanceAccessOf(
  db: Db,
  keys: readonly string[],
  { hidden }: InstanceVisibility,
): Promise<ReadonlyMap<string, InstanceAccess>> {
  const { rows } = await db.raw<{
    rows: { instance_key: string; incident: boolean; hidden: boolean | null }[];
  }>(
    `select i.instance_key, i.incident, (${hidden.sql}) as hidden from process_instances i
      where i.instance_key = any(?::bigint[]) and i.process_key is not null`,
    [...hidden.bindings, [...keys]] as string[],
  );
  return new Map(
    rows.map(({ instance_key: key, incident, hidden: isHidden }): [string, InstanceAccess] => [
      key,
      !isHidden ? 'whole' : incident ? 'stands-still' : 'hidden',
    ]),
  );
}
