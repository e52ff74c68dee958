import { expect } from 'chai';
import { before, describe, it } from 'mocha';
import {
  aDiagram,
  end,
  gateway,
  multiInstance,
  serviceTask,
  start,
} from '#tests/support/engine/diagram-builders.ts';
import { openTestStore, storedRecordsOf } from '#tests/support/engine/open-test-store.ts';
import { useDatabase } from '#tests/support/hooks/use-database.ts';
import { useFixture } from '#tests/support/hooks/use-fixture.ts';

const HOUR_MS = 3_600_000;
const MANY = 3_000;
/** Starting so many takes far longer, anything ordinary less. */
const LONGEST_TURN_MS = 25;
const HEAVY = 4;

describe('commands of the embedded engine that take long', function () {
  this.timeout(240_000);
  const database = useDatabase({ max: 1 });
  const store = useFixture(
    () =>
      openTestStore(database.engineUrl, {
        cacheBytes: 64 * 1024 ** 2,
        longestTurnMs: LONGEST_TURN_MS,
      }),
    (opened) => opened.close(),
  );

  const create = (processId: string, variables = {}) =>
    store.execute({ do: 'create-instance', processId, variables });
  const jobsOf = (type: string, max = 99) =>
    store.execute({ do: 'activate-jobs', type, worker: 'w', max, timeoutMs: HOUR_MS, fetch: [] });
  const complete = (jobKey: string) => store.execute({ do: 'complete-job', jobKey, variables: {} });
  const incidentsOf = async (bpmnProcessId: string) =>
    (await storedRecordsOf(store))
      .filter(({ valueType }) => valueType === 'INCIDENT')
      .map(({ text }) => JSON.parse(text))
      .filter(({ intent, value }) => intent === 'CREATED' && value.bpmnProcessId === bpmnProcessId)
      .map(({ value }) => value.errorMessage as string);

  before(async () => {
    const many = (collection: string) =>
      multiInstance(serviceTask('Many', 'many'), `inputCollection="${collection}"`);
    await store.deploy([
      aDiagram('ordinary', start() + serviceTask('Work', 'ordinary') + end(), [
        'Start -> Work',
        'Work -> End',
      ]),
      aDiagram(
        'heavy',
        start() +
          multiInstance(serviceTask('First', 'first'), 'inputCollection="=firsts"') +
          many('=items') +
          end(),
        ['Start -> First', 'First -> Many', 'Many -> End'],
      ),
      aDiagram('ring', start() + gateway('Again', 'exclusive') + '<bpmn:task id="Round" />', [
        'Start -> Again',
        'Again -> Round',
        'Round -> Again',
      ]),
      aDiagram('too-many', start() + many('=items') + end(), ['Start -> Many', 'Many -> End']),
    ]);
  });

  it('let others go on between them', async () => {
    // given
    const done: string[] = [];
    const noted = (what: string, work: Promise<unknown>) => work.then(() => done.push(what));
    const items = Array(MANY).fill(1);
    await Promise.all(Array.from({ length: HEAVY }, () => create('heavy', { firsts: [1], items })));
    const jobs = await jobsOf('first');

    // when
    const heavy = jobs.map(({ key }) => noted('heavy', complete(key)));
    const ordinary = noted('ordinary', create('ordinary'));
    await ordinary;

    // then
    expect(done.filter((what) => what === 'heavy').length).to.be.lessThan(3);
    await Promise.all(heavy);
    expect(await jobsOf('many', HEAVY * MANY)).to.have.length(HEAVY * MANY);
    expect(await incidentsOf('heavy')).to.deep.equal([]);
  });

  it('that circle stop with an incident, once, whoever is in the same turn', async () => {
    // when
    await Promise.all([create('ordinary'), create('ring'), create('ordinary')]);

    // then
    expect(await incidentsOf('ring')).to.have.length(1);
  });

  it('do not start more at once than everybody can wait for', async () => {
    // when
    await create('too-many', { items: Array(10_001).fill(1) });

    // then
    expect(await incidentsOf('too-many')).to.deep.equal([
      "Expected the result of the expression 'items' to have at most 10000 items, but it has 10001",
    ]);
  });
});
