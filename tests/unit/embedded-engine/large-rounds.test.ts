import { expect } from 'chai';
import { describe, it } from 'mocha';
import {
  input,
  multiple,
  output,
  serviceTask,
  subprocess,
  userTask,
} from '#tests/support/engine/diagram-builders.ts';
import {
  apart,
  ASK,
  asking,
  BODIES,
  COLLECT,
  doAll,
  EACH,
  inside,
  MANY,
  reached,
} from '#tests/support/engine/large-round.ts';

describe('large multi-instance activities of the embedded engine', () => {
  for (const sequential of [false, true])
    it(`collect what they give back in the order of the items, ${sequential ? 'sequential' : 'parallel'}`, async () => {
      // given
      const { engine } = await asking(multiple(serviceTask('Ask', 'ask'), COLLECT, { sequential }));

      // when
      for (let jobs = engine.jobs('ask').length; jobs > 0; jobs = engine.jobs('ask').length) {
        engine.advance({ ms: 1_000 });
        doAll(engine, 'ask');
      }

      // then
      expect(engine.jobs('after')[0]?.variables).to.deep.equal({ bodies: BODIES, opinions: EACH });
      expect(reached(engine, 'Ask', 'ELEMENT_COMPLETED')).to.equal(MANY + 1);
      expect(apart(engine)).to.deep.equal({ parts: 0, values: 0 });
    });

  it('keep a document that does not grow with them', async () => {
    // given
    const { engine, key } = await asking(multiple(serviceTask('Ask', 'ask'), COLLECT));
    const [first, ...others] = engine.jobs('ask');
    const { document, parts } = engine.sizes(key);

    // when
    engine.completeJob(first?.key ?? '', { opinion: 'yes' });
    const one = engine.sizes(key);
    for (const { key: job } of others.slice(1)) engine.completeJob(job, { opinion: 'yes' });
    const all = engine.sizes(key);

    // then
    expect(document).to.be.lessThan(5_000);
    expect([parts, one.parts, all.parts]).to.deep.equal([MANY, MANY - 1, 1]);
    expect([one.values, all.values]).to.deep.equal([1, MANY - 1]);
    expect(Math.abs(all.document - document)).to.be.lessThan(20);
  });

  it('write the collection into the records when they begin and when they end, not in between', async () => {
    // given
    const { engine } = await asking(multiple(serviceTask('Ask', 'ask'), COLLECT));

    // when
    doAll(engine, 'ask');

    // then
    const values = engine
      .events('VARIABLE')
      .filter(({ value }) => value['name'] === 'opinions')
      .map(({ intent, value }) => [intent, JSON.parse(String(value['value'])) as unknown]);
    expect(values).to.deep.equal([
      ['CREATED', BODIES.map(() => null)],
      ['UPDATED', EACH],
      ['CREATED', EACH],
    ]);
  });

  it('end the rest as soon as the completion condition is true', async () => {
    // given
    const until =
      '=numberOfCompletedInstances = 3 and numberOfInstances = 150 and numberOfActiveInstances = 147';
    const { engine } = await asking(multiple(userTask('Ask'), COLLECT, { until }));

    // when
    for (const at of [149, 0, 7]) engine.completeTask(engine.tasksAt('Ask')[at] ?? '', { opinion: `${at}` });

    // then
    const opinions = engine.jobs('after')[0]?.variables['opinions'] as unknown[];
    expect(opinions).to.have.length(MANY);
    expect(opinions.flatMap((one, at) => (one === null ? [] : [[at, one]]))).to.deep.equal([
      [0, '0'],
      [7, '7'],
      [149, '149'],
    ]);
    expect(engine.events('USER_TASK', 'CANCELED')).to.have.length(MANY - 3);
    expect(apart(engine)).to.deep.equal({ parts: 0, values: 0 });
  });

  it('let a completion condition read what was collected so far', async () => {
    // given
    const until = '=count(opinions[item = &#34;no&#34;]) = 2';
    const { engine } = await asking(multiple(userTask('Ask'), COLLECT, { until }));
    const [one, two, three] = engine.tasksAt('Ask');

    // when
    engine.completeTask(one ?? '', { opinion: 'no' });
    engine.completeTask(two ?? '', { opinion: 'yes' });
    const early = reached(engine, 'After');
    engine.completeTask(three ?? '', { opinion: 'no' });

    // then
    expect(early).to.equal(0);
    expect(reached(engine, 'After')).to.equal(1);
  });

  it('go on after an incident in one of them', async () => {
    // given
    const { engine } = await asking(multiple(serviceTask('Ask', 'ask'), COLLECT));
    const [first, ...others] = engine.jobs('ask');
    const jobKey = first?.key ?? '';
    engine.execute({ do: 'fail-job', jobKey, retries: 0, backOffMs: 0, message: 'no' });
    for (const { key } of others) engine.completeJob(key, { opinion: 'yes' });
    const early = reached(engine, 'After');

    // when
    engine.execute({ do: 'update-retries', jobKey, retries: 1 });
    engine.execute({ do: 'resolve-incident', incidentKey: engine.events('INCIDENT')[0]?.key ?? '' });
    doAll(engine, 'ask');

    // then
    expect(early).to.equal(0);
    expect(engine.jobs('after')[0]?.variables['opinions']).to.deep.equal([
      'body-0: yes',
      ...others.map(() => 'yes'),
    ]);
  });

  it('give back at the right place when an incident held that up', async () => {
    // given
    const { engine, key } = await asking(multiple(serviceTask('Ask', 'ask'), COLLECT, { until: '=enough' }));
    doAll(engine, 'ask');
    const incidents = engine.events('INCIDENT', 'CREATED');

    // when
    engine.execute({ do: 'set-variables', elementKey: key, variables: { enough: false }, local: true });
    for (const { key: incidentKey } of incidents) engine.execute({ do: 'resolve-incident', incidentKey });

    // then
    expect(incidents).to.have.length(MANY);
    expect(engine.jobs('after')[0]?.variables['opinions']).to.deep.equal(EACH);
  });

  it('raise an incident in one whose number was set to something else', async () => {
    // given
    const { engine } = await asking(multiple(serviceTask('Ask', 'ask'), COLLECT));
    const [job] = engine.jobs('ask');

    // when
    engine.completeJob(job?.key ?? '', { loopCounter: 'first' });

    // then
    expect(engine.incidents()).to.deep.equal([['EXTRACT_VALUE_ERROR', 'Ask']]);
  });

  it('may have more keys inside than a block has', async () => {
    // given
    const { engine } = await asking(
      multiple(subprocess('Ask', inside(serviceTask('One', 'one'), 'One')), ASK),
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
    const { engine, key: instanceKey } = await asking(multiple(serviceTask('Ask', 'ask'), COLLECT));
    const [first] = engine.jobs('ask');
    const terminate = [first?.elementInstanceKey ?? ''];

    // when
    engine.execute({ do: 'modify-instance', instanceKey, activate: [], terminate });
    engine.advance({ ms: 1_000 });
    doAll(engine, 'ask');

    // then
    expect(engine.jobs('after')[0]?.variables['opinions']).to.deep.equal([null, ...EACH.slice(1)]);
  });

  it('are not migrated, as no multi-instance is', async () => {
    // given
    const { engine, key: instanceKey } = await asking(multiple(userTask('Ask'), ASK));
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
    const { engine, key } = await asking(multiple(serviceTask('Ask', 'ask', { io }), ASK));
    const [first] = engine.jobs('ask');
    const elementKey = first?.elementInstanceKey ?? '';

    // when
    engine.execute({ do: 'set-variables', elementKey, variables: { note: 'seen' }, local: false });

    // then
    expect(first?.variables['all']).to.equal(MANY);
    expect(engine.instance(key)?.root.variables['note']).to.equal('seen');
  });
});
