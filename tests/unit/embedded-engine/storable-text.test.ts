import { expect } from 'chai';
import { describe, it } from 'mocha';
import { Rejection } from '#engine/core/rejection.ts';
import { plainText } from '#engine/wire/input.ts';
import {
  aDiagram,
  catchMessage,
  end,
  gateway,
  input,
  message,
  messageStart,
  serviceTask,
  start,
  userTask,
} from '#tests/support/engine/diagram-builders.ts';
import { inMemoryEngine } from '#tests/support/engine/in-memory-engine.ts';

const LONG = 'ی'.repeat(401);
const WRONG: [what: string, name: string][] = [
  ['NUL', 'a\0'],
  ['half a character', 'a\ud83d'],
  ['more than 800 bytes', LONG],
];

const rejected = async (act: () => unknown): Promise<unknown> => {
  try {
    return await act();
  } catch (error) {
    return error instanceof Rejection ? error.code : error;
  }
};

describe('names and keys by which the embedded engine finds things', () => {
  for (const [what, name] of WRONG)
    it(`are refused with ${what}`, async () => {
      // then
      expect(await rejected(() => plainText('name', name))).to.equal('INVALID_ARGUMENT');
    });

  it('may be any other text', () => {
    for (const name of ['', '۱۲🚧', 'ی'.repeat(400)])
      // then
      expect(plainText('name', name)).to.equal(name);
  });

  for (const [what, elements] of [
    ['waited for', start() + catchMessage('Work', 'Message_Long') + end()],
    ['started by', messageStart('Start', 'Message_Long') + '<bpmn:task id="Work" />' + end()],
  ] as const)
    it(`are refused at deployment in a message that is ${what}`, async () => {
      // given
      const diagram = aDiagram(
        'p',
        elements,
        ['Start -> Work', 'Work -> End'],
        message('Message_Long', LONG, '=key'),
      );

      // then
      expect(await rejected(() => inMemoryEngine([diagram]))).to.equal('INVALID_ARGUMENT');
    });

  it('are refused at deployment in the id of a process', async () => {
    // given
    const { content } = aDiagram('p', start() + end(), ['Start -> End']);
    const xml = Buffer.from(content, 'base64').toString().replace('id="p"', `id="${LONG}"`);

    // then
    expect(
      await rejected(() =>
        inMemoryEngine([{ name: 'p.bpmn', content: Buffer.from(xml).toString('base64') }]),
      ),
    ).to.equal('INVALID_ARGUMENT');
  });

  for (const [what, name] of WRONG)
    for (const [where, work] of [
      ['a job type', serviceTask('Work', '=key')],
      ['a correlation key', catchMessage('Work', 'Message_Wait')],
    ] as const)
      it(`stop the instance with an incident where an expression gives ${where} with ${what}`, async () => {
        // given
        const diagram = aDiagram(
          'p',
          start() + work + end(),
          ['Start -> Work', 'Work -> End'],
          message('Message_Wait', 'wait', '=key'),
        );
        const engine = await inMemoryEngine([diagram]);

        // when
        engine.create('p', { key: name });

        // then
        expect(engine.incidents()).to.deep.equal([['EXTRACT_VALUE_ERROR', 'Work']]);
      });

  for (const id of ['constructor', 'valueOf', '__proto__'])
    it(`may be ${id}: a join of one instance never counts what arrived in another`, async () => {
      // given
      const engine = await inMemoryEngine([
        aDiagram(
          'p',
          start() +
            gateway('Fork', 'parallel') +
            serviceTask('A', 'a') +
            serviceTask('B', 'b') +
            gateway(id, 'parallel') +
            end(),
          ['Start -> Fork', 'Fork -> A', 'Fork -> B', `A -> ${id}`, `B -> ${id}`, `${id} -> End`],
        ),
      ]);
      engine.create('p');
      engine.create('p');

      // when
      engine.doJob('a');
      const [, second] = engine.jobs('b');
      engine.completeJob(second?.key ?? '');
      const early = engine.elements().includes(id);
      engine.doJob('a');

      // then
      expect(early).to.equal(false);
      expect(engine.isOver('p')).to.equal(true);
    });

  it('may be __proto__: a variable of that name is kept as any other', async () => {
    // given
    const named = (value: unknown) => JSON.parse(`{"__proto__":${JSON.stringify(value)}}`) as object;
    const work = serviceTask('A', 'a', { io: input('=1', '__proto__') });
    const engine = await inMemoryEngine([
      aDiagram('p', start() + userTask('U') + serviceTask('Before', 'before') + work, [
        'Start -> U',
        'U -> Before',
        'Before -> A',
      ]),
    ]);
    engine.create('p', { ...named({ a: 1 }), constructor: 2 });

    // when
    engine.completeTask(engine.taskAt('U'), { ...named({ a: 2 }) });
    const before = engine.jobs('before')[0];
    engine.completeJob(before?.key ?? '');

    // then
    expect(JSON.stringify(before?.variables)).to.equal('{"__proto__":{"a":2},"constructor":2}');
    expect(JSON.stringify(engine.jobs('a')[0]?.variables)).to.equal('{"__proto__":1,"constructor":2}');
  });
});
