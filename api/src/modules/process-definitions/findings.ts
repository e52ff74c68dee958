import type { ProcessFinding } from '../../../contract/index.ts';
import type { DecisionContext, FormFacts, LintContext, ProcessFacts } from '../../../../lint/index.ts';

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
