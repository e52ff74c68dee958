import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { parseDecisions } from '#common/process-files/model/decision.ts';
import { mayBeExpensive } from '#engine/decisions/expression-cost.ts';
import { valueOf } from '#engine/decisions/feel.ts';
import { filesBelow, ROOT } from '#tests/support/diagrams/project-files.ts';

const value = (expression: string, variables = {}) =>
  ({ kind: 'value', expression, variables, now: 0 }) as const;
const test = (expression: string) => ({ kind: 'test', expression, variables: {}, now: 0 }) as const;

const decoded = (text: string): string =>
  text
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replaceAll('&quot;', '"')
    .replaceAll('&gt;', '>')
    .replaceAll('&lt;', '<')
    .replaceAll('&amp;', '&');

describe('expressions that may grow', () => {
  for (const expression of [
    'a[item > 0]',
    'a/**/[item > 0]',
    'a // all of them\n [item > 0]',
    'داin[1]',
    '{ a: 1 }',
    'for i in a return i',
    'count(for i in a return i)',
    'some i in a satisfies i > 0',
    'function(a) a',
    'replace(a, "b", "c")',
    'matches(a, "(b+)+")',
    'list /**/ contains(a, b)',
    'a b + 1 ]',
    '"',
    'string('.repeat(9) + 'a' + ')'.repeat(9),
    '1 + '.repeat(300) + '1',
  ])
    it(`are evaluated beside the engine: ${JSON.stringify(expression).slice(0, 60)}`, () => {
      expect(mayBeExpensive(value(expression), false)).to.equal(true);
    });

  it('are evaluated beside the engine in the cells of tables, too', () => {
    for (const cell of ['?[item > 0] != null', '?[?[item > 0] != null] != null', 'list contains(?, {})'])
      expect(mayBeExpensive(test(cell), false), cell).to.equal(true);
  });

  it('are those that read names of several words, which make another expression of the same text', () => {
    expect(mayBeExpensive(value('a - b', { a: 1, b: 2 }), false)).to.equal(false);
    expect(mayBeExpensive(value('a - b', { 'a - b': [] }), false)).to.equal(true);
  });

  it('are, over a large value, all that call a function', () => {
    expect(mayBeExpensive(value('string length(a)'), false)).to.equal(false);
    expect(mayBeExpensive(value('string length(a)'), true)).to.equal(true);
  });

  it('are none of ours', async () => {
    const ours: string[] = [];
    const cells: string[] = [];
    for (const file of filesBelow('processes', '.bpmn'))
      for (const [, attribute, text] of readFileSync(join(ROOT, file), 'utf8').matchAll(
        /="=([^"]*)"|>\s*=([^<]*)</g,
      ))
        ours.push(decoded(attribute ?? text ?? '').trim());
    for (const file of filesBelow('processes', '.dmn'))
      for (const { inputs, rows } of await parseDecisions(file, readFileSync(join(ROOT, file), 'utf8'))) {
        ours.push(...inputs);
        for (const row of rows) {
          cells.push(...row.inputs);
          ours.push(...Object.values(row.outputs));
        }
      }

    // then
    expect(ours.length).to.be.greaterThan(300);
    expect(ours.filter((one) => one.trim() && mayBeExpensive(value(one), false))).to.deep.equal([]);
    expect(cells.filter((one) => one.trim() && mayBeExpensive(test(one), false))).to.deep.equal([]);
  });

  it('see the names between quotation marks that stand in comments', () => {
    expect(valueOf('=1 /* " */ + b /* " */', { b: 2 }, 0)).to.equal(3);
    expect(valueOf(`="it's" + b + "it's"`, { b: '-' }, 0)).to.equal("it's-it's");
  });
});
