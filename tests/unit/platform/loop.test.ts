import { mock } from 'node:test';
import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { Log } from '#api/platform/log.ts';
import { type LoopControl, startLoop } from '#api/platform/loop.ts';

const BACK_OFF_MS = [100, 1_000] as const;

/** Lets everything that waits for no timer go on. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

const elapse = async (ms: number) => {
  mock.timers.tick(ms);
  await settle();
};

function aLog() {
  const lines: string[] = [];
  const note = (level: string) => (line: { reason?: string }, message: string) =>
    void lines.push([level, message, line.reason].filter(Boolean).join(': '));
  return { lines, log: { warn: note('warn'), info: note('info') } as unknown as Log };
}

/** Starts a loop whose rounds do what the test says at the time. */
function aLoop(first: (loop: LoopControl) => Promise<'done' | void>) {
  const { lines, log } = aLog();
  const rounds = { count: 0, next: first };
  const loop = startLoop({
    round: (control) => {
      rounds.count += 1;
      return rounds.next(control);
    },
    backOffMs: BACK_OFF_MS,
    log,
    failing: 'it fails',
    recovered: 'it works again',
  });
  return { loop, rounds, lines };
}

const fail = () => Promise.reject(new Error('no connection'));
const restLong = ({ rest }: LoopControl) => rest(60_000);

describe('a loop', () => {
  beforeEach(() => mock.timers.enable({ apis: ['setTimeout'] }));

  afterEach(() => mock.timers.reset());

  it('runs its rounds one after the other, each after the rest of the one before', async () => {
    // given
    const { loop, rounds } = aLoop(({ rest }) => rest(500));

    // when
    await elapse(499);
    const before = rounds.count;
    await elapse(1);

    // then
    expect([before, rounds.count]).to.deep.equal([1, 2]);
    await loop.stop();
  });

  it('stops at once while it rests', async () => {
    // given
    const { loop, rounds } = aLoop(restLong);

    // when
    await loop.stop();

    // then
    expect(rounds.count).to.equal(1);
  });

  it('stops at once while it backs off', async () => {
    // given
    const { loop, rounds } = aLoop(fail);
    await settle();

    // when
    await loop.stop();

    // then
    expect(rounds.count).to.equal(1);
  });

  it('lets the round under way complete before it has stopped', async () => {
    // given
    let complete: () => void = () => undefined;
    const { loop, rounds } = aLoop(() => new Promise<void>((resolve) => (complete = resolve)));
    let stopped = false;

    // when
    const stopping = loop.stop().then(() => (stopped = true));
    await settle();
    const early = stopped;
    complete();
    await stopping;

    // then
    expect([early, rounds.count]).to.deep.equal([false, 1]);
  });

  it('backs off longer with each failure in a row, up to the maximum', async () => {
    // given
    const { loop, rounds } = aLoop(fail);
    await settle();
    const longest = [100, 200, 400, 800, 1_000, 1_000];
    const counts: number[] = [];

    // when
    for (const ms of longest) {
      await elapse(ms / 2 - 1);
      counts.push(rounds.count);
      await elapse(ms / 2 + 1);
    }

    // then
    expect(counts).to.deep.equal([1, 2, 3, 4, 5, 6]);
    expect(rounds.count).to.equal(7);
    await loop.stop();
  });

  it('logs the first failure in a row once, and the recovery', async () => {
    // given
    const { loop, rounds, lines } = aLoop(fail);
    await settle();
    await elapse(100);
    await elapse(200);

    // when
    rounds.next = ({ rest }) => rest(10);
    await elapse(400);
    await elapse(10);
    rounds.next = fail;
    await elapse(10);

    // then
    expect(lines).to.deep.equal([
      'warn: it fails: no connection',
      'info: it works again',
      'warn: it fails: no connection',
    ]);
    await loop.stop();
  });

  it('begins the next round when it is woken, also by a wake that came during the round', async () => {
    // given
    const { loop, rounds } = aLoop(restLong);

    // when
    loop.wake();
    await settle();
    const woken = rounds.count;
    rounds.next = (control) => {
      loop.wake();
      rounds.next = restLong;
      return restLong(control);
    };
    loop.wake();
    await settle();

    // then
    expect([woken, rounds.count]).to.deep.equal([2, 4]);
    await loop.stop();
  });

  it('is not woken out of the pause after a failure', async () => {
    // given
    const { loop, rounds } = aLoop(fail);
    await settle();

    // when
    loop.wake();
    await settle();

    // then
    expect(rounds.count).to.equal(1);
    await loop.stop();
  });

  it('ends by itself when a round says that all is done', async () => {
    // given
    const { loop, rounds } = aLoop(() => Promise.resolve('done'));

    // when
    await settle();
    await loop.stop();

    // then
    expect(rounds.count).to.equal(1);
  });
});
