import { DmnModdle } from 'dmn-moddle';
import type { Element } from '#common/process-files/model/diagram.ts';

/** Descriptions by rule id: the rule's number in its table, from 1, and the text beside it. */
export type RuleDescriptions = Record<string, { index: number; words: string | null }>;

/** Reads the descriptions of the rules in a DMN file. */
export async function ruleDescriptions(xml: string): Promise<RuleDescriptions> {
  const { rootElement } = await new DmnModdle().fromXML(xml, 'dmn:Definitions');
  const decisions = ((rootElement as Element)['drgElement'] ?? []) as Element[];
  return Object.fromEntries(
    decisions.flatMap((decision) => {
      const table = decision['decisionLogic'] as Element | undefined;
      return ((table?.['rule'] ?? []) as Element[]).map((rule, at) => [
        String(rule.id),
        { index: at + 1, words: (rule['description'] as string | undefined) ?? null },
      ]);
    }),
  );
}
