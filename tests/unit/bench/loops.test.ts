import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { closedLoop, openLoop } from '#tests/bench/support/engine/loops.ts';

describe('a closed loop of the bench', () => {
  it('has each caller wait for its answer', async () => {
    // given
    let underWay = 0;
    let most = 0;

    // when
    await closedLoop({
      callers: 4,
      seconds: 5,
      act: async (n) => {
        if (n >= 40) return false;
        underWay += 1;
        most = Math.max(most, underWay);
        await nextTurn();
        return (underWay -= 1) >= 0;
      },
    });

    // then
    expect(most).to.equal(4);
  });

  it('ends when nothing is left to do, and does not count the calls that found nothing', async () => {
    // given
    const left = ['a', 'b', 'c'];

    // when
    const { count, latencies } = await closedLoop({
      callers: 2,
      seconds: 5,
      act: async () => left.pop() ?? false,
    });

    // then
    expect(count).to.equal(3);
    expect(latencies).to.have.length(3);
  });

  it('ends when the time is over, and gives the rate of the time it took', async () => {
    // when
    const { count, seconds, perSecond } = await closedLoop({
      callers: 1,
      seconds: 0.05,
      act: () => nextTurn(),
    });

    // then
    expect(seconds).to.be.at.least(0.05);
    expect(perSecond).to.equal(count / seconds);
  });

  it('fails with the first failure, after all callers have stopped', async () => {
    // given
    let running = 0;
    const act = async (n: number) => {
      running += 1;
      await nextTurn();
      running -= 1;
      if (n === 5) throw new Error('refused');
    };

    // when
    const outcome = await closedLoop({ callers: 3, seconds: 5, act }).catch((error: Error) => error.message);

    // then
    expect(outcome).to.equal('refused');
    expect(running).to.equal(0);
  });
});

describe('an open loop of the bench', () => {
  it('does not wait for answers before it acts again', async () => {
    // given
    const answers: (() => void)[] = [];

    // when
    const latencies = await openLoop({
      perSecond: 500,
      seconds: 0.02,
      act: () => {
        const answer = new Promise<void>((resolve) => answers.push(resolve));
        if (answers.length === 10) for (const resolve of answers) resolve();
        return answer;
      },
    });

    // then
    expect(latencies).to.have.length(10);
  });

  it('counts from the moment an act was due: who waited longest for the answer of all was due first', async () => {
    // given
    const answers: (() => void)[] = [];

    // when
    const latencies = await openLoop({
      perSecond: 200,
      seconds: 0.025,
      act: () => {
        const answer = new Promise<void>((resolve) => answers.push(resolve));
        if (answers.length === 5) for (const resolve of answers) resolve();
        return answer;
      },
    });

    // then
    expect(latencies[0]).to.be.at.least(20);
    expect(latencies).to.deep.equal(latencies.toSorted((a, b) => b - a));
  });

  it('fails with what an act fails with', async () => {
    // when
    const outcome = await openLoop({
      perSecond: 1_000,
      seconds: 0.005,
      act: async (n) => {
        if (n === 2) throw new Error('refused');
      },
    }).catch((error: Error) => error.message);

    // then
    expect(outcome).to.equal('refused');
  });
});
