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
export type CategorizedFinding = ProcessFinding & { category: 'error' | 'warn' };

/** The findings that are told, and how many there are besides. */
export type LimitedFindings = { found: CategorizedFinding[]; more: number };

/** Everything that a file is checked against. */
export type FileContext = LintContext & DecisionContext;

/** Of one file, so many findings are told. */
export const MAX_FINDINGS = 200;

/** Characters of what a finding says; it may quote what an expression gives. */
const MAX_MESSAGE_LENGTH = 500;
const cut = (text: string): string =>
  text.length > MAX_MESSAGE_LENGTH ? `${text.slice(0, MAX_MESSAGE_LENGTH)} …` : text;

/** Picks the findings of a file that are told, and shortens what they say. */
export const limitFindings = (found: readonly CategorizedFinding[]): LimitedFindings => ({
  found: found.slice(0, MAX_FINDINGS).map(({ message: { fa, en }, ...finding }) => ({
    ...finding,
    message: { fa: cut(fa), en: cut(en) },
  })),
  more: Math.max(0, found.length - MAX_FINDINGS),
});
