import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { CONFIG_VARIABLES } from '#api/config.ts';
import { ROOT } from '#stack/paths.ts';
import { DEFAULT_PORTS } from '#stack/ports.ts';

describe('docs/operations.md', () => {
  const page = readFileSync(join(ROOT, 'docs', 'operations.md'), 'utf8');

  it('lists every variable of the api', () => {
    // when
    const missing = CONFIG_VARIABLES.filter(
      (name) => !page.includes(`\`${name}\``) && !page.includes(`\`${name}=`),
    );

    // then
    expect(missing).to.deep.equal([]);
  });

  it('lists every port with its default', () => {
    // when
    const rows = page.split('\n').filter((line) => /^\| `\w*PORT`/.test(line));
    const listed = rows.flatMap((row) => {
      const [, names = '', ports = ''] = row.split('|');
      const values = ports.split(',').map(Number);
      return [...names.matchAll(/`(\w+)`/g)].map(([, name], at) => [name, values[at]]);
    });

    // then
    expect(Object.fromEntries(listed)).to.deep.equal(DEFAULT_PORTS);
  });
});
