import Linter from 'bpmnlint/lib/linter.js';
import type { Element } from './model/diagram.ts';
import { bilingual } from './rules/engine-messages.ts';
import { lintConfig } from './rules/lint-config.ts';
import type { LintContext } from './rules/lint-context.ts';
import type { Message } from './rules/rule.ts';

export { ENGINE_VERSION, lintConfig } from './rules/lint-config.ts';
export { processFacts, type FormFacts, type LintContext, type ProcessFacts } from './rules/lint-context.ts';
export { parseDecisions, type Decision } from './model/decision.ts';
export { testsElement, isTestsElement, type DecisionTest, type OutputRow } from './model/decision-tests.ts';
export { variablesOf } from './model/decision-variables.ts';
export {
  evaluateDecision,
  runTests,
  type TestResult,
  type DecisionResult,
} from './model/evaluate-decision.ts';
export { lintDecision, type DecisionContext } from './rules/decision-rules.ts';
export { parseDiagram, type Diagram, type Element } from './model/diagram.ts';
export { lintForm, MAX_FORM_LENGTH, type FormFinding } from './rules/form-rules.ts';
export { patternFault, MAX_PATTERN_LENGTH, type PatternFault } from '../text/safe-pattern.ts';
export type { Message } from './rules/rule.ts';
export { isPersonal, openVariables } from './rules/no-personal-data-in-variables/personal-data-names.ts';

/** A rule's finding about an element. A warning does not prevent a deployment. */
export type Finding = { rule: string; elementId: string; message: Message; category: 'error' | 'warn' };

/** Checks a diagram with every rule.
 *  @param root the `bpmn:Definitions` of a diagram as `parseDiagram` returns it
 *  @throws when a rule itself fails */
export async function lintDiagram(root: Element, context: LintContext): Promise<Finding[]> {
  const reports = await new Linter(lintConfig(context)).lint(root);
  return Object.entries(reports).flatMap(([name, found]) =>
    found.map((report) => {
      const { id, message, messages, category } = report;
      if (category === 'rule-error') throw new Error(`The rule ${name} failed: ${String(message)}`);
      return {
        rule: name.replace(/^(shahrah|camunda-compat)\//, ''),
        elementId: String(id ?? ''),
        message: (messages as Message | undefined) ?? bilingual(name, String(id ?? ''), String(message)),
        category: category === 'error' ? 'error' : 'warn',
      };
    }),
  );
}
