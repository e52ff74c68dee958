import type { ProcessFinding } from '#common/contract/index.ts';
import type { DecisionContext, FormFacts, LintContext, ProcessFacts } from '#common/process-files/index.ts';

/** Of a file, what the rules of other files ask. */
export type FileFacts = {
  name: string;
  /** The processes or decisions in it. */
  keys: string[];
  process?: ProcessFacts;
  form?: FormFacts;
};

/** What a rule says of a file. */
export type Found = ProcessFinding & { category: 'error' | 'warn' };

/** The findings that are told, and how many there are besides. */
export type Findings = { found: Found[]; more: number };

/** Everything that a file is checked against. */
export type Context = LintContext & DecisionContext;

/** Of one file, so many findings are told. */
export const MOST_FINDINGS = 200;

/** Characters of what a finding says; it may quote what an expression gives. */
const LONGEST_MESSAGE = 500;
const cut = (text: string): string =>
  text.length > LONGEST_MESSAGE ? `${text.slice(0, LONGEST_MESSAGE)} …` : text;

/** Picks the findings of a file that are told, and shortens what they say. */
export const toldOf = (found: readonly Found[]): Findings => ({
  found: found.slice(0, MOST_FINDINGS).map(({ message: { fa, en }, ...finding }) => ({
    ...finding,
    message: { fa: cut(fa), en: cut(en) },
  })),
  more: Math.max(0, found.length - MOST_FINDINGS),
});
