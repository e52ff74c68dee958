import { DmnModdle } from 'dmn-moddle';
import type { Element } from './diagram.ts';

export type DecisionRow = { id: string; inputs: string[]; outputs: Record<string, string> };
export type Decision = {
  id: string;
  name: string;
  /** The id of the file's root element. */
  drgId: string;
  file: string;
  hitPolicy: string;
  inputs: string[];
  outputs: string[];
  rows: DecisionRow[];
};

type Expression = { text: string };

/** @throws when it is no readable DMN, or a decision is no table */
export const parseDecisions = async (file: string, xml: string): Promise<Decision[]> => {
  const { rootElement } = await new DmnModdle().fromXML(xml, 'dmn:Definitions');
  return ((rootElement as Element)['drgElement'] as Element[]).map((element) => {
    const table = element['decisionLogic'] as Element;
    if (table?.$type !== 'dmn:DecisionTable') throw new Error(`${file}: ${element.id} is no decision table`);
    const names = (table['output'] as Element[]).map(({ name }) => name ?? '');
    return {
      id: element.id ?? '',
      name: element.name ?? '',
      drgId: (rootElement as Element).id ?? '',
      file,
      hitPolicy: [table['hitPolicy'], table['aggregation']].filter(Boolean).join(' '),
      outputs: names,
      inputs: (table['input'] as Element[]).map((input) => (input['inputExpression'] as Expression).text),
      rows: (table['rule'] as Element[]).map((rule) => ({
        id: rule.id ?? '',
        inputs: (rule['inputEntry'] as Expression[]).map(({ text }) => text),
        outputs: Object.fromEntries(
          (rule['outputEntry'] as Expression[]).map(({ text }, index) => [names[index] ?? '', text]),
        ),
      })),
    };
  });
};
