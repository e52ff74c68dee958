import { expect } from 'chai';
import { describe, it } from 'mocha';
import { Rejection } from '../../../engine/core/rejection.ts';
import { plainText } from '../../../engine/wire/input.ts';
import {
  aDiagram,
  catchMessage,
  end,
  message,
  messageStart,
  serviceTask,
  start,
} from '../../support/engine/diagram-builders.ts';
import { inMemory } from '../../support/engine/in-memory.ts';

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
      expect(await rejected(() => inMemory([diagram]))).to.equal('INVALID_ARGUMENT');
    });

  it('are refused at deployment in the id of a process', async () => {
    // given
    const { content } = aDiagram('p', start() + end(), ['Start -> End']);
    const xml = Buffer.from(content, 'base64').toString().replace('id="p"', `id="${LONG}"`);

    // then
    expect(
      await rejected(() => inMemory([{ name: 'p.bpmn', content: Buffer.from(xml).toString('base64') }])),
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
        const engine = await inMemory([diagram]);

        // when
        engine.create('p', { key: name });

        // then
        expect(engine.incidents()).to.deep.equal([['EXTRACT_VALUE_ERROR', 'Work']]);
      });
});
