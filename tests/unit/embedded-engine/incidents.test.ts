import { expect } from 'chai';
import { describe, it } from 'mocha';
import {
  aDiagram,
  boundary,
  end,
  error,
  errorEnd,
  eventSubprocess,
  message,
  messageEvent,
  sequence,
  serviceTask,
  start,
  subprocess,
  userTask,
} from '#tests/support/engine/diagram-builders.ts';
import { type InMemoryEngine, inMemoryEngine } from '#tests/support/engine/in-memory-engine.ts';

const MESSAGE = message('M', 'm', '=nowhere');

/** Where incidents were raised and resolved, in order. */
const told = (engine: InMemoryEngine): string[] =>
  engine.events('INCIDENT').map(({ intent, value }) => `${intent} ${value['elementId']}`);

describe('incidents of the embedded engine', () => {
  it('are resolved when the scope that waits for help completes without it', async () => {
    // given
    const inside =
      start('S2') + serviceTask('A', 'a') + end('E2') + sequence('f1', 'S2', 'A') + sequence('f2', 'A', 'E2');
    const engine = await inMemoryEngine([
      aDiagram(
        'p',
        start() + userTask('U') + subprocess('Sub', inside) + boundary('B', 'Sub', messageEvent('M')) + end(),
        ['Start -> U', 'U -> Sub', 'Sub -> End', 'B -> End'],
        MESSAGE,
      ),
    ]);
    const instanceKey = engine.create('p');
    const activate = [{ elementId: 'A', variables: [] }];
    engine.execute({ do: 'modify-instance', instanceKey, activate, terminate: [] });

    // when
    engine.doJob('a');

    // then
    expect(told(engine)).to.deep.equal(['CREATED Sub', 'RESOLVED Sub']);
  });

  it('are resolved when the process instance completes', async () => {
    // given
    const listening = eventSubprocess(messageEvent('M'), userTask('U'));
    const engine = await inMemoryEngine([
      aDiagram('p', start() + serviceTask('A', 'a') + end() + listening, ['Start -> A', 'A -> End'], MESSAGE),
    ]);
    engine.execute({ do: 'create-instance', processId: 'p', variables: {}, startBefore: ['A'] });

    // when
    engine.doJob('a');

    // then
    expect(told(engine)).to.deep.equal(['CREATED p', 'RESOLVED p']);
    expect(engine.isOver('p')).to.equal(true);
  });

  it('about an instance that was set aside are resolved when it ends', async () => {
    // given
    const engine = await inMemoryEngine([aDiagram('p', start() + userTask('U'), ['Start -> U'])]);
    const instance = engine.create('p');
    const { definition } = engine.instance(instance) ?? {};
    const fault = { instance, definition: definition?.key ?? '', why: 'it is spoilt' };
    engine.execute({ do: 'set-aside', ...fault });

    // when
    engine.execute({ do: 'cancel-instance', instanceKey: instance });

    // then
    expect(told(engine)).to.deep.equal(['CREATED p', 'RESOLVED p']);
  });

  it('of an error that nobody catches come again when they are resolved in vain, without another activation', async () => {
    // given
    const engine = await inMemoryEngine([
      aDiagram('p', start() + errorEnd('Bad', 'E'), ['Start -> Bad'], error('E', 'bad')),
    ]);
    engine.create('p');

    // when
    const incidentKey = engine.events('INCIDENT', 'CREATED')[0]?.key ?? '';
    engine.execute({ do: 'resolve-incident', incidentKey });

    // then
    expect(told(engine)).to.deep.equal(['CREATED Bad', 'RESOLVED Bad', 'CREATED Bad']);
    expect(engine.elements('ELEMENT_ACTIVATING').filter((id) => id === 'Bad')).to.have.length(1);
    expect(engine.elements().filter((id) => id === 'Bad')).to.have.length(0);
  });
});
