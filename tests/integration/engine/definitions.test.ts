import { expect } from 'chai';
import { describe, it } from 'mocha';
import { aRecordStream, definitionRecord, keyIn } from '#tests/support/fixtures/records.ts';
import { useDatabase } from '#tests/support/hooks/use-database.ts';
import { useFixture } from '#tests/support/hooks/use-fixture.ts';

const diagram = (processKey: string, hours: string): string => `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="Definitions_One" targetNamespace="http://bpmn.io/schema/bpmn">
  <bpmn:process id="${processKey}" name="آزمون" isExecutable="true">
    <bpmn:startEvent id="StartEvent_Begun"><bpmn:outgoing>Flow_Begun</bpmn:outgoing></bpmn:startEvent>
    <bpmn:sequenceFlow id="Flow_Begun" sourceRef="StartEvent_Begun" targetRef="Task_Look" />
    <bpmn:userTask id="Task_Look" name="بررسی">
      <bpmn:extensionElements>
        <zeebe:userTask />
        <zeebe:properties>
          <zeebe:property name="name.en" value="Look" />
          <zeebe:property name="sla.stageHours" value="${hours}" />
        </zeebe:properties>
      </bpmn:extensionElements>
      <bpmn:incoming>Flow_Begun</bpmn:incoming>
    </bpmn:userTask>
  </bpmn:process>
</bpmn:definitions>`;

describe('Projecting versions of processes', () => {
  const database = useDatabase();
  const stream = useFixture(
    () => aRecordStream(database),
    (opened) => opened.close(),
  );

  let position = 0;

  const elementsOf = (processKey: string) =>
    database.db('process_elements').where({ process_key: processKey }).orderBy('element_id');

  const deliver = async (processKey: string, xml: string) => {
    position += 1;
    const definition = keyIn(1, 1000 + position);
    await stream.deliver(definitionRecord({ definition, version: 1, processKey, xml, position }));
    return String(definition);
  };

  it('registers what stands on the canvas, with both names and the hours of a stage', async () => {
    // when
    await deliver('one', diagram('one', '7.5'));

    // then
    const known = {
      process_key: 'one',
      version: 1,
      name_fa: null,
      name_en: null,
      stage_hours: null,
      shown_variables: null,
    };
    expect(await elementsOf('one')).to.have.deep.members([
      { ...known, element_id: 'one', type: 'Process', name_fa: 'آزمون' },
      { ...known, element_id: 'StartEvent_Begun', type: 'StartEvent' },
      {
        ...known,
        element_id: 'Task_Look',
        type: 'UserTask',
        name_fa: 'بررسی',
        name_en: 'Look',
        stage_hours: '7.5',
      },
    ]);
  });

  it('registers which variables a process shows to operators, where its diagram says so', async () => {
    // given
    const says = (value: string) =>
      diagram('shows', '1').replace(
        /(<bpmn:process [^>]*>)/,
        `$1<bpmn:extensionElements><zeebe:properties><zeebe:property name="operators.variables" value="${value}" /></zeebe:properties></bpmn:extensionElements>`,
      );

    // when
    await deliver('shows', says('region, crew ,,'));

    // then
    const shown = new Map(
      (await elementsOf('shows')).map((row) => [row['element_id'], row['shown_variables']]),
    );
    expect(shown.get('shows')).to.deep.equal(['region', 'crew']);
    expect(shown.get('Task_Look')).to.equal(null);
  });

  for (const [processKey, hours] of Object.entries({ two: 'soon', 'two-many': '1e15', 'two-late': '2001' }))
    it(`knows no hours for a stage whose hours are “${hours}”`, async () => {
      // when
      await deliver(processKey, diagram(processKey, hours));

      // then
      const elements = await elementsOf(processKey);
      expect(elements.map(({ stage_hours }) => stage_hours)).to.deep.equal([null, null, null]);
    });

  it('keeps the version of a diagram that cannot be read', async () => {
    // when
    const definition = await deliver('three', '<no-bpmn/>');

    // then
    expect(await elementsOf('three')).to.deep.equal([]);
    const kept = await database.db('process_definitions').where({ definition_key: definition }).first();
    expect(kept).to.deep.include({ process_key: 'three', version: 1 });
    expect(kept.sha256).to.match(/^[0-9a-f]{64}$/);
  });
});
