import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { valueOf } from '#engine/decisions/feel.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;
const MB = 1024 ** 2;

describe('FEEL of the embedded engine', () => {
  it('does not keep in memory the large values that expressions read', () => {
    // given
    collectGarbage();
    const before = process.memoryUsage().heapUsed;

    // when
    for (let at = 0; at < 100; at += 1)
      expect(valueOf('=string length(text)', { text: `${at}`.padEnd(MB) }, 0)).to.equal(MB);

    // then
    collectGarbage();
    expect(process.memoryUsage().heapUsed - before).to.be.lessThan(20 * MB);
  });
});
