import { expect } from 'chai';
import { before, describe, it } from 'mocha';
import {
  aDiagram,
  catchTimer,
  end,
  input,
  serviceTask,
  start,
} from '#tests/support/engine/diagram-builders.ts';
import { openTestStore, storedRecordsOf } from '#tests/support/engine/open-test-store.ts';
import { useDatabase } from '#tests/support/hooks/use-database.ts';
import { useFixture } from '#tests/support/hooks/use-fixture.ts';
import { eventually } from '#tests/support/wait.ts';

const ENDLESS = 'count(for i in 1..2000000000 return i)';
const HOUR_MS = 3_600_000;

const oneTask = (id: string, ...inputs: string[]) =>
  aDiagram(id, start() + serviceTask('Work', id, { io: inputs.join('') }) + end(), [
    'Start -> Work',
    'Work -> End',
  ]);

describe('expressions of the embedded engine that take long', function () {
  this.timeout(120_000);
  const database = useDatabase({ max: 1 });
  const store = useFixture(
    () => openTestStore(database.engineUrl),
    (opened) => opened.close(),
  );

  const create = (processId: string) =>
    store.execute({ do: 'create-instance', processId, variables: { x: 1 } });
  const jobsOf = (type: string) =>
    store.execute({ do: 'activate-jobs', type, worker: 'w', max: 99, timeoutMs: HOUR_MS, fetch: [] });
  /** Process instances for which such a record was written. */
  const written = async (valueType: string, intent: string, bpmnProcessId: string): Promise<string[]> =>
    (await storedRecordsOf(store))
      .filter((record) => record.valueType === valueType)
      .map(({ text }) => JSON.parse(text))
      .filter((record) => record.intent === intent && record.value.bpmnProcessId === bpmnProcessId)
      .map(({ value }) => `${value.processInstanceKey}`);

  before(() =>
    store.deploy([
      oneTask('endless', input(`=${ENDLESS}`, 'n')),
      oneTask('ordinary', input('=x + 1', 'y')),
      oneTask(
        'composed',
        input('=string(now())', 'at'),
        input('={ at: at, sum: x + 1 }', 'first'),
        input('={ first: first, again: first.sum + 1 }', 'second'),
      ),
      aDiagram(
        'later',
        start() +
          catchTimer('Wait', 'PT1H') +
          serviceTask('Work', 'later', { io: input('={ x: x }', 'y') }) +
          end(),
        ['Start -> Wait', 'Wait -> Work', 'Work -> End'],
      ),
    ]),
  );

  it('hold up nobody else', async () => {
    // given
    const done: string[] = [];
    const noted = (what: string, work: Promise<unknown>) => work.then(() => done.push(what));

    // when
    const endless = Array.from({ length: 8 }, () => noted('endless', create('endless')));
    await noted('ordinary', create('ordinary'));
    await noted('task', jobsOf('ordinary'));

    // then
    expect(done).to.deep.equal(['ordinary', 'task']);
    await Promise.all(endless);
    expect(await written('INCIDENT', 'CREATED', 'endless')).to.have.length(8);
    expect(await jobsOf('endless')).to.deep.equal([]);
  });

  it('have their command carried out once they are there, whole and once', async () => {
    // when
    const busy = create('endless');
    const { key } = await create('composed');
    await busy;

    // then
    expect(await written('PROCESS_INSTANCE', 'ELEMENT_ACTIVATED', 'composed')).to.deep.equal(
      Array(3).fill(key),
    );
    const [job, ...others] = await jobsOf('composed');
    expect(others).to.deep.equal([]);
    const { at, second } = job?.variables as { at: string; second: unknown };
    expect(second).to.deep.equal({ first: { at, sum: 2 }, again: 3 });
  });

  it('do not lose a timer that meets one', async () => {
    // given
    const { key } = await create('later');

    // when
    const busy = create('endless');
    await store.moveClock((clock) => ({ ...clock, offsetMs: clock.offsetMs + HOUR_MS }));
    await busy;

    // then
    const [job] = await eventually(async () => {
      const jobs = await jobsOf('later');
      return jobs.length > 0 && jobs;
    });
    expect(job?.variables).to.deep.equal({ x: 1, y: { x: 1 } });
    expect(await written('INCIDENT', 'CREATED', 'later')).to.deep.equal([]);
    expect(await written('PROCESS_INSTANCE', 'ELEMENT_COMPLETED', 'later')).to.deep.equal([key, key]);
  });
});
