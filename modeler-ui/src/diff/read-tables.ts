import { DmnModdle } from 'dmn-moddle';
import { testsOf, type DecisionTest } from '../../../lint/decision-tests.ts';
import type { Element } from '../../../lint/diagram.ts';

export type Column = { id: string; label: string; expression: string; type: string };
export type Rule = { id: string; annotation: string; inputs: string[]; outputs: string[] };

/** A decision as people see it: a table, or a single expression. */
export type DecisionView = {
  id: string;
  name: string;
  hitPolicy: string;
  inputs: Column[];
  /** `expression` is the name under which the value goes on. */
  outputs: Column[];
  rules: Rule[];
  expression: string | null;
  tests: DecisionTest[];
};

type Of = Record<string, unknown>;

const many = (of: unknown, name: string): Element[] => ((of as Of | undefined)?.[name] as Element[]) ?? [];
const text = (of: unknown, name = 'text'): string => String((of as Of | undefined)?.[name] ?? '').trim();

/** The decisions of a DMN file, with what people read on them.
 *  @throws when it is no readable DMN */
export async function readTables(xml: string): Promise<DecisionView[]> {
  const { rootElement } = await new DmnModdle().fromXML(xml, 'dmn:Definitions');
  return many(rootElement, 'drgElement')
    .filter(({ $type }) => $type === 'dmn:Decision')
    .map((decision) => {
      const logic = decision['decisionLogic'] as Element | undefined;
      const isTable = logic?.$type === 'dmn:DecisionTable';
      return {
        id: decision.id ?? '',
        name: decision.name ?? '',
        hitPolicy: isTable
          ? [logic['hitPolicy'] ?? 'UNIQUE', logic['aggregation']].filter(Boolean).join(' ')
          : '',
        inputs: many(logic, 'input').map((input) => ({
          id: input.id ?? '',
          label: text(input, 'label'),
          expression: text(input['inputExpression']),
          type: text(input['inputExpression'], 'typeRef'),
        })),
        outputs: many(logic, 'output').map((output) => ({
          id: output.id ?? '',
          label: text(output, 'label'),
          expression: text(output, 'name'),
          type: text(output, 'typeRef'),
        })),
        rules: many(logic, 'rule').map((rule) => ({
          id: rule.id ?? '',
          annotation: text(rule, 'description'),
          inputs: many(rule, 'inputEntry').map((entry) => text(entry)),
          outputs: many(rule, 'outputEntry').map((entry) => text(entry)),
        })),
        expression: logic?.$type === 'dmn:LiteralExpression' ? text(logic) : null,
        tests: testsOf(decision),
      };
    });
}
