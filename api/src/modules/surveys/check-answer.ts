import { type FieldError } from '#api/platform/field-errors.ts';
import type { Questionnaire, ServqualQuestionnaire, ShortQuestionnaire } from '#common/contract/index.ts';

export type GivenAnswer = { values: Record<string, number>; comment?: string | undefined };

const POINTS = 100;

/** Returns what does not fit the questionnaire in an answer, by JSON pointer. */
export function checkAnswer(questionnaire: Questionnaire, answer: GivenAnswer): FieldError[] {
  return questionnaire.kind === 'short'
    ? checkShort(questionnaire, answer)
    : checkServqual(questionnaire, answer);
}

const wrong = (key: string, rule: string, message: string): FieldError => ({
  path: `/values/${key}`,
  rule,
  message,
});

const outside = (key: string, value: number | undefined, from: number, to: number): FieldError[] =>
  value !== undefined && (value < from || value > to)
    ? [wrong(key, 'range', `must be from ${from} to ${to}`)]
    : [];

const unknown = (values: Record<string, number>, known: ReadonlySet<string>): FieldError[] =>
  Object.keys(values)
    .filter((key) => !known.has(key))
    .map((key) => wrong(key, 'unknown', 'is no item of this survey'));

function checkShort({ items }: ShortQuestionnaire, { values, comment }: GivenAnswer): FieldError[] {
  const known = new Set<string>();
  const errors: FieldError[] = [];
  for (const item of items) {
    if (item.kind === 'scale') {
      known.add(item.key);
      if (item.required && values[item.key] === undefined)
        errors.push(wrong(item.key, 'required', 'needs an answer'));
      errors.push(...outside(item.key, values[item.key], item.from, item.to));
    }
    if (item.kind === 'choices')
      for (const { key } of item.choices) {
        known.add(`${item.key}.${key}`);
        errors.push(...outside(`${item.key}.${key}`, values[`${item.key}.${key}`], 0, 1));
      }
    if (item.kind === 'text' && comment !== undefined && comment.length > item.maxLength)
      errors.push({
        path: '/comment',
        rule: 'maxLength',
        message: `has more than ${item.maxLength} characters`,
      });
  }
  return [...errors, ...unknown(values, known)];
}

/** A pair may be left out, but not half of it; points are given to all dimensions or none, and add up to
 *  100. */
function checkServqual({ dimensions, scale }: ServqualQuestionnaire, { values }: GivenAnswer): FieldError[] {
  const known = new Set<string>();
  const errors: FieldError[] = [];
  let pairs = 0;
  for (const { number } of dimensions.flatMap(({ items }) => items)) {
    const [e, p] = [`e${number}`, `p${number}`];
    known.add(e).add(p);
    errors.push(
      ...outside(e, values[e], scale.from, scale.to),
      ...outside(p, values[p], scale.from, scale.to),
    );
    if ((values[e] === undefined) !== (values[p] === undefined))
      errors.push(wrong(values[e] === undefined ? e : p, 'required', 'needs an answer like its pair'));
    else if (values[e] !== undefined) pairs += 1;
  }
  if (pairs === 0) errors.push(wrong('e1', 'required', 'needs an answer'));
  const points = dimensions.map(({ key }) => values[`w.${key}`]);
  dimensions.forEach(({ key }) => known.add(`w.${key}`));
  const given = points.filter((point) => point !== undefined);
  if (given.length > 0) {
    const sum = given.reduce((all, point) => all + point, 0);
    if (given.length < points.length || sum !== POINTS)
      errors.push(wrong(`w.${dimensions[0]?.key ?? ''}`, 'points', `must make ${POINTS} points in all`));
  }
  return [...errors, ...unknown(values, known)];
}
