import {
  type DeployedProcess,
  type EngineCommands,
  EngineRejected,
  EngineUnavailable,
} from '#api/engine/index.ts';
import type { Clock } from '#api/platform/clock.ts';
import { EngineUnavailableProblem } from '#api/platform/common.errors.ts';
import type { Db } from '#api/platform/db.ts';
import type { Log } from '#api/platform/log.ts';
import {
  type Deployment,
  type ProcessFile,
  processFileKind,
  type ProcessFinding,
} from '#common/contract/index.ts';
import { type CheckContext, checkFiles, type FileChecks } from './check-files.ts';
import { DeploymentRefused, DeploymentUnderWay } from './process-definitions.errors.ts';
import type { ProcessDefinitionsRepo, ReleaseDeployment } from './process-definitions.repo.ts';

type Deps = {
  repo: ProcessDefinitionsRepo;
  commands: Pick<EngineCommands, 'deploy'>;
  /** Returns the context of a check apart from the running files. */
  surroundings(): Promise<Omit<CheckContext, 'files'>>;
  checks: FileChecks;
  /** Returns the files of the product itself. */
  ownFiles(): Promise<ProcessFile[]>;
  /** Makes this node use what was just deployed; the others are notified. */
  onDeployed?(): Promise<void>;
  /** Called for a release that was deployed, in the transaction that records it. */
  onReleased?(tx: Db, done: ReleaseDeployment): Promise<void>;
  clock: Clock;
  log: Log;
};

/** Files to deploy. `removed`: names of tables, forms and element templates that are no longer offered;
 *  running work keeps its forms. */
export type Bundle = { files: readonly ProcessFile[]; removed: readonly string[] };

/** Deploys diagrams and tables to the engine: all files of a deployment or none, checked before the engine
 *  gets them, one deployment at a time, each recorded. */
export function processDefinitionsService({
  repo,
  commands,
  surroundings,
  checks,
  ownFiles,
  onDeployed,
  onReleased,
  clock,
  log,
}: Deps) {
  const check = async (files: readonly ProcessFile[], removed: readonly string[] = []) =>
    checkFiles(
      files,
      {
        ...(await surroundings()),
        files: await repo.running(),
        removed: [...removed, ...(await repo.removed())],
      },
      checks,
    );

  /** Sends a deployment that is recorded as begun to the engine; the same files again change nothing there.
   *  @throws EngineUnavailable when the result is unknown; the deployment stays begun when it may have
   *  succeeded */
  async function finish(
    id: string,
    by: string | null,
    files: readonly ProcessFile[],
  ): Promise<DeployedProcess[]> {
    try {
      const forEngine = files.filter(({ name }) => ['diagram', 'decision'].includes(processFileKind(name)));
      const definitions =
        forEngine.length === 0
          ? []
          : await commands.deploy(
              forEngine.map(({ name, content }) => ({ name, content: Buffer.from(content) })),
            );
      await repo.succeed(id, { by, definitions, files, released: onReleased });
      await onDeployed?.();
      return definitions;
    } catch (error) {
      if (error instanceof EngineRejected) await repo.fail(id, [refusalOf(error)]);
      else if (error instanceof EngineUnavailable && !error.uncertain) await repo.fail(id, []);
      throw error;
    }
  }

  /** Finishes earlier deployments with an unknown result before anything newer. */
  async function settle(): Promise<void> {
    for (const { id, by, files } of await repo.unsettled())
      await finish(id, by, files).catch((error: unknown) => {
        if (!(error instanceof EngineRejected)) throw error;
      });
  }

  async function deployChecked(
    { files, removed }: Bundle,
    { by, releaseId }: { by: string; releaseId: string },
  ): Promise<Deployment> {
    const { errors, warnings, more, keys } = await check(files, removed);
    const entry = { by, at: clock.now(), files, removed, keys, releaseId };
    if (errors.length > 0) {
      await repo.record({ ...entry, result: 'refused', problems: errors });
      throw new DeploymentRefused(errors[0]?.message.en, { findings: errors, more });
    }
    const id = await repo.record({ ...entry, result: 'begun' });
    const definitions = await finish(id, by, files);
    log.info({ deployment: id, by, files: files.map(({ name }) => name) }, 'deployed by an administrator');
    return {
      id,
      definitions: definitions.map(({ key, processKey, version }) => ({ key, processKey, version })),
      warnings,
    };
  }

  return {
    /** Checks files by the rules, as at their deployment. */
    check,

    /** Deploys an approved release. `prepare` is called when nobody else deploys and earlier deployments are
     *  settled: it checks that the release may be deployed now, and returns its files, or the deployment that
     *  brought it already.
     *  @throws DeploymentRefused with the findings of every rule, DeploymentUnderWay,
     *  EngineUnavailableProblem, or what `prepare` throws */
    async deployRelease(
      as: { by: string; releaseId: string },
      prepare: () => Promise<Bundle | { done: Deployment }>,
    ): Promise<Deployment> {
      try {
        const done = await repo.alone(async () => {
          await settle();
          const bundle = await prepare();
          return 'done' in bundle ? bundle.done : deployChecked(bundle, as);
        });
        if (!done) throw new DeploymentUnderWay();
        return done;
      } catch (error) {
        if (error instanceof EngineRejected)
          throw new DeploymentRefused(error.message.slice(0, 500), { findings: [refusalOf(error)] });
        if (error instanceof EngineUnavailable)
          throw new EngineUnavailableProblem(undefined, {}, { cause: error });
        throw error;
      }
    },

    /** Deploys the product's files that were never deployed here. Later changes by an administrator stay: a
     *  file is deployed again only when the product brings a new one.
     *  @returns the deployed processes
     *  @throws EngineUnavailable, or EngineRejected when a file breaks a rule */
    async deployBundled(): Promise<DeployedProcess[]> {
      const all = await ownFiles();
      const done = await repo.alone(async () => {
        await settle();
        const files = await repo.neverDeployed(all);
        if (files.length === 0) return [];
        const { errors, keys } = await check(files);
        const entry = { by: null, at: clock.now(), files, keys };
        if (errors.length > 0) {
          if (!(await repo.refusedBefore(files)))
            await repo.record({ ...entry, result: 'refused', problems: errors });
          throw new EngineRejected(errors.map(({ file, message }) => `${file}: ${message.en}`).join('; '));
        }
        return finish(await repo.record({ ...entry, result: 'begun' }), null, files);
      });
      if (!done) throw new EngineUnavailable('another node deploys', { uncertain: false });
      return done;
    },
  };
}

export type ProcessDefinitionsService = ReturnType<typeof processDefinitionsService>;

const refusalOf = (error: EngineRejected): ProcessFinding => ({
  file: '',
  rule: 'engine',
  elementId: '',
  message: {
    fa: 'موتور فرایند این فایل‌ها را نمی‌پذیرد.',
    en: `The process engine does not take these files: ${error.message.slice(0, 500)}`,
  },
});
