import { expect } from 'chai';
import { before, describe, it } from 'mocha';
import type { ActivatedJob } from '#engine/core/jobs.ts';
import { aDiagram, end, serviceTask, start } from '#tests/support/engine/diagram-builders.ts';
import { openTestStore } from '#tests/support/engine/open-test-store.ts';
import { useDatabase } from '#tests/support/hooks/use-database.ts';
import { useFixture } from '#tests/support/hooks/use-fixture.ts';
import { eventually } from '#tests/support/wait.ts';

const PROCESS = aDiagram('p', start() + serviceTask('Work', 'work') + end(), [
  'Start -> Work',
  'Work -> End',
]);

describe('faults: wake-ups of polls', () => {
  const database = useDatabase({ max: 1 });
  const store = useFixture(
    () => openTestStore(database.engineUrl),
    (opened) => opened.close(),
  );

  const create = () => store.execute({ do: 'create-instance', processId: 'p', variables: {} });
  const poll = (max = 1) => {
    const got: ActivatedJob[] = [];
    const activation = { type: 'work', worker: 'w', max, timeoutMs: 60_000, fetch: [] };
    const { close } = store.poll(activation, (jobs) => got.push(...jobs) > 0, true);
    return { got, close };
  };

  before(() => store.deploy([PROCESS]));

  it('gives a poll the job that comes up in the very transaction in which it looked', async () => {
    // when
    const { got } = poll();
    await create();

    // then
    await eventually(() => got.length === 1, { timeout: 2_000 });
  });

  it('gives every job to a poll, however they come together', async () => {
    // given
    const jobs = 60;
    const polls: ReturnType<typeof poll>[] = [];

    // when
    for (let round = 0; round < jobs; round += 1) {
      const pair = [() => void polls.push(poll()), () => void create()];
      for (const act of round % 2 ? pair : pair.reverse()) act();
      if (round % 7 === 0) await new Promise(setImmediate);
    }

    // then
    await eventually(() => polls.every(({ got }) => got.length === 1), { timeout: 5_000 });
    expect(new Set(polls.map(({ got }) => got[0]?.key)).size).to.equal(jobs);
  });

  it('leaves no job behind when there are more than polls ask for', async () => {
    // given
    const waiting = poll();

    // when
    await Promise.all(Array.from({ length: 5 }, create));
    await eventually(() => waiting.got.length === 1, { timeout: 2_000 });
    const next = poll(10);

    // then
    await eventually(() => next.got.length === 4, { timeout: 2_000 });
  });
});
