import {
  type EngineCommands,
  EngineRejected,
  EngineUnavailable,
  type EvaluatedDecision,
} from '#api/engine/index.ts';
import type { PastRequests } from '#api/modules/requests/index.ts';
import type { Clock } from '#api/platform/clock.ts';
import type { Sandbox } from '#api/sandbox/index.ts';
import { DECISION_TOO_LONG } from '#common/contract/index.ts';
import { requestStart, type StartFacts } from '../data/example-data.ts';
import { deployedKeys, toResources } from '../execution/clean-up.ts';
import { realName } from '../isolation/scratch-names.ts';
import type { ComparedRow, WhatIfRow, WhatIfsRepo } from './what-ifs.repo.ts';

const BATCH_SIZE = 64;
/** Time after which a batch ends, however little of it is done. */
const BATCH_TIME_LIMIT_MS = 5_000;

/** Milliseconds that both decisions about a request may take; ordinary ones take a few. The engine ends no
 *  expression before 250 ms, and those of its evaluator after a second: an evaluation that fails after nearly
 *  that long did not finish. */
const MAX_EVALUATION_MS = 2_000;
const TIMED_OUT_AFTER_MS = 240;

type Deps = {
  commands: Pick<EngineCommands, 'deployAll' | 'evaluateDecision' | 'deleteResource'>;
  repo: WhatIfsRepo;
  pastRequests: PastRequests;
  sandbox: Pick<Sandbox, 'copyDecisions'>;
  clock: Clock;
};

/** Compares in the background, one batch at a time: any node continues where another stopped. The engine is
 *  asked about one request at a time, and about no more once a decision takes too long. */
export function comparisonRunner({ commands, repo, pastRequests, sandbox, clock }: Deps) {
  /** Deploys the scratch copy and returns its keys. The same file under the same names has the same keys, so
   *  a repeat adds nothing. */
  async function deployed(row: WhatIfRow): Promise<string[]> {
    const prefix = (row.scratch_id ?? '').slice(0, -row.decision_id.length - 1);
    const copy = await sandbox.copyDecisions({ name: row.file, content: row.source }, prefix);
    return deployedKeys(await commands.deployAll(toResources([copy])));
  }

  async function begin(row: WhatIfRow): Promise<void> {
    const resources = await deployed(row);
    await repo.update(row.id, { resources });
    const { most: limit, services, from, until } = row.asked;
    const past = await pastRequests({
      limit,
      services,
      ...(from && { from: new Date(from) }),
      until: until ? new Date(until) : row.as_of,
    });
    await repo.gather(row.id, past);
  }

  async function compareOne(
    row: WhatIfRow,
    place: number,
    facts: Record<string, unknown>,
  ): Promise<ComparedRow> {
    const variables = requestStart(facts as StartFacts);
    const [before, after] = await Promise.all([
      commands.evaluateDecision({
        variables,
        ...(row.running_key ? { decisionKey: row.running_key } : { decisionId: row.decision_id }),
      }),
      commands.evaluateDecision({ variables, decisionId: row.scratch_id ?? '' }),
    ]);
    const problem = before.failure ?? after.failure ?? null;
    const [was, would] = [outputsOf(before), outputsOf(after)];
    return {
      place,
      before: kept(was),
      after: kept(would),
      before_rule: before.matchedRules[0]?.ruleId ?? null,
      after_rule: after.matchedRules[0]?.ruleId ?? null,
      problem: problem === null ? null : realName(problem).slice(0, 300),
      changed: problem === null && sorted(was) !== sorted(would),
    };
  }

  async function piece(row: WhatIfRow): Promise<void> {
    const rows = await repo.open(row.id, BATCH_SIZE);
    if (rows.length === 0) return void (await repo.update(row.id, { state: 'done', ended_at: clock.now() }));
    if (!row.running_key) {
      const { decisionKey } = await commands.evaluateDecision({ decisionId: row.decision_id, variables: {} });
      row.running_key = decisionKey;
      await repo.update(row.id, { running_key: decisionKey });
    }
    const compared: ComparedRow[] = [];
    const began = performance.now();
    let tookTooLong = false;
    for (const { place, facts } of rows) {
      const since = performance.now();
      const one = await compareOne(row, place, facts);
      const now = performance.now();
      compared.push(one);
      tookTooLong = now - since > (one.problem === null ? MAX_EVALUATION_MS : TIMED_OUT_AFTER_MS);
      if (tookTooLong || now - began > BATCH_TIME_LIMIT_MS) break;
    }
    await repo.keep(row.id, compared);
    if (tookTooLong) await repo.giveUp(row.id, DECISION_TOO_LONG, clock.now());
  }

  async function clean(row: WhatIfRow): Promise<void> {
    const resources = row.resources.length > 0 ? row.resources : await deployed(row);
    for (const key of resources)
      await commands.deleteResource(key).catch((error: unknown) => {
        if (error instanceof EngineUnavailable) throw error;
      });
    await repo.update(row.id, { cleaned_at: clock.now() });
  }

  /** Compares one batch. @returns whether there is more */
  return async (): Promise<boolean> => {
    const row = await repo.lease();
    if (!row) return false;
    try {
      if (row.state === 'waiting') await begin(row);
      else if (row.state === 'running') await piece(row);
      else await clean(row);
    } catch (error) {
      if (!(error instanceof EngineRejected)) throw error;
      await repo.giveUp(row.id, realName(error.message).slice(0, 500), clock.now());
    } finally {
      await repo.release(row.id);
    }
    return true;
  };
}

/** Outputs by name; a single output has no name in the engine's answer. */
function outputsOf({ output }: EvaluatedDecision): Record<string, unknown> {
  const named = typeof output === 'object' && output !== null && !Array.isArray(output);
  return named ? (output as Record<string, unknown>) : { '': output };
}

/** Limit for a stored output, in characters of JSON; a longer value is cut. */
const MAX_VALUE_LENGTH = 500;

const kept = (outputs: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(outputs).map(([name, value]) => {
      const text = JSON.stringify(value);
      return [name, text.length > MAX_VALUE_LENGTH ? `${text.slice(0, MAX_VALUE_LENGTH)}…` : value];
    }),
  );

const sorted = (values: Record<string, unknown>): string =>
  JSON.stringify(Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1)));
