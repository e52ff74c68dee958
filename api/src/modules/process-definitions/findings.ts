import type { ProcessFinding } from '#common/contract/index.ts';
import type { DecisionContext, FormFacts, LintContext, ProcessFacts } from '#common/process-files/index.ts';

/** Facts about a file that the rules of other files need. */
export type FileFacts = {
  name: string;
  /** Processes or decisions in the file. */
  keys: string[];
  process?: ProcessFacts;
  form?: FormFacts;
};

/** Finding of a rule about a file. */
export type CategorizedFinding = ProcessFinding & { category: 'error' | 'warn' };

/** Findings that are listed, and the number of the others. */
export type LimitedFindings = { found: CategorizedFinding[]; more: number };

/** Everything that a file is checked against. */
export type FileContext = LintContext & DecisionContext;

/** Maximum number of findings listed per file. */
export const MAX_FINDINGS = 200;

/** Maximum length of a finding's message, in characters; it may quote the result of an expression. */
const MAX_MESSAGE_LENGTH = 500;
const cut = (text: string): string =>
  text.length > MAX_MESSAGE_LENGTH ? `${text.slice(0, MAX_MESSAGE_LENGTH)} …` : text;

/** Picks the findings of a file that are listed, and shortens their messages. */
export const limitFindings = (found: readonly CategorizedFinding[]): LimitedFindings => ({
  found: found.slice(0, MAX_FINDINGS).map(({ message: { fa, en }, ...finding }) => ({
    ...finding,
    message: { fa: cut(fa), en: cut(en) },
  })),
  more: Math.max(0, found.length - MAX_FINDINGS),
});
