import { expect } from 'chai';
import { describe, it } from 'mocha';
import { createBatcher } from '#api/platform/batcher.ts';

const never = () => false;

/** Runs that end when the test lets them. */
function heldRuns() {
  const runs: { items: readonly number[]; end: () => void }[] = [];
  const run = (items: readonly number[]) =>
    new Promise<string[]>((resolve) => {
      runs.push({ items, end: () => resolve(items.map((item) => `answer ${item}`)) });
    });
  return { runs, run };
}

describe('gathering calls', () => {
  it('does not hold up a call that comes alone', async () => {
    // given
    const { runs, run } = heldRuns();
    const call = createBatcher(run, { atOnce: 1, most: 10, isOfOne: never });

    // when
    void call(1);
    await Promise.resolve();

    // then
    expect(runs.map(({ items }) => items)).to.deep.equal([[1]]);
  });

  it('runs together what comes at once', async () => {
    // given
    const { runs, run } = heldRuns();
    const call = createBatcher(run, { atOnce: 2, most: 10, isOfOne: never });

    // when
    for (const item of [1, 2, 3]) void call(item);
    await Promise.resolve();

    // then
    expect(runs.map(({ items }) => items)).to.deep.equal([[1, 2, 3]]);
  });

  it('runs together what came meanwhile, and gives each caller its own answer', async () => {
    // given
    const { runs, run } = heldRuns();
    const call = createBatcher(run, { atOnce: 1, most: 10, isOfOne: never });
    const first = call(1);
    await Promise.resolve();
    const answers = [first, call(2), call(3)];

    // when
    runs[0]?.end();
    await answers[0];
    await new Promise(setImmediate);

    // then
    expect(runs[1]?.items).to.deep.equal([2, 3]);
    runs[1]?.end();
    expect(await Promise.all(answers)).to.deep.equal(['answer 1', 'answer 2', 'answer 3']);
  });

  it('runs no more together than it may', async () => {
    // given
    const { runs, run } = heldRuns();
    const call = createBatcher(run, { atOnce: 1, most: 2, isOfOne: never });
    const answers = [1, 2, 3, 4].map(call);
    await Promise.resolve();

    // when
    runs[0]?.end();
    await answers[0];
    await new Promise(setImmediate);

    // then
    expect(runs.map(({ items }) => items)).to.deep.equal([
      [1, 2],
      [3, 4],
    ]);
  });

  it('runs each alone when one of them is at fault, so that the others stand', async () => {
    // given
    const run = (items: readonly number[]) =>
      items.includes(2) ? Promise.reject(new Error('2 is wrong')) : Promise.resolve(items.map(String));
    const call = createBatcher(run, { atOnce: 1, most: 10, isOfOne: () => true });

    // when
    const ends = await Promise.allSettled([call(0), call(1), call(2), call(3)]);

    // then
    expect(ends.map(({ status }) => status)).to.deep.equal([
      'fulfilled',
      'fulfilled',
      'rejected',
      'fulfilled',
    ]);
  });

  it('lets none of those that run alone wait for another', async () => {
    // given
    const never = new Promise<string[]>(() => undefined);
    const run = (items: readonly number[]) => {
      if (items.length > 1) return Promise.reject(new Error('one is held up'));
      return items[0] === 1 ? never : Promise.resolve(items.map(String));
    };
    const call = createBatcher(run, { atOnce: 1, most: 10, isOfOne: () => true });

    // when
    const [, second, third] = [call(1), call(2), call(3)];

    // then
    expect(await Promise.all([second, third])).to.deep.equal(['2', '3']);
  });

  it('fails all of a run for what is no fault of one', async () => {
    // given
    let runs = 0;
    const run = () => {
      runs += 1;
      return Promise.reject(new Error('the database is away'));
    };
    const call = createBatcher(run, { atOnce: 1, most: 10, isOfOne: never });

    // when
    const ends = await Promise.allSettled([call(0), call(1), call(2)]);

    // then
    expect(ends.map(({ status }) => status)).to.deep.equal(['rejected', 'rejected', 'rejected']);
    expect(runs).to.equal(1);
  });
});
