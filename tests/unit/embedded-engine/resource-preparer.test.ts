import { expect } from 'chai';
import { afterEach, describe, it } from 'mocha';
import { prepare, type Resource } from '#engine/core/prepare.ts';
import { Rejection } from '#engine/core/rejection.ts';
import { createResourcePreparer, type ResourcePreparer } from '#engine/store/resource-preparer.ts';
import {
  aDiagram,
  boundary,
  compensate,
  compensationBoundary,
  compensationHandler,
  end,
  eventSubprocess,
  gateway,
  input,
  message,
  messageEvent,
  multiInstance,
  sequence,
  serviceTask,
  start,
  subprocess,
  timer,
} from '#tests/support/engine/diagram-builders.ts';

/** Checking one such expression takes as long as an expression may. */
const SLOW = input('=for i in 1..1000000000 return i', 'x');
const ENOUGH = 60;
const LONGEST_MS = 6_000;

const aFile = (id: string, io = ''): Resource =>
  aDiagram(id, start() + serviceTask('Work', 'work', { io }) + end(), ['Start -> Work', 'Work -> End']);

describe('the process that reads what is deployed', function () {
  this.timeout(120_000);
  let preparing: ResourcePreparer;

  afterEach(() => preparing.close());

  const outcome = ({ name, content }: Resource): Promise<string> =>
    preparing.prepare({ name, content }).then(
      ({ kind, name }) => `${name} is a ${kind}`,
      (error: Error) => (error instanceof Rejection ? `${error.code} ${error.message}` : error.message),
    );

  it('refuses a file that takes too long, and none that waits behind it', async () => {
    // given
    preparing = createResourcePreparer({ longestMs: LONGEST_MS });

    // when
    const outcomes = await Promise.all([
      outcome(aFile('quick')),
      outcome(aFile('slow', SLOW.repeat(ENOUGH))),
      outcome(aFile('behind')),
    ]);

    // then
    expect(outcomes).to.deep.equal([
      'quick.bpmn is a process',
      "INVALID_ARGUMENT Expected to read 'slow.bpmn', but it took longer than 6 s",
      'behind.bpmn is a process',
    ]);
  });

  it('gives a model as it was read, whatever in it leads to what', async () => {
    // given
    preparing = createResourcePreparer();
    const inner =
      start('In') +
      serviceTask('Deep', 'deep') +
      end('Out') +
      sequence('I1', 'In', 'Deep') +
      sequence('I2', 'Deep', 'Out');
    const diagram = aDiagram(
      'all',
      start() +
        multiInstance(subprocess('Each', inner), 'inputCollection="=list"') +
        boundary('Late', 'Each', timer('PT1H')) +
        serviceTask('Book', 'book') +
        compensationBoundary('Book', 'Unbook') +
        compensationHandler(serviceTask('Unbook', 'unbook')) +
        gateway('Which', 'exclusive', 'default="Flow_5"') +
        compensate('Undo', 'Book') +
        end() +
        eventSubprocess(messageEvent('M'), serviceTask('Stop', 'stop')),
      ['Start -> Each', 'Each -> Book', 'Late -> Book', 'Book -> Which', 'Which -> End', 'Which -> Undo: =x'],
      message('M', 'stop', '=key'),
    );

    // then
    expect(await preparing.prepare(diagram)).to.deep.equal(await prepare(diagram));
  });

  it('reads as many elements in a row as there are', async () => {
    // given
    preparing = createResourcePreparer();
    const ids = Array.from({ length: 2_000 }, (_, at) => `Task_${at}`);
    const row = ['Start', ...ids, 'End'];
    const diagram = aDiagram(
      'long',
      start() + ids.map((id) => `<bpmn:task id="${id}" />`).join('') + end(),
      row.slice(1).map((id, at) => `${row[at]} -> ${id}`),
    );

    // then
    expect(await outcome(diagram)).to.equal('long.bpmn is a process');
  });

  it('says of a file that cannot be deployed what is wrong with it, and goes on', async () => {
    // given
    preparing = createResourcePreparer();

    // when
    const outcomes = await Promise.all([outcome({ name: 'text.txt', content: '' }), outcome(aFile('good'))]);

    // then
    expect(outcomes[0]).to.match(/^INVALID_ARGUMENT .*'text.txt' is no diagram and no table$/);
    expect(outcomes[1]).to.equal('good.bpmn is a process');
  });

  it('refuses nothing for the reason that the engine is closed meanwhile', async () => {
    // given
    preparing = createResourcePreparer();
    const outcomes = Promise.all([outcome(aFile('one')), outcome(aFile('other'))]);

    // when
    await preparing.close();

    // then
    expect(await outcomes).to.deep.equal(['the process is closed', 'the process is closed']);
  });
});
