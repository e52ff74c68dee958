import { InvalidInput } from '#api/platform/common.errors.ts';
import { HOUR_MS } from '#api/platform/time.ts';
import type { FindInstances } from '#common/contract/index.ts';
import type { InstanceVisibility } from './instance-visibility.ts';

export type SqlFragment = { sql: string; bindings: unknown[] };

/** Source and order of the rows, so that each kind of search uses an index of its own: the newest instances;
 *  elements with a token, the longest wait first; a variable's value, the newest first. */
export type InstanceQuery = {
  from: string;
  where: SqlFragment[];
  at: string;
  id: string;
  direction: 'asc' | 'desc';
};

/** Builds the query of a filter over the alias `i` of `process_instances`, limited to what the viewer may
 *  see.
 *  @param requestIds requests meant by tracking code or person, already filtered by the visibility rule
 *  @throws InvalidInput where the parts of the filter do not fit together */
export function buildInstanceQuery(
  filter: FindInstances,
  requestIds: readonly string[] | undefined,
  { hidden, shows }: InstanceVisibility,
  now: Date,
): InstanceQuery {
  const seen: SqlFragment = { sql: `(not (${hidden.sql}) or i.incident)`, bindings: hidden.bindings };
  const conditions = [...conditionsOf(filter, requestIds, now), seen];
  if (filter.department !== undefined)
    conditions.push({
      sql: `i.department = ? and not coalesce(${hidden.sql}, false)`,
      bindings: [filter.department, ...hidden.bindings],
    });
  const shown = shows('v.name');
  if (filter.elementId !== undefined) {
    if (filter.processKey === undefined) refuse('/query/processKey', 'must be given with elementId');
    const place = {
      sql: `e.process_key = ? and e.element_id = ? and e.state = 'active' and e.type <> 'MULTI_INSTANCE_BODY'`,
      bindings: [filter.processKey, filter.elementId],
    };
    const value = valueOf(filter);
    const has = value && {
      sql: `exists (select from instance_variables v where v.instance_key = i.instance_key and ${VARIABLE_EQUALS_SQL} and ${shown.sql})`,
      bindings: [filter.variable, value, value, ...shown.bindings],
    };
    return {
      from: 'element_instances e join process_instances i on i.instance_key = e.instance_key',
      where: [place, ...(has ? [has] : []), ...conditions],
      at: 'e.started_at',
      id: 'e.element_key',
      direction: 'asc',
    };
  }
  const value = valueOf(filter);
  if (value !== undefined)
    return {
      from: 'instance_variables v join process_instances i on i.instance_key = v.instance_key',
      where: [{ sql: VARIABLE_EQUALS_SQL, bindings: [filter.variable, value, value] }, shown, ...conditions],
      at: 'v.created_at',
      id: 'v.instance_key',
      direction: 'desc',
    };
  return {
    from: 'process_instances i',
    where: conditions,
    at: 'i.started_at',
    id: 'i.instance_key',
    direction: 'desc',
  };
}

const VARIABLE_EQUALS_SQL = `v.scope_key = v.instance_key and v.name = ? and left(v.value, 80) = left(?::text, 80) and v.value = ?`;

function conditionsOf(
  filter: FindInstances,
  requestIds: readonly string[] | undefined,
  now: Date,
): SqlFragment[] {
  const hoursAgo = (hours: number) => new Date(now.getTime() - hours * HOUR_MS);
  const { state, olderThanHours, youngerThanHours } = filter;
  const where: SqlFragment[] = [{ sql: `not i.test_run and i.started_at is not null`, bindings: [] }];
  const add = (sql: string, binding: unknown) => {
    if (binding !== undefined) where.push({ sql, bindings: [binding] });
  };
  add('i.instance_key = ?', filter.key);
  add('i.process_key = ?', filter.processKey);
  add('i.version = ?', filter.version);
  add('i.service = ?', filter.service);
  add('i.request_id = any(?::uuid[])', requestIds);
  add('i.started_at <= ?', olderThanHours === undefined ? undefined : hoursAgo(olderThanHours));
  add('i.started_at > ?', youngerThanHours === undefined ? undefined : hoursAgo(youngerThanHours));
  if (state === 'incident') where.push({ sql: 'i.incident', bindings: [] });
  else if (state !== undefined) where.push({ sql: `i.state = '${state}'`, bindings: [] });
  return where;
}

/** Returns the value as the record stream writes it: JSON. */
function valueOf({ variable, value, valueType = 'text' }: FindInstances): string | undefined {
  if (variable === undefined) return undefined;
  if (valueType === 'null') return 'null';
  if (value === undefined) refuse('/query/value', 'must be given with variable');
  if (valueType === 'text') return JSON.stringify(value);
  if (valueType === 'boolean') {
    if (value !== 'true' && value !== 'false') refuse('/query/value', 'must be true or false');
    return value;
  }
  if (value.trim() === '' || !Number.isFinite(Number(value))) refuse('/query/value', 'must be a number');
  return JSON.stringify(Number(value));
}

function refuse(path: string, message: string): never {
  throw new InvalidInput(undefined, { errors: [{ path, rule: 'filter', message }] });
}
