import { createHash } from 'node:crypto';
import { type DeployedProcess, readElements } from '#api/engine/index.ts';
import type { Db } from '#api/platform/db.ts';
import { notify } from '#api/platform/pg-notify.ts';
import type { ProcessFile, ProcessFinding } from '#common/contract/index.ts';
import { DEPLOYMENT_LOCK } from '#common/node/advisory-locks.ts';
import type { AuditEntry, AuditLog } from '../audit/index.ts';

export type DeploymentResult = 'begun' | 'deployed' | 'refused' | 'failed';

export const sha256Of = (content: string): string => createHash('sha256').update(content).digest('hex');

/** Release that was deployed, and the person who deployed it. */
export type ReleaseDeployment = { releaseId: string; deploymentId: string; by: string };

/** Deployments made here, and the versions they brought. */
export const processDefinitionsRepo = (db: Db, audit: AuditLog) => ({
  /** Runs `work` unless another deployment is in progress anywhere; otherwise returns undefined at once. */
  alone: <T>(work: () => Promise<T>): Promise<T | undefined> =>
    db.transaction(async (tx) => {
      const { rows } = await tx.raw('select pg_try_advisory_xact_lock(?) as free', [DEPLOYMENT_LOCK]);
      return (rows as { free: boolean }[])[0]?.free ? work() : undefined;
    }),

  /** Records an attempted deployment; of refused files only the hash is stored.
   *  @returns the id of the deployment */
  record: (entry: {
    by: string | null;
    at: Date;
    result: DeploymentResult;
    files: readonly ProcessFile[];
    /** Names of the removed files. */
    removed?: readonly string[];
    keys: ReadonlyMap<string, readonly string[]>;
    problems?: readonly ProcessFinding[];
    /** Id of the approved release. */
    releaseId?: string | undefined;
  }): Promise<string> =>
    db.transaction(async (tx) => {
      const { by, at, result, files, removed = [], keys, problems = [], releaseId = null } = entry;
      const [row] = await tx('process_deployments')
        .insert({
          deployed_by: by,
          deployed_at: at,
          result,
          problems: JSON.stringify(problems),
          release_id: releaseId,
        })
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
      const gone = removed.map((name) => ({ deployment_id: row.id, name, removed: true, sha256: '' }));
      for (const some of [[...rows.values()], gone])
        if (some.length > 0) await tx('process_deployment_files').insert(some);
      if (result === 'refused') await notifyFilesDeployed(tx, audit, row.id as string, 'refused');
      return row.id as string;
    }),

  /** Records that the engine has accepted the deployment: the versions, and who deployed them. `released` is
   *  called in the same transaction. */
  succeed: (
    id: string,
    given: {
      by: string | null;
      definitions: readonly DeployedProcess[];
      files: readonly ProcessFile[];
      released?: ((tx: Db, done: ReleaseDeployment) => Promise<void>) | undefined;
    },
  ): Promise<void> =>
    db.transaction(async (tx) => {
      const { by, definitions, files, released } = given;
      const brought = definitions.map(({ key, processKey, version }) => ({ key, processKey, version }));
      const [row] = (await tx('process_deployments')
        .where({ id })
        .update({ result: 'deployed', definitions: JSON.stringify(brought) })
        .returning('release_id')) as { release_id: string | null }[];
      await notify(tx, 'deployedFiles');
      // The projection writes the same rows in this order, so the second writer waits and neither deadlocks.
      const inOrder = [...definitions].sort((a, b) => Number(BigInt(a.key) - BigInt(b.key)));
      const contentOf = (resourceName: string) =>
        files.find(({ name }) => name === resourceName)?.content ?? '';
      for (const { key, processKey, version, resourceName } of inOrder)
        await tx.raw(
          `insert into process_definitions
                  (definition_key, process_key, version, resource_name, sha256, deployed_by, deployment_id)
           values (?, ?, ?, ?, ?, ?, ?)
           on conflict (definition_key) do update
              set deployed_by = coalesce(process_definitions.deployed_by, excluded.deployed_by),
                  sha256 = coalesce(process_definitions.sha256, excluded.sha256),
                  deployment_id = coalesce(process_definitions.deployment_id, excluded.deployment_id)`,
          [key, processKey, version, resourceName, sha256Of(contentOf(resourceName)), by, id],
        );
      for (const { processKey, version, resourceName } of inOrder) {
        const elements = await readElements(contentOf(resourceName));
        await tx('process_elements')
          .insert(elements.map((element) => ({ process_key: processKey, version, ...element })))
          .onConflict()
          .ignore();
      }
      if (by !== null && row?.release_id)
        await released?.(tx, { releaseId: row.release_id, deploymentId: id, by });
      await notifyFilesDeployed(tx, audit, id, 'done', { versions: brought });
    }),

  fail: (id: string, problems: readonly ProcessFinding[]): Promise<void> =>
    db.transaction(async (tx) => {
      await tx('process_deployments')
        .where({ id })
        .update({ result: 'failed', problems: JSON.stringify(problems) });
      await notifyFilesDeployed(tx, audit, id, problems.length > 0 ? 'refused' : 'failed');
    }),

  /** Returns deployments whose result is unknown, oldest first. */
  async unsettled(): Promise<{ id: string; by: string | null; files: ProcessFile[] }[]> {
    const begun = await db('process_deployments').where({ result: 'begun' }).orderBy('deployed_at');
    return Promise.all(
      begun.map(async ({ id, deployed_by: by }) => ({
        id: id as string,
        by: by as string | null,
        files: (await db('process_deployment_files')
          .where({ deployment_id: id, removed: false })
          .orderBy('name')
          .select('name', 'content')) as ProcessFile[],
      })),
    );
  },

  /** Returns those of the files that were never deployed here, whatever came after. */
  async neverDeployed(files: readonly ProcessFile[]): Promise<ProcessFile[]> {
    const rows = (await db('process_deployment_files as file')
      .join('process_deployments as deployment', 'deployment.id', 'file.deployment_id')
      .where('deployment.result', 'deployed')
      .whereIn(
        'file.sha256',
        files.map(({ content }) => sha256Of(content)),
      )
      .distinct('file.name', 'file.sha256')) as { name: string; sha256: string }[];
    const known = new Set(rows.map(({ name, sha256 }) => `${name} ${sha256}`));
    return files.filter(({ name, content }) => !known.has(`${name} ${sha256Of(content)}`));
  },

  /** Tells whether exactly these files were refused at an earlier start of the product. */
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

  /** Returns the newest deployed content of every file that has not been removed since. */
  running: () => runningFiles(db),

  /** Returns the names of the files that once ran and were removed. */
  async removed(): Promise<string[]> {
    return (await newest(db).select('file.name', 'file.removed'))
      .filter(({ removed }) => removed)
      .map(({ name }) => name as string);
  },
});

export type ProcessDefinitionsRepo = ReturnType<typeof processDefinitionsRepo>;

const newest = (db: Db) =>
  db('process_deployment_files as file')
    .join('process_deployments as deployment', 'deployment.id', 'file.deployment_id')
    .where('deployment.result', 'deployed')
    .distinctOn('file.name')
    .orderBy([{ column: 'file.name' }, { column: 'file.deployment_id', order: 'desc' }]);

/** A running file. */
export type RunningFile = ProcessFile & { sha256: string };

/** Returns the running files, or those of one kind, or those that ran after a given deployment: the newest
 *  deployed content of each that has not been removed since. */
export async function runningFiles(
  db: Db,
  kind?: 'form' | 'template',
  { asOf }: { asOf?: string } = {},
): Promise<RunningFile[]> {
  const all = asOf ? newest(db).where('file.deployment_id', '<=', asOf) : newest(db);
  const some = kind ? all.whereLike('file.name', `${kind}s/%`) : all;
  const rows = (await some.select(
    'file.name',
    'file.content',
    'file.sha256',
    'file.removed',
  )) as (RunningFile & { removed: boolean })[];
  return rows.flatMap(({ removed, ...file }) => (removed ? [] : [file]));
}

/** Audits a deployment, with the hash of each file. */
async function notifyFilesDeployed(
  tx: Db,
  audit: AuditLog,
  id: string,
  result: AuditEntry['result'],
  more: Record<string, unknown> = {},
): Promise<void> {
  const { deployed_by: actor } = await tx('process_deployments').where({ id }).first('deployed_by');
  const files = await tx('process_deployment_files')
    .where({ deployment_id: id })
    .orderBy('name')
    .select('name', 'sha256', 'removed');
  const details = {
    files: files.map(({ name, sha256, removed }) => (removed ? { name, removed } : { name, sha256 })),
    ...more,
  };
  await audit
    .within(tx)
    .write({ actor, action: 'process.deployed', object: { kind: 'deployment', id }, details, result });
}
