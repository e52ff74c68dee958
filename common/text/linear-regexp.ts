import { RE2JS } from 're2js';

export type Pattern = { test(text: string): boolean; toString(): string };

/** Compiles a regular expression in JavaScript syntax (with the flag `u`) that matches without backtracking:
 *  its time is proportional to the text, whatever the expression. Look-around and backreferences are not
 *  supported.
 *  @throws RE2JSException when it is invalid */
export function linearRegExp(pattern: string): Pattern {
  const compiled = RE2JS.compile(RE2JS.translateRegExp(pattern).replace(SCRIPT, '\\$1{$2}'));
  return { test: (text) => compiled.test(text), toString: () => pattern };
}

/** RE2 writes `\p{Script=Arabic}` as `\p{Arabic}`. */
const SCRIPT = /\\([pP])\{(?:Script|sc|General_Category|gc)=(\w+)\}/g;

/** Compiles the expression of a form in use. One that dates from before look-around was refused is still
 *  matched as before. */
export function formPattern(pattern: string): Pattern {
  try {
    return linearRegExp(pattern);
  } catch {
    return new RegExp(pattern, 'u');
  }
}
