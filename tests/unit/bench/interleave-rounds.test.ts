import { expect } from 'chai';
import { describe, it } from 'mocha';
import { interleaveRounds } from '#tests/bench/support/engine/interleave-rounds.ts';

describe('rounds of the bench', () => {
  it('let contestants take turns, every other round the other way round', async () => {
    // given
    const order: string[] = [];
    const contestant = (name: string) => async () => order.push(name);

    // when
    await interleaveRounds(3, { ours: contestant('ours'), bare: contestant('bare') });

    // then
    expect(order).to.deep.equal(['ours', 'bare', 'bare', 'ours', 'ours', 'bare']);
  });

  it('keep what belongs to one round at the same place', async () => {
    // given
    let n = 0;
    const count = async () => (n += 1);

    // when
    const answers = await interleaveRounds(2, { ours: count, bare: count });

    // then
    expect(answers).to.deep.equal({ ours: [1, 4], bare: [2, 3] });
  });
});
