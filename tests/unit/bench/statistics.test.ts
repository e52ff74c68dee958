import { expect } from 'chai';
import { describe, it } from 'mocha';
import { median, medianRatio, p95, quantile, slope } from '#tests/bench/support/statistics.ts';

const ONE_TO_HUNDRED = Array.from({ length: 100 }, (_, index) => 100 - index);

describe('the statistics of the bench', () => {
  it('take quantiles by the nearest rank, in whatever order the values come', () => {
    // when
    const taken = [median(ONE_TO_HUNDRED), p95(ONE_TO_HUNDRED), quantile(ONE_TO_HUNDRED, 1)];

    // then
    expect(taken).to.deep.equal([50, 95, 100]);
  });

  it('say that nothing has no median', () => {
    // when
    const nothing = median([]);

    // then
    expect(nothing).to.be.NaN;
  });

  it('compare each round with its own limit: a slow minute slows both', () => {
    // given
    const ours = [50, 5, 60];
    const limits = [100, 10, 100];

    // when
    const ratio = medianRatio(ours, limits);

    // then
    expect(ratio).to.equal(0.5);
  });

  it('find how fast something grows, through noise', () => {
    // given
    const noisy = ONE_TO_HUNDRED.map((x) => [x, 3 + 2 * x + (x % 2 === 0 ? 0.1 : -0.1)] as const);

    // when
    const grows = slope(noisy);

    // then
    expect(grows).to.be.closeTo(2, 0.01);
  });

  it('know no growth of a single look', () => {
    // when
    const grows = slope([[1, 1]]);

    // then
    expect(grows).to.be.NaN;
  });
});
