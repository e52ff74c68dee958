import { createHash } from 'node:crypto';
import type { ProcessFile, ProcessFinding } from '../../../contract/index.ts';
import { readElements, type Definition } from '../../engine/index.ts';
import type { Db } from '../../platform/db.ts';

export type DeploymentResult = 'begun' | 'deployed' | 'refused' | 'failed';

export const sha256Of = (content: string): string => createHash('sha256').update(content).digest('hex');

/** One deployment at a time, on whatever node. */
const DEPLOYMENT_LOCK = 4_711_002;

/** The deployments that were made here, and the versions they brought. */
export const processDefinitionsRepo = (db: Db) => ({
  /** Runs `work` unless another deployment is under way anywhere; then answers with undefined at once. */
  alone: <T>(work: () => Promise<T>): Promise<T | undefined> =>
    db.transaction(async (tx) => {
      const { rows } = await tx.raw('select pg_try_advisory_xact_lock(?) as free', [DEPLOYMENT_LOCK]);
      return (rows as { free: boolean }[])[0]?.free ? work() : undefined;
    }),

  /** Writes down what is attempted; refused files are known by their hash alone.
   *  @returns the id of the deployment */
  record: (entry: {
    by: string | null;
    at: Date;
    result: DeploymentResult;
    files: readonly ProcessFile[];
    keys: ReadonlyMap<string, readonly string[]>;
    problems?: readonly ProcessFinding[];
  }): Promise<string> =>
    db.transaction(async (tx) => {
      const { by, at, result, files, keys, problems = [] } = entry;
      const [row] = await tx('process_deployments')
        .insert({ deployed_by: by, deployed_at: at, result, problems: JSON.stringify(problems) })
        .returning('id');
      const rows = new Map(
        files.map(({ name, content }) => [
          name,
          {
            deployment_id: row.id,
            name,
            sha256: sha256Of(content),
            keys: keys.get(name) ?? [],
            content: result === 'refused' ? null : content,
          },
        ]),
      );
      await tx('process_deployment_files').insert([...rows.values()]);
      return row.id as string;
    }),

  /** The engine has taken it: keeps the versions, and who brought them. */
  succeed: (
    id: string,
    given: { by: string | null; definitions: readonly Definition[]; files: readonly ProcessFile[] },
  ): Promise<void> =>
    db.transaction(async (tx) => {
      await tx('process_deployments').where({ id }).update({ result: 'deployed' });
      const { by, definitions, files } = given;
      for (const { key, processKey, version, resourceName } of definitions) {
        const content = files.find(({ name }) => name === resourceName)?.content ?? '';
        const elements = await readElements(content);
        await tx('process_elements')
          .insert(elements.map((element) => ({ process_key: processKey, version, ...element })))
          .onConflict()
          .ignore();
        await tx.raw(
          `insert into process_definitions (definition_key, process_key, version, resource_name, sha256, deployed_by)
           values (?, ?, ?, ?, ?, ?)
           on conflict (definition_key) do update
              set deployed_by = coalesce(process_definitions.deployed_by, excluded.deployed_by),
                  sha256 = coalesce(process_definitions.sha256, excluded.sha256)`,
          [key, processKey, version, resourceName, sha256Of(content), by],
        );
      }
    }),

  async fail(id: string, problems: readonly ProcessFinding[]): Promise<void> {
    await db('process_deployments')
      .where({ id })
      .update({ result: 'failed', problems: JSON.stringify(problems) });
  },

  /** Deployments whose end nobody knows, oldest first. */
  async unsettled(): Promise<{ id: string; by: string | null; files: ProcessFile[] }[]> {
    const begun = await db('process_deployments').where({ result: 'begun' }).orderBy('deployed_at');
    return Promise.all(
      begun.map(async ({ id, deployed_by: by }) => ({
        id: id as string,
        by: by as string | null,
        files: (await db('process_deployment_files')
          .where({ deployment_id: id })
          .orderBy('name')
          .select('name', 'content')) as ProcessFile[],
      })),
    );
  },

  /** Which of these files were never deployed here, whatever came after. */
  async neverDeployed(files: readonly ProcessFile[]): Promise<ProcessFile[]> {
    const known = new Set<string>(
      await db('process_deployment_files as file')
        .join('process_deployments as deployment', 'deployment.id', 'file.deployment_id')
        .where('deployment.result', 'deployed')
        .whereIn(
          'file.sha256',
          files.map(({ content }) => sha256Of(content)),
        )
        .pluck('file.sha256'),
    );
    return files.filter(({ content }) => !known.has(sha256Of(content)));
  },

  /** Whether these very files were refused before when the product started. */
  async refusedBefore(files: readonly ProcessFile[]): Promise<boolean> {
    const hashes = files.map(({ content }) => sha256Of(content)).sort();
    const row = await db('process_deployments as deployment')
      .join('process_deployment_files as file', 'deployment.id', 'file.deployment_id')
      .where('deployment.result', 'refused')
      .whereNull('deployment.deployed_by')
      .whereIn('file.sha256', hashes)
      .groupBy('deployment.id')
      .havingRaw('count(*) = ?', [hashes.length])
      .select('deployment.id')
      .first();
    return row !== undefined;
  },

  /** The newest deployed content of every file. */
  async running(): Promise<ProcessFile[]> {
    return (await db('process_deployment_files as file')
      .join('process_deployments as deployment', 'deployment.id', 'file.deployment_id')
      .where('deployment.result', 'deployed')
      .distinctOn('file.name')
      .orderBy([{ column: 'file.name' }, { column: 'file.deployment_id', order: 'desc' }])
      .select('file.name', 'file.content')) as ProcessFile[];
  },
});

export type ProcessDefinitionsRepo = ReturnType<typeof processDefinitionsRepo>;
