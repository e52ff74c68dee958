import {
  type EngineCommands,
  EngineInstanceNotFound,
  EngineRejected,
  EngineUnavailable,
} from '#api/engine/index.ts';
import type { Clock } from '#api/platform/clock.ts';
import type { Sandbox } from '#api/sandbox/index.ts';
import type { TestRunRow, TestRunsRepo } from '../test-runs.repo.ts';

type Deps = {
  commands: Pick<EngineCommands, 'cancelInstance' | 'deleteResource' | 'deployAll'>;
  repo: TestRunsRepo;
  sandbox: Pick<Sandbox, 'scratchCopy'>;
  clock: Clock;
};

/** Removes everything that a run brought to the engine. Any node repeats it until nothing is left.
 *  @returns whether nothing is left */
export function testRunCleaner({ commands, repo, sandbox, clock }: Deps) {
  /** Finds resources that nobody knows because a node died between deploying them and recording that: the
   *  same files again have the same keys. */
  async function resourcesOf(run: TestRunRow): Promise<string[]> {
    if (run.resources.length > 0) return run.resources;
    const copy = await sandbox.scratchCopy(run.sources, run.prefix);
    return 'cannot' in copy ? [] : deployedKeys(await commands.deployAll(toResources(copy.files)));
  }

  return async (run: TestRunRow): Promise<boolean> => {
    try {
      const active = (await repo.roots(run)).filter(({ state }) => state === 'active');
      for (const { instance_key } of active)
        await commands.cancelInstance(instance_key).catch(ignoreNotFound);
      if (active.length > 0) return false;
      const resources = await resourcesOf(run);
      if (run.resources.length === 0) await repo.update(run.id, { resources });
      for (const key of resources) await commands.deleteResource(key).catch(ignoreNotFound);
      await repo.update(run.id, { cleaned_at: clock.now() });
      return true;
    } catch (error) {
      if (error instanceof EngineRejected || error instanceof EngineUnavailable) return false;
      throw error;
    }
  };
}

const ignoreNotFound = (error: unknown): void => {
  if (!(error instanceof EngineInstanceNotFound)) throw error;
};

export const toResources = (files: readonly { name: string; content: string }[]) =>
  files.map(({ name, content }) => ({ name, content: Buffer.from(content) }));

/** Keys to delete: the processes before the decisions that they call. */
export const deployedKeys = ({
  processes,
  decisions,
}: {
  processes: readonly { key: string }[];
  decisions: readonly { requirementsKey: string }[];
}): string[] => [
  ...new Set([
    ...processes.map(({ key }) => key),
    ...decisions.map(({ requirementsKey }) => requirementsKey),
  ]),
];
