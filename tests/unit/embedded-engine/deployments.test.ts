import { expect } from 'chai';
import { describe, it } from 'mocha';
import {
  aDiagram,
  boundary,
  catchMessage,
  compensate,
  cycle,
  end,
  gateway,
  message,
  start,
  subprocess,
  userTask,
} from '#tests/support/engine/diagram-builders.ts';
import { inMemoryEngine } from '#tests/support/engine/in-memory-engine.ts';

describe('deployments of the embedded engine', () => {
  it('refuses what it does not know, and names it', async () => {
    // given
    const diagrams = [
      aDiagram('p', start() + '<bpmn:complexGateway id="Odd" />', ['Start -> Odd']),
      aDiagram('p', start() + gateway('Fork', 'parallel') + gateway('Odd', 'inclusive') + end(), [
        'Start -> Fork',
        'Fork -> Odd',
        'Fork -> Odd',
        'Odd -> End',
      ]),
      aDiagram('p', start() + userTask('A') + boundary('Odd', 'A', cycle('R3/PT1H')), ['Start -> A']),
      aDiagram('p', start() + userTask('A') + boundary('Odd', 'A', '<bpmn:compensateEventDefinition />'), [
        'Start -> A',
      ]),
      aDiagram('p', start() + userTask('A') + compensate('Odd', 'A'), ['Start -> A', 'A -> Odd']),
      aDiagram('p', start() + subprocess('Odd', userTask('A')), ['Start -> Odd']),
      aDiagram('p', start() + '<bpmn:serviceTask id="Odd" />', ['Start -> Odd']),
      aDiagram('p', start() + userTask('Odd', '=[1 +'), ['Start -> Odd']),
      aDiagram('p', start() + catchMessage('Odd', 'Message_X'), ['Start -> Odd'], message('Message_X', 'x')),
      aDiagram(
        'p',
        start() +
          userTask('Odd').replace(
            '</bpmn:userTask>',
            '<bpmn:multiInstanceLoopCharacteristics /></bpmn:userTask>',
          ),
        ['Start -> Odd'],
      ),
    ];

    for (const diagram of diagrams) {
      // when
      const error = await inMemoryEngine([diagram]).then(
        () => undefined,
        (reason: Error & { code?: string }) => reason,
      );

      // then
      expect(error?.code).to.equal('INVALID_ARGUMENT');
      expect(error?.message).to.include('Odd');
    }
  });

  it('keeps the version of what is the same, and counts up what changed', async () => {
    // given
    const one = aDiagram('p', start() + end(), ['Start -> End']);
    const other = aDiagram('p', start() + userTask('New') + end(), ['Start -> New', 'New -> End']);
    const engine = await inMemoryEngine([one]);
    const versions = async (diagram: typeof one) =>
      (await engine.deploy([diagram])).deployed.map((made) => ('process' in made ? made.process.version : 0));

    // when
    const same = await versions(one);
    const changed = await versions(other);

    // then
    expect([same, changed]).to.deep.equal([[1], [2]]);
    expect(engine.events('PROCESS', 'CREATED')).to.have.length(2);
  });
});
