import { evaluate, unaryTest } from '@bpmn-io/feelin';
import type { Decision } from '../model/decision.ts';
import { runTests, type TestResult } from '../model/evaluate-decision.ts';
import type { Message } from './rule.ts';

/** Valid values for the outputs of a table's rows. */
export type DecisionContext = {
  groups: readonly string[];
  regions: readonly string[];
  priorities: readonly string[];
};

export type DecisionFinding = {
  rule: string;
  elementId: string;
  message: Message;
  category: 'error' | 'warn';
};

const HIT_POLICIES = ['FIRST', 'UNIQUE', 'COLLECT'];

/** Checks a decision table: readable expressions, a hit policy that the cases can use, outputs `department`
 *  and `priority` that exist (tried with every region and priority), and test rows that pass. A table that
 *  may match no row gets a warning. */
export function lintDecision(decision: Decision, context: DecisionContext): DecisionFinding[] {
  return [
    ...hitPolicy(decision),
    ...unreadable(decision),
    ...unknownOutputs(decision, 'department', context.groups, context),
    ...unknownOutputs(decision, 'priority', context.priorities, context),
    ...failingTests(decision),
    ...withoutCatchAll(decision),
  ];
}

function hitPolicy({ id, hitPolicy: policy }: Decision): DecisionFinding[] {
  if (HIT_POLICIES.includes(policy)) return [];
  return [
    error('decision-hit-policy', id, {
      fa: `جدول «${id}» با روش ${policy} انتخاب می‌کند؛ تنها ${HIT_POLICIES.join('، ')} شناخته است.`,
      en: `The table “${id}” has the hit policy ${policy}; only ${HIT_POLICIES.join(', ')} are known.`,
    }),
  ];
}

function unreadable({ id, inputs, rows }: Decision): DecisionFinding[] {
  const wrong = inputs.filter((text) => !reads(() => evaluate(text, {}))).map((text) => ({ at: id, text }));
  for (const row of rows) {
    for (const text of row.inputs)
      if (text && !reads(() => unaryTest(text, { '?': null }))) wrong.push({ at: row.id, text });
    for (const text of Object.values(row.outputs))
      if (text && !reads(() => evaluate(text, {}))) wrong.push({ at: row.id, text });
  }
  return wrong.map(({ at, text }) =>
    error('decision-feel', at, {
      fa: `عبارت «${text.slice(0, 80)}» در ${at} خوانا نیست.`,
      en: `The expression “${text.slice(0, 80)}” in ${at} cannot be read.`,
    }),
  );
}

const reads = (attempt: () => unknown): boolean => {
  try {
    attempt();
    return true;
  } catch {
    return false;
  }
};

function unknownOutputs(
  { rows }: Decision,
  output: 'department' | 'priority',
  known: readonly string[],
  { regions, priorities }: DecisionContext,
): DecisionFinding[] {
  return rows.flatMap(({ id, outputs }) => {
    const text = outputs[output];
    if (text === undefined) return [];
    const some = (name: string, values: readonly string[]) =>
      text.includes(name) ? values : values.slice(0, 1);
    const given = new Set(
      some('region', regions).flatMap((region) =>
        some('priority', priorities).map((priority) => valueOf(text, { region, priority })),
      ),
    );
    return [...given]
      .filter((value): value is string => typeof value === 'string' && !known.includes(value))
      .slice(0, 3)
      .map((value) =>
        error(`decision-${output}`, id, {
          fa: `ردیف ${id} مقدار «${value}» را می‌دهد که ${output === 'department' ? 'هیچ واحد سازمانی' : 'هیچ اولویتی'} نیست.`,
          en: `The row ${id} gives “${value}”, which is no ${output}.`,
        }),
      );
  });
}

const valueOf = (text: string, variables: Record<string, string>): unknown => {
  try {
    return evaluate(text, variables).value;
  } catch {
    return undefined;
  }
};

/** Warns of a table without a catch-all row. Where no row matches, the engine returns nothing, and the case
 *  is routed by hand. */
function withoutCatchAll({ id, rows }: Decision): DecisionFinding[] {
  if (rows.some(({ inputs }) => inputs.every((text) => !text || text === '-'))) return [];
  return [
    {
      rule: 'decision-catch-all',
      elementId: id,
      category: 'warn',
      message: {
        fa: `جدول «${id}» ردیفی برای همهٔ موارد ندارد؛ موردی که به هیچ ردیفی نخورد به ارجاع دستی می‌رود.`,
        en: `The table “${id}” has no row that always fits; what no row fits is routed by hand. Try it with such a case.`,
      },
    },
  ];
}

/** Runs the test rows. Where the table itself cannot be read, the rules above report that, and its test rows
 *  are skipped. */
function failingTests(decision: Decision): DecisionFinding[] {
  return runTests(decision)
    .filter(({ passed, verdict }) => !passed && !isSaidAlready(verdict.problem))
    .map(({ test, verdict }) => {
      const given = verdict.matched.join(', ');
      return error('decision-tests', test.id, {
        fa:
          test.expected === null
            ? `ردیف آزمون «${test.name || test.id}» خوانا نیست.`
            : `ردیف آزمون «${test.name || test.id}» آنچه انتظار می‌رود را نمی‌دهد؛ ${given ? `ردیف ${given} برگزیده شد` : 'هیچ ردیفی برگزیده نشد'}.`,
        en:
          test.expected === null
            ? `The test row “${test.name || test.id}” cannot be read.`
            : `The test row “${test.name || test.id}” does not give what it expects; ${given ? `it took ${given}` : 'no row fits'}.`,
      });
    });
}

const isSaidAlready = (problem: TestResult['verdict']['problem']): boolean =>
  problem === 'hit-policy' || problem === 'expression';

const error = (rule: string, elementId: string, message: Message): DecisionFinding => ({
  rule,
  elementId,
  message,
  category: 'error',
});
