import { DmnModdle } from 'dmn-moddle';
import { type DecisionTest, testsOf } from './decision-tests.ts';
import type { Element } from './diagram.ts';

export type DecisionRow = { id: string; inputs: string[]; outputs: Record<string, string> };
export type Decision = {
  id: string;
  name: string;
  /** Id of the file's root element. */
  drgId: string;
  file: string;
  hitPolicy: string;
  inputs: string[];
  outputs: string[];
  rows: DecisionRow[];
  /** Test rows stored with the table. */
  tests: DecisionTest[];
};

type Expression = { text?: string };

/** Parses the decision tables of a DMN file; other drawn elements (inputs, knowledge sources) decide nothing.
 *  @throws when it is no readable DMN, or a decision is no table */
export const parseDecisions = async (file: string, xml: string): Promise<Decision[]> => {
  const { rootElement } = await new DmnModdle().fromXML(xml, 'dmn:Definitions');
  const drawn = ((rootElement as Element)['drgElement'] as Element[] | undefined) ?? [];
  return drawn.filter(isDecision).map((element) => {
    const table = element['decisionLogic'] as Element;
    if (table?.$type !== 'dmn:DecisionTable') throw new Error(`${file}: ${element.id} is no decision table`);
    const many = <T>(of: Element, name: string): T[] => (of[name] as T[] | undefined) ?? [];
    const names = many<Element>(table, 'output').map(({ name }) => name ?? '');
    return {
      id: element.id ?? '',
      name: element.name ?? '',
      drgId: (rootElement as Element).id ?? '',
      file,
      hitPolicy: [table['hitPolicy'], table['aggregation']].filter(Boolean).join(' '),
      outputs: names,
      inputs: many<Element>(table, 'input').map(
        (input) => (input['inputExpression'] as Expression | undefined)?.text ?? '',
      ),
      rows: many<Element>(table, 'rule').map((rule) => ({
        id: rule.id ?? '',
        inputs: many<Expression>(rule, 'inputEntry').map(({ text = '' }) => text),
        outputs: Object.fromEntries(
          many<Expression>(rule, 'outputEntry').map(({ text = '' }, index) => [names[index] ?? '', text]),
        ),
      })),
      tests: testsOf(element),
    };
  });
};

const isDecision = ({ $type }: Element): boolean => $type === 'dmn:Decision';
