import { linearRegExp } from './linear-regexp.ts';

/** The longest regular expression that a form may ask a text to fit. */
export const MAX_PATTERN_LENGTH = 200;

/** What is wrong with a regular expression of a form, or nothing. */
export type PatternFault = 'too-long' | 'unreadable';

/** Tells a regular expression that people's texts cannot be tried with. */
export function patternFault(pattern: string): PatternFault | undefined {
  if (pattern.length > MAX_PATTERN_LENGTH) return 'too-long';
  try {
    linearRegExp(pattern);
    return undefined;
  } catch {
    return 'unreadable';
  }
}
