import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { Form } from '../../../api/contract/index.ts';
import { dmnDiff } from '../../../modeler-ui/src/diff/dmn-diff.ts';
import { formDiff } from '../../../modeler-ui/src/diff/form-diff.ts';
import {
  addField,
  fieldsOf,
  moveField,
  removeField,
  setRequired,
  setText,
  setWhen,
} from '../../../modeler-ui/src/form-editor/model/index.ts';
import { filesBelow, forms, readText } from '../../support/diagrams/project-files.ts';

type Row = [id: string, input: string, output: string];

const aTable = (rows: readonly Row[], { columns = '', policy = 'FIRST' } = {}): string =>
  `<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="D" name="d" namespace="n"><decision id="fare" name="کرایه">
    <decisionTable id="T" hitPolicy="${policy}">
      <input id="In" label="سن"><inputExpression id="E"><text>age</text></inputExpression></input>${columns}
      <output id="Out" name="fare" />
      ${rows.map(([id, input, output]) => `<rule id="${id}"><inputEntry id="${id}_i"><text>${input}</text></inputEntry>${columns && '<inputEntry><text></text></inputEntry>'}<outputEntry id="${id}_o"><text>${output}</text></outputEntry></rule>`).join('\n')}
    </decisionTable></decision></definitions>`;

const FOUR: Row[] = [
  ['a', '1', '10'],
  ['b', '2', '20'],
  ['c', '3', '30'],
  ['d', '-', '40'],
];

const rulesOf = async (before: Row[], after: Row[]) =>
  (await dmnDiff(aTable(before), aTable(after))).flatMap(({ rules }) =>
    rules.map(({ change, id, place }) => `${change} ${id} ${place.before}→${place.after}`),
  );

describe('the difference between two tables', () => {
  it('is nothing between a table and itself', async () => {
    for (const file of filesBelow('processes', '.dmn'))
      expect(await dmnDiff(readText(file), readText(file)), file).to.deep.equal([]);
  });

  it('names the rules that were added, removed and changed, and the cells that differ', async () => {
    // given
    const after: Row[] = [
      ['a', '1', '10'],
      ['b', '&gt; 2', '20'],
      ['new', '5', '50'],
      ['d', '', '40'],
    ];

    // when
    const [found] = await dmnDiff(aTable(FOUR), aTable(after));

    // then
    expect(found?.rules.map(({ change, id }) => `${change} ${id}`)).to.deep.equal([
      'changed b',
      'added new',
      'removed c',
    ]);
    expect(found?.rules[0]?.cells).to.deep.equal([
      { kind: 'input', column: found?.rules[0]?.cells[0]?.column, before: '2', after: '> 2' },
    ]);
    expect(found?.rules[0]?.cells[0]?.column?.label).to.equal('سن');
  });

  it('knows a rule again that another tool has given another id', async () => {
    expect(
      await rulesOf(
        FOUR,
        FOUR.map(([id, ...cells]) => [`x${id}`, ...cells]),
      ),
    ).to.deep.equal([]);
  });

  it('says which rule moved, and not that all behind it did', async () => {
    const [a, b, c, d] = FOUR as [Row, Row, Row, Row];
    expect(await rulesOf(FOUR, [d, a, b, c])).to.deep.equal(['moved d 4→1']);
    expect(await rulesOf(FOUR, [b, c, d])).to.deep.equal(['removed a 1→null']);
  });

  it('tells of columns and of the hit policy', async () => {
    // given
    const columns =
      '<input id="New" label="فصل"><inputExpression id="E2"><text>season</text></inputExpression></input>';

    // when
    const [found] = await dmnDiff(aTable(FOUR), aTable(FOUR, { columns, policy: 'UNIQUE' }));

    // then
    expect(found?.inputs.map(({ change, after }) => [change, after?.label])).to.deep.equal([
      ['added', 'فصل'],
    ]);
    expect(found?.hitPolicy).to.deep.equal({ before: 'FIRST', after: 'UNIQUE' });
    expect(found?.rules).to.deep.equal([]);
  });

  it('is the whole table when it is new or goes away', async () => {
    const [added] = await dmnDiff(null, aTable(FOUR));
    const [removed] = await dmnDiff(aTable(FOUR), null);
    expect([added?.change, added?.rules.length]).to.deep.equal(['added', 4]);
    expect([removed?.change, removed?.rules.length]).to.deep.equal(['removed', 4]);
  });
});

const inspect = forms.get('road-defect/inspect') as Form;
const field = (form: Form, name: string) => fieldsOf(form).find((one) => one.name === name) as never;

describe('the difference between two forms', () => {
  it('is nothing between a form and itself', () => {
    for (const [key, form] of forms)
      expect(formDiff(form, structuredClone(form)), key).to.deep.equal({
        fields: [],
        texts: [],
        order: null,
        other: [],
      });
  });

  it('names the fields that were added, removed and changed', () => {
    // given
    const added = addField(inspect, { name: 'depth', kind: 'number', title: { fa: 'عمق', en: 'Depth' } });
    const removed = removeField(added, field(added, 'extent'));
    const after = setRequired(removed, field(removed, 'evidence'), false);

    // when
    const { fields, texts, order } = formDiff(inspect, after);

    // then
    expect(fields.map(({ change, name, label }) => [change, name, label.fa])).to.deep.equal([
      ['changed', 'evidence', 'نشانی یا شماره عکس‌ها'],
      ['added', 'depth', 'عمق'],
      ['removed', 'extent', 'شرح خرابی و اندازه آن'],
    ]);
    expect(fields[0]?.differences).to.deep.equal([{ what: 'required', before: true, after: false }]);
    expect(texts).to.deep.include({ key: 'depth', locale: 'en', before: null, after: 'Depth' });
    expect(order).to.equal(null);
  });

  it('tells of a condition, of the order and of a text', () => {
    // given
    const when = [{ field: 'finding', values: ['repair'] }];
    const moved = moveField(setWhen(inspect, field(inspect, 'explanation'), when), 'evidence', 0);
    const after = setText(moved, 'fa', 'title', 'بازدید');

    // when
    const { fields, texts, order } = formDiff(inspect, after);

    // then
    expect(fields).to.have.lengthOf(1);
    expect(fields[0]?.differences).to.deep.equal([
      { what: 'when', before: [{ field: 'finding', values: ['no-repair'] }], after: when },
    ]);
    expect(order?.after[0]).to.equal('evidence');
    expect(texts).to.deep.equal([{ key: 'title', locale: 'fa', before: 'بازدید با عکس', after: 'بازدید' }]);
  });
});
