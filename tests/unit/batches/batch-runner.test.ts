import { expect } from 'chai';
import { beforeEach, describe, it } from 'mocha';
import {
  type BatchItemResult,
  batchRunner,
  type BatchWork,
} from '#api/modules/process-instances/batches/batch-runner.ts';
import type { Batches, BatchRow } from '#api/modules/process-instances/batches/batches.ts';
import { openLog } from '#api/platform/log.ts';

const ID = 'b1';
const log = openLog('silent');

describe('the runner of batches', () => {
  let batch: BatchRow;
  let waiting: number[];
  let claimed: number[];
  let done: number[];
  /** What the runner asked of the batches, in order. */
  let asked: string[];
  let result: (item: number) => BatchItemResult | Promise<BatchItemResult>;
  let inParallel: number;
  let mostInParallel: number;

  const batches = {
    kind: { jobs: 'toys' },
    get: async () => ({ ...batch }),
    heartbeat: async () => void asked.push('heartbeat'),
    hasOpenItems: async () => waiting.length + claimed.length > 0,
    findStale: async () => ['left'],
    queue: async (id: string, runAt?: Date) => void asked.push(`queue ${id}${runAt ? ' later' : ''}`),
    change: async (_id: string, change: string) => {
      asked.push(change);
      batch = { ...batch, state: 'finished' };
    },
  } as unknown as Batches<BatchRow>;

  const runner = (limits: Partial<BatchWork<BatchRow, number>> = {}) =>
    batchRunner<BatchRow, number>(batches, {
      sliceMs: 60_000,
      retryAfterMs: 120_000,
      take: async ({ state }, limit) => (state === 'running' ? waiting.splice(0, limit) : []),
      prepare: async () => async (item) => {
        inParallel += 1;
        mostInParallel = Math.max(mostInParallel, inParallel);
        const settled = await result(item);
        inParallel -= 1;
        if (settled === 'settled') done.push(item);
        else waiting.push(item);
        return settled;
      },
      recordOfEnd: async () => undefined,
      ...limits,
    });
  const changes = () => asked.filter((one) => one !== 'heartbeat');

  beforeEach(() => {
    batch = { id: ID, state: 'running', started_at: new Date() };
    waiting = Array.from({ length: 20 }, (_, at) => at);
    claimed = [];
    done = [];
    asked = [];
    result = () => 'settled';
    inParallel = 0;
    mostInParallel = 0;
  });

  it('works on all items, several at a time, and finishes once', async () => {
    // when
    await runner().run(ID, log);
    await runner().run(ID, log);

    // then
    expect(done).to.have.length(20);
    expect(mostInParallel).to.equal(8);
    expect(changes()).to.deep.equal(['finish']);
  });

  it('hands over to another run after its slice', async () => {
    // when
    await runner({ sliceMs: 0 }).run(ID, log);

    // then
    expect(done).to.have.length(8);
    expect(changes()).to.deep.equal([`queue ${ID}`]);
  });

  it('begins with no further item when it is stopped, and does not finish', async () => {
    // given
    result = () => {
      batch = { ...batch, state: 'stopped' };
      return 'settled';
    };

    // when
    await runner().run(ID, log);

    // then
    expect(done).to.have.length(8);
    expect(changes()).to.deep.equal([]);
  });

  it('does nothing with a batch that was not started', async () => {
    // given
    batch = { ...batch, state: 'planned', started_at: null };

    // when
    await runner().run(ID, log);

    // then
    expect(asked).to.deep.equal([]);
    expect(done).to.deep.equal([]);
  });

  it('comes back when others still work on the last items', async () => {
    // given
    claimed = [20];

    // when
    await runner().run(ID, log);

    // then
    expect(done).to.have.length(20);
    expect(changes()).to.deep.equal([`queue ${ID} later`]);
  });

  it('rests when the engine is away for one item', async () => {
    // given
    result = (item) => (item === 0 ? 'engine-away' : 'settled');

    // when
    await runner().run(ID, log);

    // then
    expect(done).to.have.length(7);
    expect(changes()).to.deep.equal([`queue ${ID} later`]);
  });

  it('goes on as long as one item gets further, and rests within its slice when none does', async () => {
    // given
    let rounds = 0;
    result = (item) => {
      if (item === 0) rounds += 1;
      return item === 0 && rounds < 5 ? 'later' : 'settled';
    };

    // when
    await runner({ retryAfterMs: 0 }).run(ID, log);

    // then
    expect(rounds).to.equal(5);
    expect(done).to.have.length(20);
    expect(changes()).to.deep.equal(['finish']);
  });

  it('says with each round that it is alive, and queues what a dead node left behind', async () => {
    // given
    const { run, jobs } = runner();

    // when
    await run(ID, log);
    await jobs.handlers['toys.sweep']?.({}, { log, attempt: 1, maxAttempts: 1 });

    // then
    expect(asked).to.deep.equal(['heartbeat', 'heartbeat', 'heartbeat', 'heartbeat', 'finish', 'queue left']);
  });
});
