import { expect } from 'chai';
import { describe, it } from 'mocha';
import { atRate } from '#tests/bench/support/at-rate.ts';

describe('the pace of the bench', () => {
  it('acts as often as was said, each time no earlier than due', async () => {
    // given
    const acts: { index: number; early: number }[] = [];

    // when
    await atRate(500, 0.1, (index, dueAt) => acts.push({ index, early: dueAt - performance.now() }));

    // then
    expect(acts.map(({ index }) => index)).to.deep.equal(Array.from({ length: 50 }, (_, index) => index));
    expect(Math.max(...acts.map(({ early }) => early))).to.be.at.most(0);
  });

  it('spaces what is due evenly', async () => {
    // given
    const dues: number[] = [];

    // when
    await atRate(200, 0.05, (_, dueAt) => dues.push(dueAt));

    // then
    const gaps = dues.slice(1).map((due, index) => due - (dues[index] ?? 0));
    expect(gaps).to.have.length(9);
    for (const gap of gaps) expect(gap).to.be.closeTo(5, 0.001);
  });

  it('makes up at once for what became late, and says when it was due', async () => {
    // given
    const acts: { late: number; turn: number }[] = [];
    let turn = 0;
    let counting = setImmediate(function count() {
      turn += 1;
      counting = setImmediate(count);
    });

    // when
    await atRate(1_000, 0.05, (index, dueAt) => {
      if (index === 0) block(30);
      acts.push({ late: performance.now() - dueAt, turn });
    });
    clearImmediate(counting);

    // then
    expect(acts).to.have.length(50);
    expect(acts[1]?.late, 'the second waited for the first').to.be.at.least(28);
    expect(acts[25]?.turn, 'what was due meanwhile is done without another wait').to.equal(acts[0]?.turn);
    expect(acts[49]?.turn, 'what was not due yet is waited for').to.be.above(acts[0]?.turn ?? 0);
  });
});

/** Holds the thread, as a long garbage collection does. */
function block(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}
