/** The longest regular expression that a form may ask a text to fit. */
export const LONGEST_PATTERN = 200;

/** What is wrong with a regular expression of a form, or nothing. */
export type PatternFault = 'too-long' | 'unreadable' | 'slow';

/** Tells a regular expression that people's texts cannot safely be tried with: too long, unreadable, or one that may try the
 *  same text in so many ways that it never ends (an unbounded repetition inside another whose parts cannot be told apart). */
export function patternFault(pattern: string): PatternFault | undefined {
  if (pattern.length > LONGEST_PATTERN) return 'too-long';
  try {
    new RegExp(pattern, 'u');
  } catch {
    return 'unreadable';
  }
  return repeatedBodies(pattern).some(isAmbiguous) ? 'slow' : undefined;
}

const ATOM = /\\[pP]\{[^}]*\}|\\u\{[^}]*\}|\\u[0-9a-fA-F]{4}|\\.|\[(?:\\.|[^\]\\])*\]|[^\\[]/gsu;
const UNBOUNDED = /^(?:[*+]|\{\d*,\})/;

/** The insides of the groups that are repeated without a bound. */
function repeatedBodies(pattern: string): string[] {
  const bodies: string[] = [];
  const open: number[] = [];
  for (const { 0: atom, index } of pattern.matchAll(ATOM)) {
    if (atom === '(') open.push(index);
    if (atom !== ')') continue;
    const begin = open.pop() ?? 0;
    if (UNBOUNDED.test(pattern.slice(index + 1)))
      bodies.push(pattern.slice(begin + 1, index).replace(/^\?(?::|<[A-Za-z]\w*>)/, ''));
  }
  return bodies;
}

/** Whether the same text may be divided among repetitions of `body` in more than one way. Sound for the usual `-part` that
 *  begins with a mark which nothing repeated in it takes; anything cleverer counts as ambiguous. */
function isAmbiguous(body: string): boolean {
  if (/^\?[=!<]/.test(body)) return true;
  const atoms = [...body.matchAll(ATOM)];
  if (atoms.some(({ 0: atom }) => atom === '|')) return true;
  const repeated = atoms.filter(({ 0: atom, index }) => UNBOUNDED.test(body.slice(index + atom.length)));
  if (repeated.length === 0) return false;
  return ![atoms[0], atoms.at(-1)].some((mark) => mark && isMark(mark, body) && takesNot(mark[0], repeated));
}

/** A single character that stands for itself, once. */
const isMark = ({ 0: atom, index }: RegExpExecArray, body: string): boolean =>
  /^\\?[^\w\\[(.^$*+?{|)\]]$/u.test(atom) && !/^[*+?{]/.test(body.slice(index + atom.length));

const takesNot = (mark: string, repeated: readonly RegExpExecArray[]): boolean =>
  repeated.every(
    ({ 0: atom }) => atom !== ')' && !new RegExp(`^(?:${atom})$`, 'u').test(mark.replace('\\', '')),
  );
