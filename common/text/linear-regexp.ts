import { RE2JS } from 're2js';

export type Pattern = { test(text: string): boolean; toString(): string };

/** A regular expression in the words of JavaScript (with the flag `u`), matched without backtracking: the time it takes is in
 *  proportion to the text, whatever the expression. Look-around and references back to a group do not exist for it.
 *  @throws RE2JSException when it cannot be read */
export function linearRegExp(pattern: string): Pattern {
  const compiled = RE2JS.compile(RE2JS.translateRegExp(pattern).replace(SCRIPT, '\\$1{$2}'));
  return { test: (text) => compiled.test(text), toString: () => pattern };
}

/** `\p{Script=Arabic}` is `\p{Arabic}` there. */
const SCRIPT = /\\([pP])\{(?:Script|sc|General_Category|gc)=(\w+)\}/g;

/** The expression of a form in use. One from before look-around was refused goes on being matched as it was. */
export function formPattern(pattern: string): Pattern {
  try {
    return linearRegExp(pattern);
  } catch {
    return new RegExp(pattern, 'u');
  }
}
