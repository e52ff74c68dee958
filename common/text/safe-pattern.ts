import { linearRegExp } from './linear-regexp.ts';

/** Maximum length of a regular expression in a form. */
export const MAX_PATTERN_LENGTH = 200;

/** Fault of a regular expression in a form. */
export type PatternFault = 'too-long' | 'unreadable';

/** Returns why a form must not match people's texts with a regular expression, if it must not. */
export function patternFault(pattern: string): PatternFault | undefined {
  if (pattern.length > MAX_PATTERN_LENGTH) return 'too-long';
  try {
    linearRegExp(pattern);
    return undefined;
  } catch {
    return 'unreadable';
  }
}
