import { expect } from 'chai';
import { describe, it } from 'mocha';
import { type Decision, type DecisionTest, lintDecision } from '#common/process-files/index.ts';

const known = {
  groups: ['ministry', 'rmto-tehran', 'rmto-fars'],
  regions: ['tehran', 'fars'],
  priorities: ['normal', 'high'],
};

const aTable = ({
  hitPolicy = 'FIRST',
  inputs = ['region'],
  rows = [{ inputs: ['-'], outputs: { department: '"ministry"' } }],
  tests = [],
}: {
  hitPolicy?: string;
  inputs?: string[];
  rows?: { inputs: string[]; outputs: Record<string, string> }[];
  tests?: DecisionTest[];
} = {}): Decision => ({
  id: 'table',
  name: 'جدول',
  drgId: 'Definitions_Table',
  file: 'table.dmn',
  hitPolicy,
  inputs,
  outputs: ['department', 'priority'],
  rows: rows.map((row, at) => ({ id: `Rule_${at + 1}`, ...row })),
  tests,
});

const found = (table: Decision): string[] =>
  lintDecision(table, known).map(({ rule, elementId }) => `${rule} ${elementId}`);

describe('the rules for decision tables', () => {
  it('find nothing in a table that gives departments and priorities that exist', () => {
    // given
    const outputs = {
      department: '"rmto-" + region',
      priority: 'if priority = "high" then "high" else "normal"',
    };

    // then
    expect(found(aTable({ rows: [{ inputs: [''], outputs }] }))).to.deep.equal([]);
  });

  it('find a department that some region gives and nobody has', () => {
    // given
    const table = aTable({ rows: [{ inputs: ['-'], outputs: { department: '"fire-" + region' } }] });

    // when
    const messages = lintDecision(table, known).map(({ message }) => message.en);

    // then
    expect(messages).to.deep.equal([
      'The row Rule_1 gives “fire-tehran”, which is no department.',
      'The row Rule_1 gives “fire-fars”, which is no department.',
    ]);
  });

  it('find a priority that there is none', () => {
    const rows = [{ inputs: ['-'], outputs: { priority: '"at once"' } }];
    expect(found(aTable({ rows }))).to.deep.equal(['decision-priority Rule_1']);
  });

  it('find expressions that cannot be read, in inputs, cells and outputs', () => {
    expect(found(aTable({ inputs: ['if region'] }))).to.deep.equal(['decision-feel table']);
    const row = { inputs: ['> and'], outputs: { department: '"ministry"' } };
    expect(found(aTable({ rows: [row] }))).to.include('decision-feel Rule_1');
    const broken = { inputs: ['-'], outputs: { department: '"ministry' } };
    expect(found(aTable({ rows: [broken] }))).to.include('decision-feel Rule_1');
  });

  it('find a hit policy that no case can use', () => {
    expect(found(aTable({ hitPolicy: 'PRIORITY' }))).to.deep.equal(['decision-hit-policy table']);
  });

  it('find a test row that the table does not bear out, and say which row it took', () => {
    // given
    const tests = [
      {
        id: 'Test_1',
        name: 'تهران',
        inputs: { region: 'tehran' },
        expected: [{ department: 'rmto-tehran' }],
      },
      { id: 'Test_2', name: 'فارس', inputs: { region: 'fars' }, expected: [{ department: 'ministry' }] },
      { id: 'Test_3', name: 'خراب', inputs: {}, expected: null },
    ];

    // when
    const findings = lintDecision(aTable({ tests }), known);

    // then
    expect(findings.map(({ rule, elementId, category }) => [rule, elementId, category])).to.deep.equal([
      ['decision-tests', 'Test_1', 'error'],
      ['decision-tests', 'Test_3', 'error'],
    ]);
    expect(findings[0]?.message.en).to.include('it took Rule_1');
  });

  it('warn of a table in which some case finds no row', () => {
    // given
    const table = aTable({ rows: [{ inputs: ['"tehran"'], outputs: { department: '"ministry"' } }] });

    // when
    const [finding] = lintDecision(table, known);

    // then
    expect(finding).to.include({ rule: 'decision-catch-all', category: 'warn' });
  });
});
