import { Type } from '@sinclair/typebox';
import { defineWorker } from '#api/engine/index.ts';
import type { Clock } from '#api/platform/clock.ts';
import { EXAMPLE_ANSWERS } from '#api/workers/example-answers.ts';
import type { JobAnswer } from '#common/contract/index.ts';
import { CAPTURE_JOB_TYPE, prefixIn, realName } from '../isolation/scratch-names.ts';
import type { TestRunsRepo } from '../test-runs.repo.ts';

/** Keeps the engine's processing short: commands that arrive together are executed as one batch, for which
 *  everybody waits. */
const MAX_JOBS_ACTIVE = 2;

/** Worker for the jobs of all test runs. It records what the real worker would have done and answers as the
 *  run was told, else with the real worker's example. */
export const captureWorker = ({ repo, clock }: { repo: TestRunsRepo; clock: Clock }) =>
  defineWorker({
    type: CAPTURE_JOB_TYPE,
    input: Type.Object({}),
    maxJobsActive: MAX_JOBS_ACTIVE,
    async handle(variables: Record<string, unknown>, { onceKey, at }) {
      const run = await repo.byPrefix(prefixIn(at.processKey) ?? '');
      if (!run || run.state === 'ended') return { complete: {} };
      const processKey = realName(at.processKey);
      const work = run.elements[processKey]?.[at.elementId]?.work;
      const jobType = work?.jobType ?? '';
      const given = work?.inputs ?? [];
      const inputs =
        given.length > 0
          ? Object.fromEntries(given.map((name) => [name, variables[name] ?? null]))
          : variables;
      const outcome: JobAnswer = run.answers[`${processKey}/${at.elementId}`] ?? {
        complete: EXAMPLE_ANSWERS[jobType]?.(variables) ?? {},
      };
      return repo.note({
        once_key: onceKey,
        run_id: run.id,
        instance_key: at.instanceKey,
        process_key: processKey,
        element_id: at.elementId,
        job_type: jobType,
        inputs,
        outcome,
        at: clock.now(),
      });
    },
  });
