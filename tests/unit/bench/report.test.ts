import { expect } from 'chai';
import { describe, it } from 'mocha';
import { evaluate, type Figure, table } from '#tests/bench/support/report.ts';

const aFigure = (over: Partial<Figure>): Figure => ({
  section: 'engine',
  name: 'rate',
  unit: '/s',
  value: 500,
  ...over,
});

describe('the report of the bench', () => {
  it('judges the ratio that the rounds gave, not the quotient of the medians', () => {
    // given
    const figure = aFigure({
      limit: { name: '/s, bare', value: 10_000 },
      ratio: 0.06,
      aims: [{ of: 'ratio', atLeast: 0.057 }],
    });

    // when
    const { met, ratio } = evaluate(figure);

    // then
    expect([met, ratio]).to.deep.equal([true, 0.06]);
  });

  it('says that an aim is missed', () => {
    // when
    const { met } = evaluate(aFigure({ aims: [{ of: 'value', atMost: 499 }] }));

    // then
    expect(met).to.equal(false);
  });

  it('judges nothing that was not measured, and says why there is no figure', () => {
    // given
    const figure = evaluate(aFigure({ value: null, note: 'not here', aims: [{ of: 'value', atLeast: 1 }] }));

    // when
    const text = table([figure]);

    // then
    expect(figure.met).to.equal(null);
    expect(text).to.contain('not here').and.not.contain('MISSED');
  });

  it('shows the digits of a small ratio, and why there is no limit', () => {
    // given
    const figures = [
      aFigure({ limit: { name: '/s, bare', value: 8_944 } }),
      aFigure({ note: 'the commit is not in the history' }),
    ];

    // when
    const text = table(figures.map(evaluate));

    // then
    expect(text).to.contain('0.0559').and.to.contain('the commit is not in the history');
  });
});
