import { expect } from 'chai';
import { describe, it } from 'mocha';
import { Rejection } from '#engine/core/rejection.ts';
import { variablesOf } from '#engine/wire/input.ts';
import {
  aDiagram,
  end,
  gateway,
  input,
  output,
  serviceTask,
  start,
  userTask,
} from '#tests/support/engine/diagram-builders.ts';
import { type InMemoryEngine, inMemoryEngine } from '#tests/support/engine/in-memory-engine.ts';

const ENDLESS = '=for i in 1..1000000000 return i';
const NESTED = '=count(for i in 1..100000 return for j in 1..100000 return i * j) &gt; 0';

/** The engine with two processes, one of which is spoilt, and one instance of each. */
async function besideOrdinary(spoilt: ReturnType<typeof aDiagram>): Promise<InMemoryEngine> {
  const ordinary = aDiagram('ordinary', start() + userTask('Task') + end(), ['Start -> Task', 'Task -> End']);
  const engine = await inMemoryEngine([spoilt, ordinary]);
  engine.create('spoilt');
  engine.create('ordinary');
  return engine;
}

const table = (inputText: string, outputText: string) => ({
  name: 'table.dmn',
  content: Buffer.from(
    `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="drg" name="drg" namespace="test">
  <decision id="decide" name="decide"><decisionTable id="t">
    <input id="i"><inputExpression id="ie" typeRef="number"><text>${inputText}</text></inputExpression></input>
    <output id="o" name="out" typeRef="number" />
    <rule id="r"><inputEntry id="e"><text></text></inputEntry><outputEntry id="x"><text>${outputText}</text></outputEntry></rule>
  </decisionTable></decision>
</definitions>`,
  ).toString('base64'),
});

const EXPRESSIONS: [where: string, elements: string, flows: string[]][] = [
  [
    'an input mapping',
    start() + serviceTask('Work', 'work', { io: input(ENDLESS, 'x') }) + end(),
    ['Start -> Work', 'Work -> End'],
  ],
  [
    'nested loops of a condition',
    start() + gateway('Work', 'exclusive', 'default="Flow_2"') + userTask('A') + end(),
    ['Start -> Work', 'Work -> End', `Work -> A: ${NESTED}`],
  ],
];

describe('limits of the embedded engine', () => {
  for (const [where, elements, flows] of EXPRESSIONS)
    it(`ends an expression without end in ${where} with an incident on that instance`, async () => {
      // when
      const engine = await besideOrdinary(aDiagram('spoilt', elements, flows));

      // then
      expect(engine.incidents().map(([, element]) => element)).to.deep.equal(['Work']);
      expect(String(engine.events('INCIDENT')[0]?.value['errorMessage'])).to.contain(
        'did not come to an end',
      );
      expect(engine.tasksAt('Task')).to.have.length(1);
    });

  it('ends an output mapping without end with an incident, and its job stays done', async () => {
    // given
    const work = serviceTask('Work', 'work', { io: output(ENDLESS, 'x') });
    const engine = await besideOrdinary(
      aDiagram('spoilt', start() + work + end(), ['Start -> Work', 'Work -> End']),
    );

    // when
    engine.doJob('work');

    // then
    expect(engine.incidents()).to.deep.equal([['IO_MAPPING_ERROR', 'Work']]);
    expect(engine.events('JOB', 'COMPLETED')).to.have.length(1);
  });

  for (const [where, resource] of [
    ['an input', table('count(for i in 1..1000000000 return i)', '1')],
    ['an output', table('1', 'count(for i in 1..1000000000 return i)')],
  ] as const)
    it(`ends a decision table whose ${where} has no end with an incident`, async () => {
      // given
      const decide = `<bpmn:businessRuleTask id="Decide"><bpmn:extensionElements><zeebe:calledDecision decisionId="decide" resultVariable="r" /></bpmn:extensionElements></bpmn:businessRuleTask>`;
      const diagram = aDiagram('deciding', start() + decide + end(), ['Start -> Decide', 'Decide -> End']);
      const engine = await inMemoryEngine([diagram, resource]);

      // when
      engine.create('deciding');

      // then
      expect(engine.incidents()).to.deep.equal([['DECISION_EVALUATION_ERROR', 'Decide']]);
    });

  it('refuses no diagram because its expressions take long', async () => {
    // given
    const work = serviceTask('Work', 'work', { io: input(ENDLESS, 'x') });

    // when
    const engine = await inMemoryEngine([
      aDiagram('p', start() + work + end(), ['Start -> Work', 'Work -> End']),
    ]);

    // then
    expect(engine.events('PROCESS', 'CREATED')).to.have.length(1);
  });

  it('stops a result that no variable can hold', async () => {
    // given
    const work = serviceTask('Work', 'work', { io: input('=[text, text]', 'x') });
    const engine = await inMemoryEngine([
      aDiagram('p', start() + work + end(), ['Start -> Work', 'Work -> End']),
    ]);

    // when
    engine.create('p', { text: 'x'.repeat(3 * 1024 * 1024) });

    // then
    expect(engine.incidents()).to.deep.equal([['IO_MAPPING_ERROR', 'Work']]);
  });

  it('stops a token that circles without a wait, with an incident where it is', async () => {
    // given
    const circling = aDiagram(
      'spoilt',
      start() + gateway('Again', 'exclusive') + '<bpmn:task id="Round" />',
      ['Start -> Again', 'Again -> Round', 'Round -> Again'],
    );

    // when
    const engine = await besideOrdinary(circling);

    // then
    expect(engine.incidents().map(([type]) => type)).to.deep.equal(['EXECUTION_LIMIT_EXCEEDED']);
    expect(engine.events('PROCESS_INSTANCE').length).to.be.lessThan(20_000);
    expect(engine.tasksAt('Task')).to.have.length(1);
  });

  it('takes variables of 1,000 levels, and refuses what has more', () => {
    // given
    const nested = (levels: number) => `{"x":${'['.repeat(levels)}${']'.repeat(levels)}}`;

    // then
    expect(variablesOf(nested(1_000))).to.have.property('x');
    for (const levels of [1_001, 100_000])
      expect(() => variablesOf(nested(levels))).to.throw(Rejection, '1000 levels');
  });

  it('ends what nests a value deeper and deeper with an incident on that instance', async () => {
    // given
    const deeper = serviceTask('Work', 'work', { io: output('=[x]', 'x') });
    const engine = await besideOrdinary(
      aDiagram('spoilt', start() + deeper + end(), ['Start -> Work', 'Work -> End']),
    );
    const [instanceKey] = engine.jobs('work').map((job) => job.processInstanceKey);
    const x = JSON.parse('['.repeat(1_000) + ']'.repeat(1_000)) as unknown;

    // when
    engine.execute({ do: 'set-variables', elementKey: instanceKey ?? '', variables: { x }, local: true });
    engine.advance({ ms: 2_000 });
    engine.doJob('work');

    // then
    expect(engine.incidents()).to.deep.equal([['IO_MAPPING_ERROR', 'Work']]);
  });
});
