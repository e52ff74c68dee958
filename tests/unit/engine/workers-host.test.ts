import { Type } from '@sinclair/typebox';
import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { EngineUnavailable } from '#api/engine/engine-port.ts';
import { defineWorker, startWorkers, type WorkersHost } from '#api/engine/workers-host.ts';
import type { JobCommands } from '#api/engine/zeebe-client.ts';
import { EngineJobNotFound } from '#api/engine/zeebe-errors.ts';
import type { ActivateJobs, Job } from '#api/engine/zeebe-gateway.ts';
import { openLog } from '#api/platform/log.ts';
import { eventually } from '#tests/support/wait.ts';

/** The gateway's side of the job commands: it hands out what is waiting and remembers what it is told. */
function aGateway() {
  const waiting: Job[] = [];
  const polls: ActivateJobs[] = [];
  const told: unknown[] = [];
  let listeners: (() => void)[] = [];
  let refusals: Error[] = [];
  let pollFailures = 0;
  const tell = async (what: unknown) => {
    const refusal = refusals.shift();
    if (refusal) throw refusal;
    told.push(what);
  };
  const commands: JobCommands = {
    async activate(request, onJobs, signal) {
      polls.push(request);
      if (pollFailures > 0) {
        pollFailures -= 1;
        throw new EngineUnavailable('no gateway', { uncertain: true });
      }
      if (waiting.length === 0)
        await new Promise<void>((resolve) => {
          listeners.push(resolve);
          signal.addEventListener('abort', () => resolve(), { once: true });
        });
      const jobs = waiting.splice(0, request.maxJobs);
      if (jobs.length > 0) onJobs(jobs);
    },
    complete: (jobKey, variables) => tell({ complete: jobKey, variables }),
    fail: (failure) => tell({ fail: failure }),
    throwError: (error) => tell({ error }),
  };
  return {
    commands,
    polls,
    told,
    failPolls: (times: number) => void (pollFailures = times),
    refuse: (...errors: Error[]) => void (refusals = errors),
    hand(...jobs: Job[]) {
      waiting.push(...jobs);
      const all = listeners;
      listeners = [];
      for (const listener of all) listener();
    },
  };
}

const aJob = (given: Partial<Job> = {}): Job => ({
  key: '11',
  type: 'test.work',
  processInstanceKey: '7',
  bpmnProcessId: 'test',
  elementId: 'Task_Work',
  elementInstanceKey: '9',
  retries: 5,
  variables: '{"name":"a"}',
  ...given,
});

const input = Type.Object({ name: Type.String(), note: Type.Optional(Type.String()) });

describe('The workers host', () => {
  let gateway: ReturnType<typeof aGateway>;
  let host: WorkersHost | undefined;
  let databaseUp: boolean;

  const run = (
    handle: Parameters<typeof defineWorker<typeof input>>[0]['handle'],
    given: { maxJobsActive?: number } = {},
  ) => {
    host = startWorkers({
      jobs: gateway.commands,
      workers: [defineWorker({ type: 'test.work', input, handle, ...given })],
      log: openLog('silent'),
      healthy: async () => databaseUp,
    });
    return host;
  };

  beforeEach(() => {
    gateway = aGateway();
    databaseUp = true;
  });

  afterEach(async () => {
    await host?.stop();
    host = undefined;
  });

  it('asks for the variables of its input only, and completes with what the worker returns', async () => {
    // given
    run(async ({ name, note }) => ({ complete: { greeting: `${name}${note ?? ''}` } }));
    // when
    gateway.hand(aJob({ variables: '{"name":"a","note":null}' }));
    await eventually(() => gateway.told.length === 1);
    // then
    expect(gateway.polls[0]).to.deep.include({ type: 'test.work', fetchVariables: ['name', 'note'] });
    expect(gateway.told).to.deep.equal([{ complete: '11', variables: { greeting: 'a' } }]);
  });

  it('gives every delivery of one job the same key, and another job another', async () => {
    // given
    const keys: string[] = [];
    run(async (_input, { onceKey }) => {
      keys.push(onceKey);
      return {};
    });
    // when
    gateway.hand(aJob(), aJob({ key: '11', retries: 4 }), aJob({ key: '12', elementInstanceKey: '10' }));
    await eventually(() => keys.length === 3);
    // then
    expect(keys).to.deep.equal(['job:9:test.work', 'job:9:test.work', 'job:10:test.work']);
  });

  it('throws the error that the diagram catches', async () => {
    // given
    run(async () => ({ bpmnError: 'Error_NoCrew', message: 'nobody is free' }));
    // when
    gateway.hand(aJob());
    await eventually(() => gateway.told.length === 1);
    // then
    expect(gateway.told).to.deep.equal([
      { error: { jobKey: '11', code: 'Error_NoCrew', message: 'nobody is free' } },
    ]);
  });

  it('has a failed job tried again, later and later, without telling the engine what was in it', async () => {
    // given
    run(async () => {
      throw new TypeError('the phone 0912 is wrong');
    });
    // when
    gateway.hand(aJob({ retries: 5 }));
    await eventually(() => gateway.told.length === 1);
    gateway.hand(aJob({ retries: 2 }));
    await eventually(() => gateway.told.length === 2);
    gateway.hand(aJob({ retries: 1 }));
    await eventually(() => gateway.told.length === 3);
    // then
    const failures = gateway.told.map(
      (what) => (what as { fail: { retries: number; retryBackOffMs: number } }).fail,
    );
    expect(failures.map(({ retries }) => retries)).to.deep.equal([4, 1, 0]);
    expect(failures[0]?.retryBackOffMs).to.be.within(500, 1_000);
    expect(failures[1]?.retryBackOffMs).to.be.within(4_000, 8_000);
    expect(JSON.stringify(failures)).to.contain('TypeError').and.not.to.contain('0912');
  });

  it('takes no retry from a job that fails because the database is away', async () => {
    // given
    databaseUp = false;
    run(async () => {
      throw new Error('connection refused');
    });
    // when
    gateway.hand(aJob({ retries: 1 }));
    await eventually(() => gateway.told.length === 1);
    // then
    const [{ fail }] = gateway.told as [{ fail: { retries: number; retryBackOffMs: number } }];
    expect(fail.retries).to.equal(1);
    expect(fail.retryBackOffMs).to.be.at.least(2_500);
  });

  it('makes a wrong input an incident at once', async () => {
    // given
    let handled = 0;
    run(async () => {
      handled += 1;
      return {};
    });
    // when
    gateway.hand(aJob({ variables: '{"note":"x"}' }));
    await eventually(() => gateway.told.length === 1);
    // then
    expect(handled).to.equal(0);
    expect(gateway.told).to.deep.equal([
      {
        fail: {
          jobKey: '11',
          retries: 0,
          retryBackOffMs: 0,
          message: "wrong input: input must have required property 'name'",
        },
      },
    ]);
  });

  it('tells the engine again when it cannot be reached', async () => {
    // given
    gateway.refuse(
      new EngineUnavailable('gone', { uncertain: true }),
      new EngineUnavailable('gone', { uncertain: true }),
    );
    let handled = 0;
    run(async () => {
      handled += 1;
      return {};
    });
    // when
    gateway.hand(aJob());
    await eventually(() => gateway.told.length === 1);
    // then
    expect(handled).to.equal(1);
    expect(gateway.told).to.deep.equal([{ complete: '11', variables: {} }]);
  });

  it('lets go of a job that is no longer its own', async () => {
    // given
    gateway.refuse(new EngineJobNotFound('done by another'));
    run(async () => ({}));
    // when
    gateway.hand(aJob());
    await eventually(() => gateway.polls.length >= 2);
    gateway.hand(aJob({ key: '12' }));
    await eventually(() => gateway.told.length === 1);
    // then
    expect(gateway.told).to.deep.equal([{ complete: '12', variables: {} }]);
  });

  it('polls on after polls that failed', async () => {
    // given
    gateway.failPolls(3);
    const { lastPolls } = run(async () => ({}));
    // when
    gateway.hand(aJob());
    await eventually(() => gateway.told.length === 1);
    // then
    await eventually(() => (lastPolls()['test.work'] ?? 0) > 0);
    expect(gateway.polls.length).to.be.at.least(4);
  });

  for (const [whose, given, limit] of [
    ['it', {}, 32],
    ['its worker', { maxJobsActive: 2 }, 2],
  ] as const)
    it(`takes no more jobs than ${whose} may have in hand`, async () => {
      // given
      let release: () => void = () => undefined;
      const released = new Promise<void>((resolve) => (release = resolve));
      let inHand = 0;
      let most = 0;
      run(async () => {
        most = Math.max(most, (inHand += 1));
        await released;
        inHand -= 1;
        return {};
      }, given);
      // when
      gateway.hand(...Array.from({ length: 100 }, (_, n) => aJob({ key: String(n) })));
      await eventually(() => most === limit);
      release();
      await eventually(() => gateway.told.length === 100);
      // then
      expect(most).to.equal(limit);
      expect(Math.max(...gateway.polls.map(({ maxJobs }) => maxJobs))).to.equal(limit);
    });

  it('finishes what is in hand before it stops', async () => {
    // given
    let release: () => void = () => undefined;
    const released = new Promise<void>((resolve) => (release = resolve));
    let begun = false;
    const { stop } = run(async () => {
      begun = true;
      await released;
      return {};
    });
    gateway.hand(aJob());
    await eventually(() => begun);
    // when
    const stopped = stop();
    release();
    await stopped;
    // then
    expect(gateway.told).to.deep.equal([{ complete: '11', variables: {} }]);
  });
});
