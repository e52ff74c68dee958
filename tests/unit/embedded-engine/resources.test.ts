import { expect } from 'chai';
import { describe, it } from 'mocha';
import { aDiagram, end, message, messageStart, userTask } from '#tests/support/engine/diagram-builders.ts';
import { inMemoryEngine } from '#tests/support/engine/in-memory-engine.ts';

const version = (task: string) =>
  aDiagram(
    'p',
    messageStart('Start', 'M') + userTask(task) + end(),
    [`Start -> ${task}`, `${task} -> End`],
    message('M', 'begin'),
  );

const TABLE = (output: string) => ({
  name: 'size.dmn',
  content: Buffer.from(
    `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="Sizes" name="Sizes" namespace="test">
  <decision id="size" name="Size"><decisionTable id="T" hitPolicy="FIRST">
    <input id="I"><inputExpression id="IE" typeRef="number"><text>amount</text></inputExpression></input>
    <output id="O" name="size" typeRef="string" />
    <rule id="Small"><inputEntry id="E1"><text>&lt; 10</text></inputEntry><outputEntry id="O1"><text>${output}</text></outputEntry></rule>
    <rule id="Large"><inputEntry id="E2"><text></text></inputEntry><outputEntry id="O2"><text>"large"</text></outputEntry></rule>
  </decisionTable></decision>
</definitions>`,
  ).toString('base64'),
});

describe('resources of the embedded engine', () => {
  it('are deleted when no instance runs; the version before starts again, and no number comes twice', async () => {
    // given
    const engine = await inMemoryEngine([version('A')]);
    const { deployed } = await engine.deploy([version('B')]);
    const second = deployed[0];
    const key = second && 'process' in second ? second.process.processDefinitionKey : '';

    // when
    engine.execute({ do: 'delete-resource', resourceKey: key });
    engine.publish('begin', 'x');
    const third = (await engine.deploy([version('C')])).deployed[0];

    // then
    expect(engine.elements()).to.include('A');
    expect(third && 'process' in third && third.process.version).to.equal(3);
    expect(engine.events('RESOURCE_DELETION', 'DELETED')).to.have.length(1);
    expect(engine.events('PROCESS', 'DELETED').map(({ key: deleted }) => deleted)).to.deep.equal([key]);
  });

  it('are kept while an instance runs', async () => {
    // given
    const engine = await inMemoryEngine([version('A')]);
    const key = engine.events('PROCESS', 'CREATED')[0]?.key ?? '';
    engine.publish('begin', 'x');

    // then
    expect(() => engine.execute({ do: 'delete-resource', resourceKey: key })).to.throw('running instances');
    expect(() => engine.execute({ do: 'delete-resource', resourceKey: '1' })).to.throw('no resource found');
  });

  it('give null where a row of a decision says nothing, as the editor tries it', async () => {
    for (const output of ['', ' ']) {
      // given
      const engine = await inMemoryEngine([TABLE(output)]);

      // when
      const evaluated = engine.execute({
        do: 'evaluate-decision',
        decisionId: 'size',
        variables: { amount: 5 },
      });

      // then
      expect(evaluated.failure).to.equal('');
      expect(evaluated.output).to.equal(null);
      expect(evaluated.matched.map(({ ruleId }) => ruleId)).to.deep.equal(['Small']);
    }
  });

  it('evaluate a decision by id or by key, and say which rule fitted', async () => {
    // given
    const engine = await inMemoryEngine([TABLE('"small"')]);
    await engine.deploy([TABLE('"tiny"')]);
    const [first] = engine.events('DECISION', 'CREATED');
    const variables = { amount: 3 };

    // when
    const latest = engine.execute({ do: 'evaluate-decision', decisionId: 'size', variables });
    const older = engine.execute({ do: 'evaluate-decision', decisionKey: first?.key ?? '', variables });

    // then
    expect([latest.output, older.output]).to.deep.equal(['tiny', 'small']);
    expect(latest.matched).to.deep.equal([{ ruleId: 'Small', index: 1, outputs: { size: 'tiny' } }]);
    expect(latest.inputs).to.deep.equal([{ name: 'amount', value: 3 }]);
    expect(engine.events('DECISION_EVALUATION', 'EVALUATED')).to.have.length(2);
  });

  it('go with all decisions of their file; the version before counts again', async () => {
    // given
    const engine = await inMemoryEngine([TABLE('"small"')]);
    const { deployed } = await engine.deploy([TABLE('"tiny"')]);
    const second = deployed[0];
    const requirements = second && 'decision' in second ? second.decision.decisionRequirementsKey : '';

    // when
    engine.execute({ do: 'delete-resource', resourceKey: requirements });

    // then
    const { output } = engine.execute({
      do: 'evaluate-decision',
      decisionId: 'size',
      variables: { amount: 3 },
    });
    expect(output).to.equal('small');
  });
});
