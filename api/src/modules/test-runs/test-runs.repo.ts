import type { Db } from '#api/platform/db.ts';
import type { JobAnswer } from '#common/contract/index.ts';
import type { TimeSkip } from './execution/simulated-time.ts';
import type { ElementFacts } from './isolation/element-facts.ts';
import type { SourceFile } from './isolation/not-testable.ts';

export type RunResult = 'completed' | 'stuck' | 'left' | 'refused';
export type RunProblem = 'incident' | 'form' | 'nothing-to-do' | 'goes-round';

export type TestRunRow = {
  id: string;
  draft_id: string;
  process_key: string;
  prefix: string;
  state: 'starting' | 'running' | 'ended';
  result: RunResult | null;
  problem: RunProblem | null;
  fast: boolean;
  variables: Record<string, unknown>;
  sources: SourceFile[];
  elements: Record<string, Record<string, ElementFacts>>;
  answers: Record<string, JobAnswer>;
  skips: TimeSkip[];
  files_hash: string;
  resources: string[];
  instance_key: string | null;
  started_by: string;
  started_at: Date;
  touched_at: Date;
  ended_at: Date | null;
  cleaned_at: Date | null;
  steps: number;
  /** Elements that a completed run passed: ids by process key. */
  passed: Record<string, string[]> | null;
};

export type NewTestRun = Pick<
  TestRunRow,
  | 'id'
  | 'draft_id'
  | 'process_key'
  | 'prefix'
  | 'fast'
  | 'variables'
  | 'sources'
  | 'elements'
  | 'answers'
  | 'files_hash'
  | 'started_by'
  | 'started_at'
>;

export type CapturedJob = {
  once_key: string;
  run_id: string;
  instance_key: string;
  process_key: string;
  element_id: string;
  job_type: string;
  inputs: Record<string, unknown>;
  outcome: JobAnswer;
  at: Date;
};

/** Columns of a run that was completed. */
export type CompletedRun = Pick<TestRunRow, 'id' | 'started_by' | 'elements' | 'passed'> & { ended_at: Date };

const JSON_COLUMNS = ['variables', 'sources', 'elements', 'answers', 'skips', 'passed'] as const;

const written = (row: object): object => {
  const columns: Record<string, unknown> = { ...row };
  for (const name of JSON_COLUMNS)
    if (name in columns) columns[name] = columns[name] === null ? null : JSON.stringify(columns[name]);
  return columns;
};

const LEASE = `interval '20 seconds'`;
const MAX_LISTED = 20;
/** Limits for the captured jobs that are shown; longer variables (in characters) are cut. */
const MAX_CAPTURED_JOBS = 100;
const MAX_VARIABLES_LENGTH = 4_000;

const begun = (variables: string): string =>
  `case when length((${variables})::text) <= ${MAX_VARIABLES_LENGTH} then ${variables}
        else jsonb_build_object('…', left((${variables})::text, ${MAX_VARIABLES_LENGTH})) end`;

/** Test runs and their captured jobs. */
export const testRunsRepo = (db: Db) => ({
  /** @returns false when a run with this id exists */
  async begin(run: NewTestRun): Promise<boolean> {
    const rows = await db('test_runs')
      .insert(written({ ...run, state: 'starting', touched_at: run.started_at }))
      .onConflict('id')
      .ignore()
      .returning('id');
    return rows.length > 0;
  },

  find: (id: string): Promise<TestRunRow | undefined> => db('test_runs').where({ id }).first(),

  byPrefix: (prefix: string): Promise<TestRunRow | undefined> => db('test_runs').where({ prefix }).first(),

  ofDraft: (draftId: string): Promise<TestRunRow[]> =>
    db('test_runs')
      .where({ draft_id: draftId })
      .orderBy([{ column: 'started_at', order: 'desc' }, { column: 'id' }])
      .limit(MAX_LISTED),

  underWayBy: async (username: string): Promise<number> =>
    Number(
      (
        await db('test_runs')
          .where({ started_by: username })
          .whereNull('cleaned_at')
          .whereNot({ state: 'ended' })
          .count({ runs: '*' })
      )[0]?.runs ?? 0,
    ),

  async update(id: string, changes: Partial<TestRunRow>): Promise<void> {
    await db('test_runs').where({ id }).update(written(changes));
  },

  /** Ends a run that has not ended. */
  async end(id: string, result: RunResult, at: Date, passed: TestRunRow['passed'] = null): Promise<void> {
    await db('test_runs')
      .where({ id })
      .whereNot({ state: 'ended' })
      .update(written({ state: 'ended', result, ended_at: at, fast: false, passed }));
  },

  /** Returns the completed runs of a draft, newest first: with these files, or with any others. */
  completed: (draftId: string, filesHash: string, same: boolean): Promise<CompletedRun[]> =>
    db('test_runs')
      .where({ draft_id: draftId, result: 'completed' })
      .where('files_hash', same ? '=' : '<>', filesHash)
      .orderBy([{ column: 'ended_at', order: 'desc' }, { column: 'id' }])
      .limit(MAX_LISTED)
      .select('id', 'started_by', 'ended_at', 'elements', 'passed'),

  /** Counts steps that the run took by itself. */
  async count(id: string, steps: number): Promise<void> {
    await db('test_runs').where({ id }).increment('steps', steps);
  },

  /** Records a captured job, once. @returns the recorded answer */
  async note(effect: CapturedJob): Promise<JobAnswer> {
    await db('test_run_effects')
      .insert({ ...effect, inputs: JSON.stringify(effect.inputs), outcome: JSON.stringify(effect.outcome) })
      .onConflict('once_key')
      .ignore();
    const { outcome } = (await db('test_run_effects')
      .where({ once_key: effect.once_key })
      .first('outcome')) as Pick<CapturedJob, 'outcome'>;
    return outcome;
  },

  /** Returns the first captured jobs, and the number of the others. */
  async effects(runId: string): Promise<{ shown: CapturedJob[]; more: number }> {
    const rows = (await db('test_run_effects')
      .where({ run_id: runId })
      .orderBy(['at', 'once_key'])
      .limit(MAX_CAPTURED_JOBS)
      .select('instance_key', 'process_key', 'element_id', 'job_type', 'at')
      .select(db.raw(`${begun('inputs')} as inputs`))
      .select(
        db.raw(
          `case when outcome -> 'complete' is null then outcome
                else jsonb_build_object('complete', ${begun(`outcome -> 'complete'`)}) end as outcome`,
        ),
      )
      .select(db.raw('count(*) over ()::integer as total'))) as (CapturedJob & { total: number })[];
    return { shown: rows, more: (rows[0]?.total ?? 0) - rows.length };
  },

  /** Leases runs that nobody drives and that are not cleaned up. */
  async lease(): Promise<TestRunRow[]> {
    const { rows } = await db.raw(
      `update test_runs set driven_until = clock_timestamp() + ${LEASE}
        where id in (select id from test_runs
                      where cleaned_at is null and (driven_until is null or driven_until < clock_timestamp())
                      order by started_at limit 20 for update skip locked)
       returning *`,
    );
    return rows as TestRunRow[];
  },

  async release(ids: readonly string[]): Promise<void> {
    await db('test_runs')
      .whereIn('id', [...ids])
      .update({ driven_until: null });
  },

  /** Returns the instances of a run that no other instance called. */
  roots: (
    run: Pick<TestRunRow, 'prefix' | 'process_key'>,
  ): Promise<{ instance_key: string; state: string }[]> =>
    db('process_instances')
      .where({ process_key: `${run.prefix}-${run.process_key}` })
      .whereNull('parent_key')
      .select('instance_key', 'state'),
});

export type TestRunsRepo = ReturnType<typeof testRunsRepo>;
