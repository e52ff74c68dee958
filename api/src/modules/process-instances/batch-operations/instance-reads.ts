import type { Db } from '#api/platform/db.ts';
import { readActiveElements, readElementInstancesAt } from '../reads/active-elements.read.ts';
import { readActiveTokens } from '../reads/active-tokens.read.ts';
import { countCorrelations, isAwaiting } from '../reads/awaited-messages.read.ts';
import { readDeployedDiagram } from '../reads/deployed-diagram.read.ts';
import { readElementNames } from '../reads/element-names.read.ts';
import { readInstanceVariables, readVariableValues } from '../reads/instance-variables.read.ts';
import { areIncidentsResolved, readOpenIncidents } from '../reads/open-incidents.read.ts';

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

  openIncidents: (key: string, incidentKey?: string) => readOpenIncidents(db, key, incidentKey),
  activeTokens: (key: string) => readActiveTokens(db, [key]),
  activeElements: (key: string, elementKeys: readonly string[]) => readActiveElements(db, key, elementKeys),
  elementInstancesAt: (key: string, elementIds: readonly string[]) =>
    readElementInstancesAt(db, key, elementIds),
  variables: (key: string) => readInstanceVariables(db, key),
  variableValues: (asked: Parameters<typeof readVariableValues>[1]) => readVariableValues(db, asked),
  areIncidentsResolved: (incidentKeys: readonly string[]) => areIncidentsResolved(db, incidentKeys),
  countCorrelations: (key: string, message: string) => countCorrelations(db, key, message),
  isAwaiting: (key: string, correlationKey: string) => isAwaiting(db, key, correlationKey),

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

  /** Returns whether a continuation of the instance is running for its request. */
  async hasContinuation(key: string): Promise<boolean> {
    const row = await db('process_instances')
      .where({ moved_from: key, state: 'active' })
      .whereNotNull('request_id')
      .first('instance_key');
    return row !== undefined;
  },

  versionDiagram: async (processKey: string, version: number) =>
    (await readDeployedDiagram(db, processKey, version))?.xml ?? undefined,
  elementNames: (processKey: string, version: number) => readElementNames(db, processKey, version),
});

export type InstanceReads = ReturnType<typeof instanceReads>;
