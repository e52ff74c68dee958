import { expect } from 'chai';
import { it } from 'mocha';
import { aProcess, describeRule, element, foundBy } from '#common/process-files/testing/rule-spec.ts';

describeRule('known-decision', ['Task_ChooseCrew'], () => {
  it('finds a business rule task that asks nothing', async () => {
    expect(await foundBy('known-decision', aProcess(element('businessRuleTask', 'Task_Any')))).to.deep.equal([
      'Task_Any',
    ]);
  });
});
