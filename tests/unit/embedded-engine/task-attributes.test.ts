import { expect } from 'chai';
import { describe, it } from 'mocha';
import {
  aDiagram,
  callActivity,
  end,
  gateway,
  message,
  messageStart,
  sequence,
  start,
  subprocess,
  userTask,
} from '#tests/support/engine/diagram-builders.ts';
import { inMemoryEngine } from '#tests/support/engine/in-memory-engine.ts';

const extended = (kind: string, inside: string): string =>
  `<bpmn:${kind} id="Work"><bpmn:extensionElements>${inside}</bpmn:extensionElements></bpmn:${kind}>`;

/** An instance that has come to its element `Work`. */
async function at(work: string) {
  const engine = await inMemoryEngine([
    aDiagram('p', start() + work + end(), ['Start -> Work', 'Work -> End']),
  ]);
  engine.create('p', { big: 2_147_483_648 });
  return engine;
}

const job = (retries: string) =>
  at(extended('serviceTask', `<zeebe:taskDefinition type="work" retries="${retries}" />`));
const due = (date: string) =>
  at(
    extended('userTask', `<zeebe:userTask /><zeebe:taskSchedule dueDate="${date}" followUpDate="${date}" />`),
  );

const STUCK = [['EXTRACT_VALUE_ERROR', 'Work']];

describe('what a diagram says of its tasks, to the embedded engine', () => {
  for (const [retries, number] of [
    ['5', 5],
    ['=5', 5],
    ['=&#34;5&#34;', 5],
    ['=2.5 * 2', 5],
    ['0', 0],
  ] as const)
    it(`are the retries ${retries}`, async () => {
      // when
      const engine = await job(retries);

      // then
      expect(engine.events('JOB', 'CREATED').map(({ value }) => value['retries'])).to.deep.equal([number]);
    });

  for (const retries of ['=null', '=[]', '', '=true', '=1.5', 'three', '=&#34;&#34;', '0x10', '=[3]', '=big'])
    it(`are no retries: '${retries}'`, async () => {
      // when
      const engine = await job(retries);

      // then
      expect(engine.incidents()).to.deep.equal(STUCK);
      expect(engine.events('JOB', 'CREATED')).to.deep.equal([]);
    });

  for (const date of ['1', 'March 7', '2026-02-30T00:00:00Z', '2026-01-01', '=1', '=&#34;nonsense&#34;'])
    it(`is no date of a user task: ${date}`, async () => {
      // when
      const engine = await due(date);

      // then
      expect(engine.incidents()).to.deep.equal(STUCK);
    });

  it('are dates with the name of their zone, which the records leave out', async () => {
    // when
    const engine = await due('2026-01-01T10:00:00+03:30[Asia/Tehran]');

    // then
    const [created] = engine.events('USER_TASK', 'CREATED');
    expect([created?.value['dueDate'], created?.value['followUpDate']]).to.deep.equal([
      '2026-01-01T10:00:00+03:30',
      '2026-01-01T10:00:00+03:30',
    ]);
  });

  it('are headers of user tasks', async () => {
    // when
    const engine = await at(
      extended(
        'userTask',
        '<zeebe:userTask /><zeebe:taskHeaders><zeebe:header key="kind" value="visit" /></zeebe:taskHeaders>',
      ),
    );

    // then
    expect(engine.events('USER_TASK', 'CREATED')[0]?.value['customHeaders']).to.deep.equal({ kind: 'visit' });
  });

  for (const kind of ['exclusive', 'inclusive'])
    it(`ends at an ${kind} gateway that leads nowhere, with its path`, async () => {
      // given
      const inner = start('InnerStart') + gateway('Inner', kind) + sequence('Inner_1', 'InnerStart', 'Inner');

      // when
      const engine = await at(subprocess('Work', inner));

      // then
      expect(engine.incidents()).to.deep.equal([]);
      expect(engine.isOver('p')).to.equal(true);
    });

  it('is a called process that only a message can start, and the incident says so', async () => {
    // given
    const called = aDiagram(
      'called',
      messageStart('Start', 'M') + userTask('Task') + end(),
      ['Start -> Task', 'Task -> End'],
      message('M', 'm'),
    );
    const engine = await inMemoryEngine([
      called,
      aDiagram('p', start() + callActivity('Work', 'called'), ['Start -> Work']),
    ]);

    // when
    engine.create('p');

    // then
    expect(engine.incidents()).to.deep.equal([['CALLED_ELEMENT_ERROR', 'Work']]);
    const said = String(engine.events('INCIDENT')[0]?.value['errorMessage']);
    expect(said).to.include("'called'").and.to.include('none start event');
    expect(said).not.to.include('deployed');
  });
});
