import type { Db } from '#api/platform/db.ts';

export type ReadInstance = {
  instance_key: string;
  request_id: string | null;
  parent_key: string | null;
  process_key: string | null;
  version: number | null;
  definition_key: string | null;
  state: 'active' | 'completed' | 'terminated';
  pruned: boolean;
};

export type ActiveToken = { element_key: string; element_id: string; type: string };

/** Reads instances from the projections, for those who act on them. */
export const instanceReads = (db: Db) => ({
  async instance(key: string): Promise<ReadInstance | undefined> {
    return db('process_instances')
      .where({ instance_key: key })
      .whereNotNull('process_key')
      .first(
        'instance_key',
        'request_id',
        'parent_key',
        'process_key',
        'version',
        'definition_key',
        'state',
        'pruned',
      );
  },

  /** Returns the instances of a list that are known and are not test runs. */
  async existingInstances(keys: readonly string[]): Promise<string[]> {
    return db('process_instances')
      .whereIn('instance_key', keys)
      .where({ test_run: false })
      .whereNotNull('process_key')
      .orderBy('instance_key')
      .pluck('instance_key');
  },

  async openIncidents(
    key: string,
    incidentKey?: string,
  ): Promise<{ incident_key: string; job_key: string | null }[]> {
    return db('incidents')
      .where({ instance_key: key, state: 'open', ...(incidentKey && { incident_key: incidentKey }) })
      .orderBy('incident_key')
      .select('incident_key', 'job_key');
  },

  /** Returns the elements with tokens: active elements that contain no others. */
  async activeTokens(key: string): Promise<ActiveToken[]> {
    const { rows } = await db.raw(
      `select e.element_key, e.element_id, e.type from element_instances e
        where e.instance_key = ? and e.state = 'active'
          and not exists (select from element_instances inner_one
                           where inner_one.instance_key = e.instance_key and inner_one.scope_key = e.element_key
                             and inner_one.state = 'active')
        order by e.element_key`,
      [key],
    );
    return rows as ActiveToken[];
  },

  async isActive(key: string, elementKey: string): Promise<boolean> {
    const row = await db('element_instances')
      .where({ instance_key: key, element_key: elementKey, state: 'active' })
      .first('element_key');
    return row !== undefined;
  },

  async elementInstancesAt(key: string, elementIds: readonly string[]): Promise<string[]> {
    return db('element_instances')
      .where({ instance_key: key })
      .whereIn('element_id', elementIds)
      .orderBy('element_key')
      .pluck('element_key');
  },

  async variables(key: string): Promise<{ name: string; value: string; cut: boolean }[]> {
    return db('instance_variables')
      .where({ instance_key: key, scope_key: key })
      .orderBy('name')
      .select('name', 'value', 'cut');
  },

  async countCorrelations(key: string, message: string): Promise<number> {
    const row = await db('awaited')
      .where({ instance_key: key, kind: 'message', message_name: message })
      .sum({ n: 'happened' })
      .first();
    return Number(row?.n ?? 0);
  },

  async isAwaiting(key: string, correlationKey: string): Promise<boolean> {
    const row = await db('awaited')
      .where({ instance_key: key, kind: 'message', state: 'waiting', correlation_key: correlationKey })
      .first('awaited_key');
    return row !== undefined;
  },

  async activeInstancesOfRequest(requestId: string): Promise<string[]> {
    return db('process_instances')
      .where({ request_id: requestId, state: 'active' })
      .whereNull('parent_key')
      .pluck('instance_key');
  },

  async isRequestOpen(requestId: string): Promise<boolean> {
    const row = await db('requests').where({ id: requestId }).first('status');
    return row !== undefined && !['closed', 'withdrawn'].includes(row.status as string);
  },

  /** Returns the diagram of a version, as it was deployed. */
  async versionDiagram(processKey: string, version: number): Promise<string | undefined> {
    const row = await db('process_definitions as d')
      .join('process_deployment_files as f', (join) =>
        join.on('f.sha256', 'd.sha256').andOn('f.name', 'd.resource_name'),
      )
      .where({ 'd.process_key': processKey, 'd.version': version })
      .whereNotNull('f.content')
      .first('f.content');
    return row?.content as string | undefined;
  },

  async elementNames(processKey: string, version: number): Promise<Map<string, { fa: string; en: string }>> {
    const rows = await db('process_elements')
      .where({ process_key: processKey, version })
      .select('element_id', 'name_fa', 'name_en');
    return new Map(
      rows.flatMap(({ element_id: id, name_fa: fa, name_en: en }) =>
        fa === null ? [] : [[id as string, { fa: fa as string, en: (en ?? id) as string }]],
      ),
    );
  },
});

export type InstanceReads = ReturnType<typeof instanceReads>;
