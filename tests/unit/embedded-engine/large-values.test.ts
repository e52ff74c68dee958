import { expect } from 'chai';
import { describe, it } from 'mocha';
import {
  aDiagram,
  end,
  input,
  multiInstance,
  output,
  sequence,
  serviceTask,
  start,
  subprocess,
  userTask,
} from '#tests/support/engine/diagram-builders.ts';
import { inMemoryEngine } from '#tests/support/engine/in-memory-engine.ts';

const LARGE = 'x'.repeat(100_000);
const OTHER = Array.from({ length: 10_000 }, (_, at) => ({ at }));

/** A process with one element before a job. */
const aProcess = (element: string) =>
  inMemoryEngine([
    aDiagram('keeping', start() + element + serviceTask('After', 'after') + end(), [
      'Start -> Keep',
      'Keep -> After',
      'After -> End',
    ]),
  ]);

describe('large values in the embedded engine', () => {
  it('lie beside the document, and are there where they are read', async () => {
    // given
    const engine = await aProcess(serviceTask('Keep', 'keep', { io: input('=large', 'copy') }));
    const variables = { before: 1, large: LARGE, after: 2 };

    // when
    const key = engine.create('keeping', variables);
    const [job] = engine.jobs('keep');

    // then
    expect(engine.sizes(key).document).to.be.lessThan(2_000);
    expect(engine.sizes(key).values).to.equal(2);
    expect(job?.variables).to.deep.equal({ ...variables, copy: LARGE });
    expect(Object.keys(job?.variables ?? {})).to.deep.equal(['before', 'large', 'after', 'copy']);
  });

  it('are replaced by others, large or small', async () => {
    // given
    const engine = await aProcess(userTask('Keep'));
    const elementKey = engine.create('keeping', { value: LARGE });
    const set = (value: unknown) => {
      engine.execute({ do: 'set-variables', elementKey, variables: { value }, local: true });
      return [engine.instance(elementKey)?.root.variables['value'], engine.sizes(elementKey).values];
    };

    // when
    const found = [OTHER, 'small', LARGE, null].map(set);

    // then
    expect(found).to.deep.equal([
      [OTHER, 1],
      ['small', 0],
      [LARGE, 1],
      [null, 0],
    ]);
  });

  it('write no record when they are set to what they are', async () => {
    // given
    const engine = await aProcess(userTask('Keep'));
    const elementKey = engine.create('keeping', { value: OTHER });

    // when
    engine.execute({
      do: 'set-variables',
      elementKey,
      variables: { value: structuredClone(OTHER) },
      local: true,
    });

    // then
    expect(engine.events('VARIABLE').map(({ intent }) => intent)).to.deep.equal(['CREATED']);
  });

  it('go with the element that has them, and with the instance', async () => {
    // given
    const inside =
      start('InnerStart') +
      serviceTask('Inner', 'inner') +
      end('InnerEnd') +
      sequence('Inner_1', 'InnerStart', 'Inner') +
      sequence('Inner_2', 'Inner', 'InnerEnd');
    const engine = await aProcess(
      subprocess('Keep', inside, { io: input('=[large]', 'local') + output('=1', 'one') }),
    );
    const key = engine.create('keeping', { large: LARGE });

    // when
    const counts = [engine.sizes(key).values];
    for (const type of ['inner', 'after']) {
      engine.doJob(type);
      counts.push(engine.sizes(key).values);
    }

    // then
    expect(counts).to.deep.equal([2, 1, 0]);
    expect(engine.isOver('keeping')).to.equal(true);
  });

  for (const how of ['cancelled', 'ended by a modification'])
    it(`go with an instance that is ${how}`, async () => {
      // given
      const engine = await aProcess(userTask('Keep', 'clerks', input('=[large]', 'local')));
      const instanceKey = engine.create('keeping', { large: LARGE });

      // when
      if (how === 'cancelled') engine.execute({ do: 'cancel-instance', instanceKey });
      else engine.execute({ do: 'modify-instance', instanceKey, activate: [], terminate: [instanceKey] });

      // then
      expect(engine.instance(instanceKey)).to.equal(undefined);
      expect(engine.sizes(instanceKey).values).to.equal(0);
    });

  it('are the items that a sequential multi-instance has still to give out', async () => {
    // given
    const items = [LARGE, 'b', 'c'];
    const engine = await aProcess(
      multiInstance(
        serviceTask('Keep', 'keep', { io: input('=1', 'one') }),
        'inputCollection="=items" inputElement="item"',
        {
          sequential: true,
        },
      ),
    );
    const key = engine.create('keeping', { items });
    const atFirst = engine.sizes(key);

    // when
    const given = items.map(() => {
      const [job] = engine.jobs('keep');
      engine.completeJob(job?.key ?? '');
      return job?.variables['item'];
    });

    // then
    expect([atFirst.values, engine.sizes(key).values]).to.deep.equal([3, 1]);
    expect(atFirst.document).to.be.lessThan(2_000);
    expect(given).to.deep.equal(items);
    expect(engine.jobs('after')).to.have.length(1);
  });

  it('lie beside an inner activity of a large round', async () => {
    // given
    const engine = await aProcess(
      multiInstance(
        serviceTask('Keep', 'keep'),
        'inputCollection="=items" inputElement="item" outputCollection="all" outputElement="=item"',
      ),
    );
    const items = Array.from({ length: 101 }, (_, at) => (at < 2 ? LARGE + at : at));
    engine.create('keeping', { items });

    // when
    const jobs = engine.jobs('keep');
    for (const { key } of jobs) engine.completeJob(key);

    // then
    expect(jobs.map(({ variables }) => variables['item'])).to.deep.equal(items);
    expect(engine.jobs('after')[0]?.variables['all']).to.deep.equal(items);
    expect(engine.sizes('').values).to.equal(2);
  });
});
