import { expect } from 'chai';
import { describe, it } from 'mocha';
import { NotLoaded, together } from '#engine/core/not-loaded.ts';

describe('what commands need of the stored state', () => {
  const read = (key: string): string => {
    if (key.startsWith('missing')) throw new NotLoaded({ kind: 'instance', key });
    if (key.startsWith('wrong')) throw new Error(key);
    return `${key}!`;
  };

  it('is asked for all at once', () => {
    // when
    const run = () => together(['missing 1', 'a', 'missing 2', 'wrong 1'], read);

    // then
    expect(run)
      .to.throw(NotLoaded)
      .with.property('needs')
      .that.deep.equals([
        { kind: 'instance', key: 'missing 1' },
        { kind: 'instance', key: 'missing 2' },
      ]);
  });

  it('is not asked for when something else is wrong before', () => {
    expect(() => together(['a', 'wrong 1', 'missing 1'], read)).to.throw('wrong 1');
  });

  it('is nothing more when all is there', () => {
    expect(together(['a', 'b'], read)).to.deep.equal(['a!', 'b!']);
  });
});
