import { expect } from 'chai';
import { describe, it } from 'mocha';
import { lintForm } from '#common/process-files/index.ts';
import { readText } from '#tests/support/diagrams/project-files.ts';

type Json = Record<string, unknown>;

/** The rules that a form breaks whose schema has these members besides. */
const broken = (members: Json): string[] => {
  const form = JSON.parse(readText('forms/road-defect/inspect.json')) as { schema: Json };
  Object.assign(form.schema, members);
  return [...new Set(lintForm(JSON.stringify(form)).map(({ rule }) => rule))];
};

const ENDLESS = { pattern: '^(?=a)(a+)+$' };

/** So many definitions, each of twice the next one. */
const doubling = (length: number): Json => ({
  $defs: Object.fromEntries(
    Array.from({ length }, (_, n) => [
      `d${n}`,
      n === length - 1 ? { type: 'string' } : { anyOf: Array(2).fill({ $ref: `#/$defs/d${n + 1}` }) },
    ]),
  ),
});
const chain = (length: number): Json => ({
  $defs: Object.fromEntries(
    Array.from({ length }, (_, n) => [`d${n}`, { $ref: `#/$defs/d${Math.min(n + 1, length - 1)}` }]),
  ),
});

describe('references in the schema of a form', () => {
  for (const place of ['$defs', 'definitions'])
    it(`may lead to its ${place}`, () => {
      expect(
        broken({ [place]: { short: { maxLength: 5 } }, propertyNames: { $ref: `#/${place}/short` } }),
      ).to.deep.equal([]);
    });

  for (const [reference, members] of [
    ['#/examples/0', { examples: [ENDLESS] }],
    ['#/default', { default: ENDLESS }],
    ['#/$defs/a/examples/0', { $defs: { a: { examples: [ENDLESS] } } }],
    ['#/%24defs/a', { $defs: { a: {} } }],
    ['#/$defs/absent', { $defs: { a: {} } }],
    ['#/$defs/toString', { $defs: { a: {} } }],
    ['#', {}],
    ['https://a.example/b', {}],
    [12, {}],
  ] as const)
    it(`may not lead to ${reference}`, () => {
      expect(broken({ ...members, propertyNames: { allOf: [{ $ref: reference }] } })).to.deep.equal([
        'form-schema',
      ]);
    });

  for (const place of ['$defs', 'definitions', 'dependencies', 'dependentSchemas'])
    it(`lead to nothing unchecked: ${place} with the name of a keyword`, () => {
      expect(broken({ [place]: { default: ENDLESS } })).to.deep.equal(['form-pattern']);
    });

  it('may not multiply without measure', () => {
    // given
    const uses = { propertyNames: { $ref: '#/$defs/d0' } };

    // then
    expect(broken({ ...doubling(8), ...uses })).to.deep.equal([]);
    expect(broken({ ...doubling(22), ...uses })).to.deep.equal(['form-size']);
  });

  it('may not lead back to where they stand, nor go on and on', () => {
    expect(broken({ $defs: { a: { items: { $ref: '#/$defs/a' } } } })).to.deep.equal(['form-size']);
    expect(broken(chain(1_500))).to.deep.equal(['form-size']);
  });
});
