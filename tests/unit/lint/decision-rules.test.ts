import { expect } from 'chai';
import { describe, it } from 'mocha';
import { lintDecision, type Decision } from '../../../lint/index.ts';

const known = {
  groups: ['ministry', 'rmto-tehran', 'rmto-fars'],
  regions: ['tehran', 'fars'],
  priorities: ['normal', 'high'],
};

const aTable = ({
  hitPolicy = 'FIRST',
  inputs = ['region'],
  rows = [{ inputs: ['-'], outputs: { department: '"ministry"' } }],
}: {
  hitPolicy?: string;
  inputs?: string[];
  rows?: { inputs: string[]; outputs: Record<string, string> }[];
} = {}): Decision => ({
  id: 'table',
  name: 'جدول',
  drgId: 'Definitions_Table',
  file: 'table.dmn',
  hitPolicy,
  inputs,
  outputs: ['department', 'priority'],
  rows: rows.map((row, at) => ({ id: `Rule_${at + 1}`, ...row })),
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

  it('warn of a table in which some case finds no row', () => {
    // given
    const table = aTable({ rows: [{ inputs: ['"tehran"'], outputs: { department: '"ministry"' } }] });

    // when
    const [finding] = lintDecision(table, known);

    // then
    expect(finding).to.include({ rule: 'decision-catch-all', category: 'warn' });
  });
});
