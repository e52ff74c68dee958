import { type DecisionVersion, type Key, tableOf, type Variables } from '../core/model.ts';
import { NO_KEY, wire } from '../core/record-log.ts';
import { TENANT } from '../core/record-values.ts';
import { Rejection } from '../core/rejection.ts';
import { nextLooseKey, type Runtime } from '../core/runtime.ts';
import { evaluationError } from './evaluation-pending.ts';
import { evaluateTable } from './feel.ts';

export type Evaluated = {
  version: DecisionVersion;
  output: unknown;
  inputs: { name: string; value: unknown }[];
  matched: { ruleId: string; index: number; outputs: Variables }[];
  /** Reason why the evaluation failed; empty when it succeeded. */
  failure: string;
};

/** Evaluates a decision by its key, or the latest version of an id. A failed evaluation is returned too, not
 *  thrown.
 *  @throws Rejection */
export function evaluateDecision(
  runtime: Runtime,
  { decisionKey, decisionId, variables }: { decisionKey?: Key; decisionId?: string; variables: Variables },
): Evaluated {
  const version = decisionKey
    ? runtime.registry.decisionVersions.get(decisionKey)
    : runtime.registry.decisions.get(decisionId ?? '');
  if (!version)
    throw new Rejection(
      'INVALID_ARGUMENT',
      `Expected to evaluate decision '${decisionKey ?? decisionId}', but no decision found`,
    );
  const evaluated = evaluate(version, variables, runtime.now);
  runtime.log.emit(
    1,
    'DECISION_EVALUATION',
    evaluated.failure ? 'FAILED' : 'EVALUATED',
    nextLooseKey(runtime, 1),
    evaluationValue(evaluated, variables),
  );
  return evaluated;
}

export function evaluate(version: DecisionVersion, variables: Variables, now: number): Evaluated {
  const evaluated: Evaluated = { version, output: null, inputs: [], matched: [], failure: '' };
  const fail = (why: string) => `Expected to evaluate decision '${version.id}', but ${why}`;
  if (version.unreadable !== undefined)
    return { ...evaluated, failure: fail(`this engine cannot read its table: ${version.unreadable}`) };
  const table = tableOf(version);
  try {
    const { result, matched, inputs, outputs } = evaluateTable(table, variables, now);
    evaluated.output = result;
    evaluated.inputs = table.inputs.map((name, at) => ({ name, value: inputs[at] ?? null }));
    evaluated.matched = matched.map((ruleId, at) => ({
      ruleId,
      index: table.rows.findIndex(({ id }) => id === ruleId) + 1,
      outputs: outputs[at] ?? {},
    }));
  } catch (error) {
    evaluated.failure = fail(evaluationError(error));
  }
  return evaluated;
}

/** Returns the fields of an evaluation's record, without its place in a process. */
export const evaluationValue = (
  { version, output, inputs, matched, failure }: Evaluated,
  variables: Variables,
) => ({
  decisionKey: wire(version.key),
  decisionId: version.id,
  decisionName: version.name,
  decisionVersion: version.version,
  decisionRequirementsId: version.requirementsId,
  decisionRequirementsKey: wire(version.requirementsKey),
  decisionOutput: failure ? '""' : JSON.stringify(output ?? null),
  variables,
  bpmnProcessId: '',
  processDefinitionKey: NO_KEY,
  processInstanceKey: NO_KEY,
  elementId: '',
  elementInstanceKey: NO_KEY,
  evaluatedDecisions: [
    {
      decisionId: version.id,
      decisionName: version.name,
      decisionKey: wire(version.key),
      decisionVersion: version.version,
      decisionType: 'DECISION_TABLE',
      decisionOutput: JSON.stringify(output ?? null),
      evaluatedInputs: inputs.map(({ name, value }, at) => ({
        inputId: `${version.id}_input_${at + 1}`,
        inputName: name,
        inputValue: JSON.stringify(value),
      })),
      matchedRules: matched.map(({ ruleId, index, outputs }) => ({
        ruleId,
        ruleIndex: index,
        evaluatedOutputs: Object.entries(outputs).map(([name, value]) => ({
          outputId: name,
          outputName: name,
          outputValue: JSON.stringify(value),
        })),
      })),
    },
  ],
  evaluationFailureMessage: failure,
  failedDecisionId: failure ? version.id : '',
  tenantId: TENANT,
});
