import {
  SERVQUAL_DIMENSIONS,
  type ServqualDimension,
  type ServqualQuestionnaire,
} from '#common/contract/index.ts';

/** One answer: values by item (`e1`…`e22`, `p1`…`p22`), and points by dimension (`w.empathy`) when they were
 *  given. */
export type ServqualAnswer = Readonly<Record<string, number>>;

export type DimensionScore = {
  /** Means over the people who answered at least one pair of the dimension. */
  expectation: number;
  perception: number;
  /** P − E, from −6 to +6; negative is below expectation. */
  gap: number;
  people: number;
};

export type ServqualScore = {
  dimensions: Record<ServqualDimension, DimensionScore | null>;
  /** Sum of the five gaps divided by five; null unless all five are known. */
  unweighted: number | null;
  /** Mean over people of Σ w/100 · SQ, for those who gave points and answered all dimensions. It is not
   *  divided by five again, as some texts do. */
  weighted: number | null;
  people: number;
};

type Own = { expectation: number; perception: number; gap: number };

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** SERVQUAL after Parasuraman, Zeithaml and Berry (1988). The gap of an item is perception minus expectation;
 *  the gap of a person and dimension is the mean over the pairs answered; the gap of a dimension is the mean
 *  over people. Negatively worded items count from the other end of the scale. */
export function scoreServqual(
  { dimensions, scale }: Pick<ServqualQuestionnaire, 'dimensions' | 'scale'>,
  answers: readonly ServqualAnswer[],
): ServqualScore {
  const items = new Map(dimensions.map(({ key, items }) => [key, items]));
  const ownOf = (answer: ServqualAnswer, dimension: ServqualDimension): Own | null => {
    const pairs = (items.get(dimension) ?? []).flatMap(({ number, reversed }) => {
      const turn = (value: number) => (reversed ? scale.from + scale.to - value : value);
      const [e, p] = [answer[`e${number}`], answer[`p${number}`]];
      return e === undefined || p === undefined ? [] : [{ e: turn(e), p: turn(p) }];
    });
    if (pairs.length === 0) return null;
    const expectation = mean(pairs.map(({ e }) => e));
    const perception = mean(pairs.map(({ p }) => p));
    return { expectation, perception, gap: perception - expectation };
  };

  const people = answers.map((answer) => ({
    answer,
    own: Object.fromEntries(SERVQUAL_DIMENSIONS.map((key) => [key, ownOf(answer, key)])) as Record<
      ServqualDimension,
      Own | null
    >,
  }));
  const scoreOf = (key: ServqualDimension): DimensionScore | null => {
    const known = people.flatMap(({ own }) => own[key] ?? []);
    if (known.length === 0) return null;
    return {
      expectation: mean(known.map(({ expectation }) => expectation)),
      perception: mean(known.map(({ perception }) => perception)),
      gap: mean(known.map(({ gap }) => gap)),
      people: known.length,
    };
  };
  const scored = Object.fromEntries(SERVQUAL_DIMENSIONS.map((key) => [key, scoreOf(key)])) as Record<
    ServqualDimension,
    DimensionScore | null
  >;
  const weighted = people.flatMap(({ answer, own }) => weightedOf(answer, own) ?? []);
  return {
    dimensions: scored,
    unweighted: unweightedOf(SERVQUAL_DIMENSIONS.map((key) => scored[key]?.gap ?? null)),
    weighted: weighted.length > 0 ? mean(weighted) : null,
    people: people.filter(({ own }) => Object.values(own).some((one) => one !== null)).length,
  };
}

/** Mean gap of the five dimensions, equally weighted. */
export function unweightedOf(gaps: readonly (number | null)[]): number | null {
  const known = gaps.filter((gap) => gap !== null);
  return known.length === gaps.length && known.length > 0 ? mean(known) : null;
}

function weightedOf(answer: ServqualAnswer, own: Record<ServqualDimension, Own | null>): number | undefined {
  let sum = 0;
  for (const key of SERVQUAL_DIMENSIONS) {
    const points = answer[`w.${key}`];
    const gap = own[key]?.gap;
    if (points === undefined || gap === undefined) return undefined;
    sum += (points / 100) * gap;
  }
  return sum;
}
