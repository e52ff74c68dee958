import type { Db } from '#api/platform/db.ts';

/** Row of a truncated list; `total` counts all rows. */
export type Truncated<T> = T & { total: number };

export type InstanceInSet = {
  instance_key: string;
  process_key: string;
  parent_key: string | null;
  /** Call activity in the parent. */
  called_by: string | null;
  state: 'active' | 'completed' | 'terminated';
};

/** Number of times an element was reached in an instance. */
export type ElementCount = {
  instance_key: string;
  element_id: string;
  active: number;
  done: number;
  ended: number;
};

export type AwaitedMessage = {
  awaited_key: string;
  instance_key: string;
  element_id: string;
  process_key: string;
  message_name: string;
  correlation_key: string;
  happened: number;
  since: Date;
};

export type ScopedVariable = {
  instance_key: string;
  /** Null for a variable of the process itself. */
  element_id: string | null;
  name: string;
  value: string;
  changes: number;
};

export type IncidentInSet = {
  instance_key: string;
  element_id: string | null;
  error_type: string;
  error_message: string;
  created_at: Date;
};

type Limit = { limit: number };

/** Reads a calling instance together with those that it called. Every list has a limit. */
export function instanceSetReads(db: Db) {
  const total = db.raw('count(*) over ()::integer as total');

  return {
    /** Returns the instances of these processes; calling ones come before the called ones. */
    instances: (processKeys: readonly string[], { limit }: Limit): Promise<Truncated<InstanceInSet>[]> =>
      db('process_instances as instance')
        .leftJoin('element_instances as call', 'call.element_key', 'instance.parent_element_key')
        .whereIn('instance.process_key', [...processKeys])
        .orderBy('instance.instance_key')
        .limit(limit)
        .select('instance.instance_key', 'instance.process_key', 'instance.parent_key', 'instance.state')
        .select('call.element_id as called_by', total),

    elements: (of: string[]): Promise<ElementCount[]> =>
      db('element_instances')
        .whereIn('instance_key', of)
        .groupBy('instance_key', 'element_id')
        .orderByRaw('min(element_key)')
        .select('instance_key', 'element_id')
        .select(db.raw(`count(*) filter (where state = 'active')::integer as active`))
        .select(db.raw(`count(*) filter (where state = 'completed')::integer as done`))
        .select(db.raw(`count(*) filter (where state = 'terminated')::integer as ended`)),

    flows: (of: string[]): Promise<{ instance_key: string; flow_id: string }[]> =>
      db('flows_taken').whereIn('instance_key', of).select('instance_key', 'flow_id'),

    /** Variables of the process come before those of its elements.
     *  @param limit number of variables per instance
     *  @param except name of a variable that is left out */
    async variables(of: string[], { limit, except }: Limit & { except: string }): Promise<ScopedVariable[]> {
      const { rows } = await db.raw<{ rows: ScopedVariable[] }>(
        `select v.instance_key, v.name, v.value, v.changes,
                case when not v.is_local then null else coalesce(e.element_id, '') end as element_id
           from unnest(?::bigint[]) as own (instance_key)
          cross join lateral (
                select *, scope_key <> instance_key as is_local from instance_variables
                 where instance_key = own.instance_key and name <> ?
                 order by scope_key <> instance_key, name, scope_key limit ?) v
           left join element_instances e on e.element_key = v.scope_key
          order by v.instance_key, v.is_local, v.name, v.scope_key`,
        [of, except, limit] as never,
      );
      return rows;
    },

    /** Counts the variables of each instance. */
    async variableCounts(of: string[], { except }: { except: string }): Promise<Map<string, number>> {
      const rows = (await db('instance_variables')
        .whereIn('instance_key', of)
        .whereNot({ name: except })
        .groupBy('instance_key')
        .select('instance_key', db.raw('count(*)::integer as variables'))) as {
        instance_key: string;
        variables: number;
      }[];
      return new Map(rows.map(({ instance_key, variables }) => [instance_key, variables]));
    },

    /** Returns the values of a variable in scopes, by the key of the scope. */
    async valuesInScopes(of: string[], name: string, scopeKeys: string[]): Promise<Map<string, string>> {
      const rows = (await db('instance_variables')
        .whereIn('instance_key', of)
        .where({ name })
        .whereIn('scope_key', scopeKeys)
        .select('scope_key', 'value')) as { scope_key: string; value: string }[];
      return new Map(rows.map(({ scope_key, value }) => [scope_key, value]));
    },

    /** Returns the awaited messages.
     *  @param maxKeyLength in characters: messages with a longer correlation key are left out */
    awaited: (
      of: string[],
      { limit, maxKeyLength }: Limit & { maxKeyLength: number },
    ): Promise<Truncated<AwaitedMessage>[]> =>
      db('awaited')
        .join('process_instances as instance', 'instance.instance_key', 'awaited.instance_key')
        .whereIn('awaited.instance_key', of)
        .where('awaited.kind', 'message')
        .whereNull('awaited.ended_at')
        .whereRaw('length(awaited.correlation_key) <= ?', [maxKeyLength])
        .orderBy('awaited_key')
        .limit(limit)
        .select('awaited_key', 'awaited.instance_key', 'element_id', 'instance.process_key', 'message_name')
        .select('correlation_key', 'happened', 'since', total),

    async openJobs(of: string[]): Promise<number> {
      const [row] = await db('jobs').whereIn('instance_key', of).whereNull('ended_at').count({ open: '*' });
      return Number(row?.open ?? 0);
    },

    incidents: (of: string[], { limit }: Limit): Promise<Truncated<IncidentInSet>[]> =>
      db('incidents')
        .whereIn('instance_key', of)
        .where('state', 'open')
        .orderBy('incident_key')
        .limit(limit)
        .select('instance_key', 'element_id', 'error_type', 'error_message', 'created_at', total),
  };
}
