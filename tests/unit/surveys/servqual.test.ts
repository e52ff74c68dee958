import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { scoreServqual, type ServqualAnswer, unweightedOf } from '#api/modules/surveys/servqual.ts';
import { SERVQUAL_DIMENSIONS, type ServqualQuestionnaire } from '#common/contract/index.ts';

const surveys = JSON.parse(
  readFileSync(new URL('../../../migrations/data/surveys.json', import.meta.url), 'utf8'),
) as { key: string; questionnaire: ServqualQuestionnaire }[];
const questionnaire = surveys.find(({ key }) => key === 'servqual')?.questionnaire as ServqualQuestionnaire;

/** The same pair for every item of a dimension. */
const rated = (gaps: Partial<Record<string, [e: number, p: number]>>): ServqualAnswer =>
  Object.fromEntries(
    questionnaire.dimensions.flatMap(({ key, items }) => {
      const pair = gaps[key];
      return pair
        ? items.flatMap(({ number }) => [
            [`e${number}`, pair[0]],
            [`p${number}`, pair[1]],
          ])
        : [];
    }),
  );

describe('SERVQUAL', () => {
  it('has 22 items in five dimensions of 4, 5, 4, 4 and 5, in both languages', () => {
    // when
    const items = questionnaire.dimensions.flatMap((dimension) => dimension.items);

    // then
    expect(questionnaire.dimensions.map(({ key }) => key)).to.deep.equal([...SERVQUAL_DIMENSIONS]);
    expect(questionnaire.dimensions.map((dimension) => dimension.items.length)).to.deep.equal([
      4, 5, 4, 4, 5,
    ]);
    expect(items.map(({ number }) => number)).to.deep.equal(Array.from({ length: 22 }, (_, n) => n + 1));
    for (const { text } of items)
      expect(text.fa)
        .to.match(/[\u0600-\u06ff]/)
        .and.not.match(/[يك]/);
  });

  it('averages the five gaps, as in the worked example: −0.65, −1.10, −0.83, −0.70, −1.01 give −0.86', () => {
    expect(unweightedOf([-0.65, -1.1, -0.83, -0.7, -1.01])).to.be.closeTo(-0.86, 0.005);
  });

  it('takes the mean over the items a person answered, then over people', () => {
    // given
    const whole = rated({ tangibles: [7, 5], reliability: [6, 6] });
    const half = { e1: 7, p1: 3, e2: 5, p2: 5 };

    // when
    const { dimensions, unweighted, people } = scoreServqual(questionnaire, [whole, half]);

    // then
    expect(dimensions.tangibles).to.deep.equal({ expectation: 6.5, perception: 4.5, gap: -2, people: 2 });
    expect(dimensions.reliability?.gap).to.equal(0);
    expect(dimensions.empathy).to.equal(null);
    expect(unweighted).to.equal(null);
    expect(people).to.equal(2);
  });

  it('weights the gaps of a person by the points given, and does not divide by five again', () => {
    // given
    const gaps = {
      tangibles: [7, 6],
      reliability: [7, 5],
      responsiveness: [7, 4],
      assurance: [7, 7],
      empathy: [6, 7],
    } as const;
    const points = {
      'w.tangibles': 10,
      'w.reliability': 40,
      'w.responsiveness': 20,
      'w.assurance': 20,
      'w.empathy': 10,
    };

    // when
    const { weighted, unweighted } = scoreServqual(questionnaire, [{ ...rated(gaps as never), ...points }]);

    // then
    expect(weighted).to.be.closeTo(-0.1 - 0.8 - 0.6 + 0 + 0.1, 1e-9);
    expect(unweighted).to.be.closeTo(-1, 1e-9);
  });

  it('counts an item that is worded negatively from the other end', () => {
    // given
    const [first, ...rest] = questionnaire.dimensions;
    const reversed = { ...first, items: [{ ...first?.items[0], reversed: true }] };

    // when
    const { dimensions } = scoreServqual(
      { ...questionnaire, dimensions: [reversed, ...rest] as ServqualQuestionnaire['dimensions'] },
      [{ e1: 1, p1: 3 }],
    );

    // then
    expect(dimensions.tangibles).to.include({ expectation: 7, perception: 5, gap: -2 });
  });
});
