import { expect } from 'chai';
import { describe, it } from 'mocha';
import { partitionsFrom } from '#stack/engine.ts';
import { problemOf } from './problem-of.ts';

describe('the number of partitions', () => {
  it('is one where nobody names it', () => {
    expect([partitionsFrom({}), partitionsFrom({ ZEEBE_PARTITIONS: '' })]).to.deep.equal([1, 1]);
  });

  it('is what ZEEBE_PARTITIONS says', () => {
    expect(partitionsFrom({ ZEEBE_PARTITIONS: '3' })).to.equal(3);
  });

  for (const given of ['0', '-1', '1.5', 'abc', '99999'])
    it(`is not ${given}, and says so in one sentence`, async () => {
      expect(await problemOf(() => partitionsFrom({ ZEEBE_PARTITIONS: given }))).to.include(
        `ZEEBE_PARTITIONS is ${given}: set it to a whole number from 1 to 4095`,
      );
    });
});
