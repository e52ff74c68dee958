import { expect } from 'chai';
import { it } from 'mocha';
import { aProcess, describeRule, element, foundBy } from '#common/process-files/testing/rule-spec.ts';

describeRule('known-form', ['Task_InspectRoad'], () => {
  for (const [what, form] of [
    ['no form at all', ''],
    ['a form that is drawn into the diagram', '<zeebe:formDefinition formKey="camunda-forms:bpmn:one" />'],
    ['a name that every object has', '<zeebe:formDefinition externalReference="constructor" />'],
  ])
    it(`does not take ${what}`, async () => {
      // given
      const xml = aProcess(element('userTask', 'Task_Look', `<zeebe:userTask />${form}`));

      // then
      expect(await foundBy('known-form', xml)).to.deep.equal(['Task_Look']);
    });
});
