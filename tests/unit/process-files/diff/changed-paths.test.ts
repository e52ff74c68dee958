import { expect } from 'chai';
import { describe, it } from 'mocha';
import { changedPaths } from '#common/process-files/diff/index.ts';

const aDiagram = (inside: string): string => `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" id="Definitions_1" targetNamespace="http://bpmn.io/schema/bpmn">
  <bpmn:process id="repair" isExecutable="true">${inside}</bpmn:process>
</bpmn:definitions>`;

const STEPS = '<bpmn:task id="A" name="آ" /><bpmn:task id="B" /><bpmn:task id="C" />';
const flow = (id: string, from: string, to: string, condition = ''): string =>
  `<bpmn:sequenceFlow id="${id}" sourceRef="${from}" targetRef="${to}">${condition && `<bpmn:conditionExpression>${condition}</bpmn:conditionExpression>`}</bpmn:sequenceFlow>`;

const ways = async (before: string, after: string): Promise<string[]> =>
  (await changedPaths(aDiagram(before), aDiagram(after))).map(
    ({ kind, elementId }) => `${kind} ${elementId}`,
  );

describe('the ways that a change of a diagram removes or leads elsewhere', () => {
  for (const [what, before, after, expected] of [
    [
      'a step that goes, and not the flows that go with it',
      STEPS + flow('AB', 'A', 'B') + flow('BC', 'B', 'C'),
      STEPS.replace('<bpmn:task id="B" />', '') + flow('AC', 'A', 'C'),
      ['removed B'],
    ],
    ['a flow that goes while its ends stay', STEPS + flow('AB', 'A', 'B'), STEPS, ['removed AB']],
    [
      'a flow that leads elsewhere',
      STEPS + flow('AB', 'A', 'B'),
      STEPS + flow('AB', 'A', 'C') + flow('CB', 'C', 'B'),
      ['rerouted AB'],
    ],
    [
      'a flow with another condition',
      STEPS + flow('AB', 'A', 'B', '=x'),
      STEPS + flow('AB', 'A', 'B', '=y'),
      ['rerouted AB'],
    ],
    ['a step of another kind', '<bpmn:userTask id="A" />', '<bpmn:serviceTask id="A" />', ['rerouted A']],
    [
      'a gateway with another way out when no condition holds',
      `<bpmn:exclusiveGateway id="G" default="GA" />${STEPS}${flow('GA', 'G', 'A')}${flow('GB', 'G', 'B')}`,
      `<bpmn:exclusiveGateway id="G" default="GB" />${STEPS}${flow('GA', 'G', 'A')}${flow('GB', 'G', 'B')}`,
      ['rerouted G'],
    ],
    [
      'no step that is only called or drawn otherwise, and nothing that is new',
      '<bpmn:task id="A" name="آ" />',
      '<bpmn:task id="A" name="ب" /><bpmn:task id="D" />',
      [],
    ],
  ] as const)
    it(`holds ${what}`, async () => {
      expect(await ways(before, after)).to.deep.equal(expected);
    });

  it('tells a flow by the names of what it joins, and by the id where there is none', async () => {
    // when
    const [way] = await changedPaths(aDiagram(STEPS + flow('AB', 'A', 'B')), aDiagram(STEPS));

    // then
    expect(way).to.deep.include({ from: { fa: 'آ', en: 'آ' }, to: { fa: 'B', en: 'B' } });
  });
});
