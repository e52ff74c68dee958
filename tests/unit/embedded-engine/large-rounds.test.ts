import { expect } from 'chai';
import { describe, it } from 'mocha';
import {
  input,
  multiInstance,
  output,
  serviceTask,
  subprocess,
  userTask,
} from '#tests/support/engine/diagram-builders.ts';
import {
  completeAllJobs,
  countReached,
  EXPECTED_RESULTS,
  INPUT_AND_OUTPUT_COLLECTION,
  INPUT_COLLECTION,
  inside,
  ITEM_COUNT,
  ITEMS,
  sizesOutsideDocument,
  startMultiInstance,
} from '#tests/support/engine/large-multi-instance.ts';

describe('large multi-instance activities of the embedded engine', () => {
  for (const sequential of [false, true])
    it(`collect what they give back in the order of the items, ${sequential ? 'sequential' : 'parallel'}`, async () => {
      // given
      const { engine } = await startMultiInstance(
        multiInstance(serviceTask('Ask', 'ask'), INPUT_AND_OUTPUT_COLLECTION, { sequential }),
      );

      // when
      for (let jobs = engine.jobs('ask').length; jobs > 0; jobs = engine.jobs('ask').length) {
        engine.advance({ ms: 1_000 });
        completeAllJobs(engine, 'ask');
      }

      // then
      expect(engine.jobs('after')[0]?.variables).to.deep.equal({ bodies: ITEMS, opinions: EXPECTED_RESULTS });
      expect(countReached(engine, 'Ask', 'ELEMENT_COMPLETED')).to.equal(ITEM_COUNT + 1);
      expect(sizesOutsideDocument(engine)).to.deep.equal({ parts: 0, values: 0 });
    });

  it('keep a document that does not grow with them', async () => {
    // given
    const { engine, key } = await startMultiInstance(
      multiInstance(serviceTask('Ask', 'ask'), INPUT_AND_OUTPUT_COLLECTION),
    );
    const [first, ...others] = engine.jobs('ask');
    const { document, parts } = engine.sizes(key);

    // when
    engine.completeJob(first?.key ?? '', { opinion: 'yes' });
    const one = engine.sizes(key);
    for (const { key: job } of others.slice(1)) engine.completeJob(job, { opinion: 'yes' });
    const all = engine.sizes(key);

    // then
    expect(document).to.be.lessThan(5_000);
    expect([parts, one.parts, all.parts]).to.deep.equal([ITEM_COUNT, ITEM_COUNT - 1, 1]);
    expect([one.values, all.values]).to.deep.equal([1, ITEM_COUNT - 1]);
    expect(Math.abs(all.document - document)).to.be.lessThan(20);
  });

  it('write the collection into the records when they begin and when they end, not in between', async () => {
    // given
    const { engine } = await startMultiInstance(
      multiInstance(serviceTask('Ask', 'ask'), INPUT_AND_OUTPUT_COLLECTION),
    );

    // when
    completeAllJobs(engine, 'ask');

    // then
    const values = engine
      .events('VARIABLE')
      .filter(({ value }) => value['name'] === 'opinions')
      .map(({ intent, value }) => [intent, JSON.parse(String(value['value'])) as unknown]);
    expect(values).to.deep.equal([
      ['CREATED', ITEMS.map(() => null)],
      ['UPDATED', EXPECTED_RESULTS],
      ['CREATED', EXPECTED_RESULTS],
    ]);
  });

  it('end the rest as soon as the completion condition is true', async () => {
    // given
    const until =
      '=numberOfCompletedInstances = 3 and numberOfInstances = 150 and numberOfActiveInstances = 147';
    const { engine } = await startMultiInstance(
      multiInstance(userTask('Ask'), INPUT_AND_OUTPUT_COLLECTION, { until }),
    );

    // when
    for (const at of [149, 0, 7]) engine.completeTask(engine.tasksAt('Ask')[at] ?? '', { opinion: `${at}` });

    // then
    const opinions = engine.jobs('after')[0]?.variables['opinions'] as unknown[];
    expect(opinions).to.have.length(ITEM_COUNT);
    expect(opinions.flatMap((one, at) => (one === null ? [] : [[at, one]]))).to.deep.equal([
      [0, '0'],
      [7, '7'],
      [149, '149'],
    ]);
    expect(engine.events('USER_TASK', 'CANCELED')).to.have.length(ITEM_COUNT - 3);
    expect(sizesOutsideDocument(engine)).to.deep.equal({ parts: 0, values: 0 });
  });

  it('let a completion condition read what was collected so far', async () => {
    // given
    const until = '=count(opinions[item = &#34;no&#34;]) = 2';
    const { engine } = await startMultiInstance(
      multiInstance(userTask('Ask'), INPUT_AND_OUTPUT_COLLECTION, { until }),
    );
    const [one, two, three] = engine.tasksAt('Ask');

    // when
    engine.completeTask(one ?? '', { opinion: 'no' });
    engine.completeTask(two ?? '', { opinion: 'yes' });
    const early = countReached(engine, 'After');
    engine.completeTask(three ?? '', { opinion: 'no' });

    // then
    expect(early).to.equal(0);
    expect(countReached(engine, 'After')).to.equal(1);
  });

  it('go on after an incident in one of them', async () => {
    // given
    const { engine } = await startMultiInstance(
      multiInstance(serviceTask('Ask', 'ask'), INPUT_AND_OUTPUT_COLLECTION),
    );
    const [first, ...others] = engine.jobs('ask');
    const jobKey = first?.key ?? '';
    engine.execute({ do: 'fail-job', jobKey, retries: 0, backOffMs: 0, message: 'no' });
    for (const { key } of others) engine.completeJob(key, { opinion: 'yes' });
    const early = countReached(engine, 'After');

    // when
    engine.execute({ do: 'update-retries', jobKey, retries: 1 });
    engine.execute({ do: 'resolve-incident', incidentKey: engine.events('INCIDENT')[0]?.key ?? '' });
    completeAllJobs(engine, 'ask');

    // then
    expect(early).to.equal(0);
    expect(engine.jobs('after')[0]?.variables['opinions']).to.deep.equal([
      'body-0: yes',
      ...others.map(() => 'yes'),
    ]);
  });

  it('give back at the right place when an incident held that up', async () => {
    // given
    const { engine, key } = await startMultiInstance(
      multiInstance(serviceTask('Ask', 'ask'), INPUT_AND_OUTPUT_COLLECTION, { until: '=enough' }),
    );
    completeAllJobs(engine, 'ask');
    const incidents = engine.events('INCIDENT', 'CREATED');

    // when
    engine.execute({ do: 'set-variables', elementKey: key, variables: { enough: false }, local: true });
    for (const { key: incidentKey } of incidents) engine.execute({ do: 'resolve-incident', incidentKey });

    // then
    expect(incidents).to.have.length(ITEM_COUNT);
    expect(engine.jobs('after')[0]?.variables['opinions']).to.deep.equal(EXPECTED_RESULTS);
  });

  it('raise an incident in one whose number was set to something else', async () => {
    // given
    const { engine } = await startMultiInstance(
      multiInstance(serviceTask('Ask', 'ask'), INPUT_AND_OUTPUT_COLLECTION),
    );
    const [job] = engine.jobs('ask');

    // when
    engine.completeJob(job?.key ?? '', { loopCounter: 'first' });

    // then
    expect(engine.incidents()).to.deep.equal([['EXTRACT_VALUE_ERROR', 'Ask']]);
  });

  it('may have more keys inside than a block has', async () => {
    // given
    const { engine } = await startMultiInstance(
      multiInstance(subprocess('Ask', inside(serviceTask('One', 'one'), 'One')), INPUT_COLLECTION),
    );
    const [job] = engine.jobs('one');
    const variables = Object.fromEntries(Array.from({ length: 5_000 }, (_, at) => [`v${at}`, at]));
    const elementKey = job?.elementInstanceKey ?? '';

    // when
    engine.execute({ do: 'set-variables', elementKey, variables, local: true });
    engine.execute({ do: 'fail-job', jobKey: job?.key ?? '', retries: 0, backOffMs: 0, message: '' });
    const incidentKey = engine.events('INCIDENT')[0]?.key ?? '';
    engine.execute({ do: 'update-retries', jobKey: job?.key ?? '', retries: 1 });
    engine.execute({ do: 'resolve-incident', incidentKey });

    // then
    expect(Number(incidentKey) - Number(job?.key)).to.be.greaterThan(4_096);
    expect(engine.events('INCIDENT', 'RESOLVED')).to.have.length(1);
  });

  it('may be ended one by one, and leave the place of that item empty', async () => {
    // given
    const { engine, key: instanceKey } = await startMultiInstance(
      multiInstance(serviceTask('Ask', 'ask'), INPUT_AND_OUTPUT_COLLECTION),
    );
    const [first] = engine.jobs('ask');
    const terminate = [first?.elementInstanceKey ?? ''];

    // when
    engine.execute({ do: 'modify-instance', instanceKey, activate: [], terminate });
    engine.advance({ ms: 1_000 });
    completeAllJobs(engine, 'ask');

    // then
    expect(engine.jobs('after')[0]?.variables['opinions']).to.deep.equal([
      null,
      ...EXPECTED_RESULTS.slice(1),
    ]);
  });

  it('are not migrated, as no multi-instance is', async () => {
    // given
    const { engine, key: instanceKey } = await startMultiInstance(
      multiInstance(userTask('Ask'), INPUT_COLLECTION),
    );
    const targetDefinitionKey = engine.instance(instanceKey)?.definition.key ?? '';
    const mapping = [{ from: 'Ask', to: 'Ask' }];

    // when
    const migrate = () =>
      engine.execute({ do: 'migrate-instance', instanceKey, targetDefinitionKey, mapping });

    // then
    expect(migrate).to.throw('MULTI_INSTANCE_BODY');
  });

  it('see the variables around them, and change them', async () => {
    // given
    const io = input('=count(bodies)', 'all') + output('=all + loopCounter', 'sum');
    const { engine, key } = await startMultiInstance(
      multiInstance(serviceTask('Ask', 'ask', { io }), INPUT_COLLECTION),
    );
    const [first] = engine.jobs('ask');
    const elementKey = first?.elementInstanceKey ?? '';

    // when
    engine.execute({ do: 'set-variables', elementKey, variables: { note: 'seen' }, local: false });

    // then
    expect(first?.variables['all']).to.equal(ITEM_COUNT);
    expect(engine.instance(key)?.root.variables['note']).to.equal('seen');
  });
});
