import type Manager from 'dmn-js/lib/manager.js';
import {
  type DecisionTest,
  isTestsElement,
  testsElement,
} from '#common/process-files/model/decision-tests.ts';
import type { Element } from '#common/process-files/model/diagram.ts';

/** Writes the test rows of a decision in one undoable step; extension elements of other tools are kept. */
export function writeDecisionTests(
  manager: Manager,
  stack: { execute(command: string, context: object): void },
  decision: Element,
  tests: readonly DecisionTest[],
): void {
  const moddle = manager._moddle;
  const before = (decision['extensionElements'] as { values?: unknown[] } | undefined)?.values ?? [];
  const others = before.filter((value) => !isTestsElement(value, decision));
  const values = tests.length > 0 ? [...others, testsElement(moddle, tests)] : others;
  stack.execute('element.updateProperties', {
    element: decision,
    properties: {
      extensionElements: values.length > 0 ? moddle.create('dmn:ExtensionElements', { values }) : undefined,
    },
  });
}
