import { expect } from 'chai';
import { it } from 'mocha';
import { aProcess, describeRule, element, foundBy } from '#common/process-files/testing/rule-spec.ts';

describeRule('known-called-process', ['Activity_AskCitizen'], () => {
  it('does not take a process that is computed: nobody could check it', async () => {
    // given
    const xml = aProcess(
      element('callActivity', 'Activity_Any', '<zeebe:calledElement processId="=which" />') +
        element('callActivity', 'Activity_None'),
    );

    // then
    expect(await foundBy('known-called-process', xml)).to.deep.equal(['Activity_Any', 'Activity_None']);
  });
});
