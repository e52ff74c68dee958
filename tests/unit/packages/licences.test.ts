import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { ROOT } from '#stack/paths.ts';
import type { Component } from '#tests/support/packages/bill-of-materials.ts';
import { licenceFindings, LOOKED_AT } from '#tests/support/packages/licences.ts';

const aPackage = (name: string, ...licenses: { id?: string; expression?: string }[]): Component => ({
  name,
  version: '1.2.3',
  licenses: licenses.map(({ id, expression }) =>
    id ? { license: { id } } : { expression: expression ?? '' },
  ),
});

const LOOKED_AT_ALL = LOOKED_AT.map((name) => aPackage(name));

describe('the audit of licences', () => {
  it('finds nothing where all are allowed, or were looked at', () => {
    // given
    const packages = [
      aPackage('plain', { id: 'MIT' }),
      aPackage('twofold', { expression: '(MPL-2.0 OR Apache-2.0)' }),
      aPackage('both', { id: 'MIT' }, { id: 'ISC' }),
    ];

    // then
    expect(licenceFindings([...LOOKED_AT_ALL, ...packages])).to.deep.equal([]);
  });

  for (const [title, licences, said] of [
    ['none', [], 'no licence that it states'],
    ['one that is not allowed', [{ id: 'GPL-3.0-only' }], 'GPL-3.0-only'],
    ['one that is allowed and one that is not', [{ id: 'MIT' }, { id: 'SSPL-1.0' }], 'MIT and SSPL-1.0'],
    ['an expression that nobody has looked at', [{ expression: '(MIT AND GPL-2.0)' }], '(MIT AND GPL-2.0)'],
  ] as const)
    it(`names a package that states ${title}`, () => {
      // then
      expect(licenceFindings([...LOOKED_AT_ALL, aPackage('new', ...licences)])).to.deep.equal([
        `new 1.2.3 is under ${said}`,
      ]);
    });

  it('names what need not be looked at any more', () => {
    // given
    const [first = '', second = ''] = LOOKED_AT;

    // when
    const findings = licenceFindings([...LOOKED_AT_ALL.slice(2), aPackage(first, { id: 'MIT' })]);

    // then
    expect(findings).to.deep.equal([
      `${first} 1.2.3 is under MIT, and need not be named any more`,
      `${second} is named, and not there any more`,
    ]);
  });

  it('is explained by a document that tells of each package that was looked at', () => {
    // given
    const document = readFileSync(join(ROOT, 'docs/third-party.md'), 'utf8');

    // then
    expect(LOOKED_AT.filter((name) => !document.includes(`\`${name}\``))).to.deep.equal([]);
  });
});
