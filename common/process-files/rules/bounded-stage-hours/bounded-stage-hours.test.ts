import { expect } from 'chai';
import { it } from 'mocha';
import { aProcess, describeRule, element, foundBy } from '#common/process-files/testing/rule-spec.ts';

const hours = (value: string): string =>
  aProcess(
    element(
      'userTask',
      'Task_Look',
      `<zeebe:properties><zeebe:property name="sla.stageHours" value="${value}" /></zeebe:properties>`,
    ),
  );

describeRule('bounded-stage-hours', ['Task_InspectRoad'], () => {
  for (const value of ['1', '0.5', '7.5', '2000'])
    it(`takes ${value} hours`, async () => {
      expect(await foundBy('bounded-stage-hours', hours(value))).to.deep.equal([]);
    });

  for (const value of ['', '0', '-1', '2000.5', '2001', '1e3', '0x10', 'Infinity', '8 h', '۸'])
    it(`finds “${value}”`, async () => {
      expect(await foundBy('bounded-stage-hours', hours(value))).to.deep.equal(['Task_Look']);
    });

  it('asks no hours of a step', async () => {
    expect(await foundBy('bounded-stage-hours', aProcess(element('userTask', 'Task_Look')))).to.deep.equal(
      [],
    );
  });
});
