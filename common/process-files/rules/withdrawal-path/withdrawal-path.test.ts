import { expect } from 'chai';
import { it } from 'mocha';
import { describeRule, fixture, foundBy } from '#common/process-files/testing/rule-spec.ts';

describeRule('withdrawal-path', ['road-repair'], () => {
  it('asks nothing of a process that others call', async () => {
    // given
    const called = fixture('withdrawal-path', 'wrong').replace('request.road-repair', 'something-else');

    // then
    expect(await foundBy('withdrawal-path', called)).to.deep.equal([]);
  });

  it('does not take a path that lets the work go on', async () => {
    // given
    const right = fixture('withdrawal-path', 'right');
    const goesOn = right.replace(
      'id="StartEvent_CitizenWithdrew"',
      'id="StartEvent_CitizenWithdrew" isInterrupting="false"',
    );

    // then
    expect(await foundBy('withdrawal-path', goesOn)).to.deep.equal(['road-repair']);
  });
});
