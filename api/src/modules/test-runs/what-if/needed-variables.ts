import type { Decision } from '#common/process-files/model/decision.ts';

const FUNCTIONS = [
  'list contains',
  'string length',
  'upper case',
  'lower case',
  'starts with',
  'ends with',
  'substring before',
  'substring after',
  'date and time',
  'years and months duration',
  'day of week',
  'index of',
  'distinct values',
  'round up',
  'round down',
  'is defined',
  'get value',
  'contains',
  'count',
  'min',
  'max',
  'sum',
  'floor',
  'ceiling',
  'not',
  'date',
  'time',
  'duration',
  'number',
  'string',
  'matches',
  'substring',
  'replace',
  'split',
  'concatenate',
  'append',
  'now',
  'today',
  'flatten',
  'sort',
  'all',
  'any',
  'mean',
  'abs',
  'modulo',
  'union',
  'reverse',
];
const WORDS = new Set(
  'if then else null true false and or in some every satisfies for return between instance of item'.split(
    ' ',
  ),
);

const STRINGS = /"(?:[^"\\]|\\.)*"/g;
const CALLS = new RegExp(`\\b(?:${FUNCTIONS.join('|')})\\s*(?=\\()`, 'g');
const PATHS = /\.\s*[\p{L}_][\p{L}\p{N}_]*/gu;
const NAMES = /[\p{L}_][\p{L}\p{N}_]*/gu;

/** Returns the variables that a decision table depends on, read from its expressions. A word that is not a
 *  known function or keyword of the language counts as a variable: asking for too much is better than for too
 *  little. */
export const neededVariables = ({ inputs, rows }: Pick<Decision, 'inputs' | 'rows'>): string[] => {
  const texts = [...inputs, ...rows.flatMap((row) => [...row.inputs, ...Object.values(row.outputs)])];
  const names = texts.flatMap((text) => {
    const bare = text.replace(STRINGS, ' ').replace(CALLS, ' ').replace(PATHS, ' ');
    return bare.match(NAMES) ?? [];
  });
  return [...new Set(names)].filter((name) => !WORDS.has(name)).sort();
};
