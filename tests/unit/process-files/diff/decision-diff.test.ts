import { expect } from 'chai';
import { describe, it } from 'mocha';
import { decisionSheets, diffFile } from '#common/process-files/diff/index.ts';
import { said } from './describe-entries.ts';

type Rule = { id: string; region: string; department: string; note?: string };
const A = { id: 'Rule_A', region: '"tehran"', department: '"roads"' };
const B = { id: 'Rule_B', region: '"yazd"', department: '"rail"' };
const C = { id: 'Rule_C', region: '', department: '"sea"' };

const aTable = (
  rules: readonly Rule[],
  { hitPolicy = 'FIRST', expression = 'region', label = 'Region' } = {},
): string => `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="Definitions_1" name="t" namespace="http://camunda.org/schema/1.0/dmn">
  <decision id="route" name="Route"><decisionTable id="Table_1" hitPolicy="${hitPolicy}">
    <input id="In_1" label="${label}"><inputExpression id="Ex_1" typeRef="string"><text>${expression}</text></inputExpression></input>
    <output id="Out_1" name="department" typeRef="string" />
    ${rules
      .map(
        ({ id, region, department, note = '' }) =>
          `<rule id="${id}">${note && `<description>${note}</description>`}<inputEntry id="${id}_i"><text>${region}</text></inputEntry><outputEntry id="${id}_o"><text>${department}</text></outputEntry></rule>`,
      )
      .join('')}
  </decisionTable></decision>
</definitions>`;

const changes = async (before: string, after: string): Promise<string[]> =>
  said(await diffFile('routing.dmn', before, after));

describe('what changed between two decision tables', () => {
  for (const [what, before, after, expected] of [
    ['nothing', aTable([A, B]), aTable([A, B]), []],
    [
      'the cells of a rule',
      aTable([A, B]),
      aTable([A, { ...B, department: '"sea"' }]),
      ['execution changed Rule_B at 2 cell(Out_1) "rail" → "sea"'],
    ],
    ['a rule that came between', aTable([A, B]), aTable([A, C, B]), ['execution added Rule_C at 2']],
    ['a rule that went', aTable([A, B, C]), aTable([A, C]), ['execution removed Rule_B at 2']],
    [
      'one rule that moved, not those it passed',
      aTable([A, B, C]),
      aTable([C, A, B]),
      ['execution changed Rule_C at 1 place 3 → 1'],
    ],
    [
      'nothing where only the ids of rules are new',
      aTable([A, B]),
      aTable([
        { ...A, id: 'Rule_1' },
        { ...B, id: 'Rule_2' },
      ]),
      [],
    ],
    [
      'the hit policy and an expression before labels and annotations',
      aTable([A]),
      aTable([{ ...A, note: 'why' }], { hitPolicy: 'COLLECT', expression: 'province', label: 'Province' }),
      [
        'execution changed route hit-policy FIRST → COLLECT',
        'execution changed In_1 expression region → province',
        'description changed In_1 label Region → Province',
        'description changed Rule_A at 1 annotation - → why',
      ],
    ],
  ] as const)
    it(`tells ${what}`, async () => {
      // then
      expect(await changes(before, after)).to.deep.equal(expected);
    });

  it('shows a table as rows of cells', async () => {
    // when
    const [sheet] = await decisionSheets(aTable([A]));

    // then
    expect(sheet).to.deep.equal({
      id: 'route',
      name: 'Route',
      hitPolicy: 'FIRST',
      columns: [
        { id: 'In_1', label: 'Region', kind: 'input' },
        { id: 'Out_1', label: 'department', kind: 'output' },
      ],
      rules: [{ id: 'Rule_A', cells: ['"tehran"', '"roads"'], description: '' }],
    });
  });
});
