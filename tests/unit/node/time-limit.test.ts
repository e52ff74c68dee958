import { expect } from 'chai';
import { describe, it } from 'mocha';
import { LimitExceeded, withTimeLimit } from '#common/node/time-limit.ts';

describe('a computation with a time limit', () => {
  it('gives its value, or throws what it throws', () => {
    expect(withTimeLimit(1_000, () => 42)).to.equal(42);
    expect(() =>
      withTimeLimit(1_000, () => {
        throw new TypeError('wrong');
      }),
    ).to.throw(TypeError, 'wrong');
  });

  it('is ended when it goes on for ever', () => {
    expect(() =>
      withTimeLimit(50, () => {
        for (;;);
      }),
    ).to.throw(LimitExceeded);
  });

  it('is begun again when the process did not get to compute meanwhile', () => {
    // given
    let begun = 0;

    // when
    const value = withTimeLimit(200, () => {
      begun += 1;
      if (begun === 1) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1_000);
      return 42;
    });

    // then
    expect([value, begun]).to.deep.equal([42, 2]);
  });
});
