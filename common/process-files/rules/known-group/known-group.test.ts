import { expect } from 'chai';
import { it } from 'mocha';
import { aProcess, describeRule, element, foundBy } from '#common/process-files/testing/rule-spec.ts';

const groups = (written: string): string =>
  aProcess(
    element(
      'userTask',
      'Task_Look',
      `<zeebe:userTask /><zeebe:assignmentDefinition candidateGroups="${written.replaceAll('"', '&quot;')}" />`,
    ),
  );

describeRule('known-group', ['Task_InspectRoad'], () => {
  for (const known of [
    'rmto, ministry',
    '=[department]',
    '=["rmto", department]',
    '=["rmto-" + region]',
    '=if priority = "critical" then ["ministry"] else [department]',
  ])
    it(`takes ${known}`, async () => {
      expect(await foundBy('known-group', groups(known))).to.deep.equal([]);
    });

  for (const unknown of [
    '',
    '=[]',
    '=null',
    'rmto,fire-brigade',
    '=["fire-brigade"]',
    '=[department, "fire-brigade"]',
    '=["fire-" + region]',
    '=if priority = "critical" then ["fire-brigade"] else [department]',
  ])
    it(`does not take “${unknown}”`, async () => {
      expect(await foundBy('known-group', groups(unknown))).to.deep.equal(['Task_Look']);
    });
});
