import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { valueOf } from '#engine/decisions/feel.ts';

const NOON = Date.UTC(2026, 0, 31, 12);
const MB = 1024 * 1024;

/** Bytes that are in use once all else has been collected. */
function bytesInUse(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed;
}

describe('expressions of the embedded engine', () => {
  it('are evaluated at the time of the engine', () => {
    // when
    const value = valueOf('=now()', {}, NOON);

    // then
    expect(value).to.equal('2026-01-31T12:00:00.000Z');
  });

  it('give null for what nobody has set, whatever JavaScript calls by that name', () => {
    for (const name of ['nothing', 'constructor', 'toString', '__proto__'])
      // then
      expect(valueOf(`=${name}`, {}, NOON), name).to.equal(null);
  });

  it('give a value of their own each time', () => {
    // given
    const list = () => valueOf('=[1, 2]', {}, NOON) as number[];

    // when
    list().push(3);

    // then
    expect(list()).to.deep.equal([1, 2]);
  });

  it('see variables whose names have spaces and signs as they are now', () => {
    for (const [expression, name] of [
      ['=a b + 1', 'a b'],
      ['=a-b + 1', 'a-b'],
    ] as const)
      for (const value of [1, 5])
        // then
        expect(valueOf(expression, { [name]: value }, NOON), expression).to.equal(value + 1);
  });

  for (const expression of [
    '=count(a[count(b[item > 1]) > 1])',
    `=${'count(a) + '.repeat(100)}1`.padEnd(120_000, ' + 1'),
  ])
    it(`are ended when they take too long: ${expression.slice(0, 50)}`, () => {
      // given
      const variables = {
        a: Array.from({ length: 20_000 }, (_, n) => n),
        b: Array.from({ length: 20_000 }, (_, n) => n),
      };
      const since = performance.now();

      // then
      expect(() => valueOf(expression, variables, NOON)).to.throw('did not come to an end');
      expect(performance.now() - since).to.be.lessThan(5_000);
    });

  it('keep nothing of large values in memory', () => {
    // given
    const evaluate = (n: number) => valueOf('=string length(text)', { text: `${n}`.padEnd(MB, 'x') }, NOON);
    evaluate(0);
    const before = bytesInUse();

    // when
    for (let n = 1; n <= 60; n += 1) evaluate(n);

    // then
    expect(bytesInUse() - before).to.be.lessThan(20 * MB);
  });
});
