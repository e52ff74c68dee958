import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import * as locks from '#common/node/advisory-locks.ts';
import { ROOT } from '#stack/paths.ts';

/** A call of one of PostgreSQL's advisory lock functions, and what it is given. */
const CALL = /advisory_(?:xact_)?(?:un)?lock\w*\(([^)]*)\)/g;

/** A name of common/node/advisory-locks.ts or a bound value, never a number or a hash of some text. */
const NAMED = /^(\$\{\w+_(LOCK|WRITER)\}|\?|\$\d)/;

const sources = ['api', 'common', 'engine', 'migrations', 'stack'].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
    .map((file) => ({ file, text: readFileSync(join(ROOT, file), 'utf8') })),
);

const calls = sources.flatMap(({ file, text }) =>
  [...text.matchAll(CALL)].map(([call, given = '']) => ({ file, call, given, text })),
);

describe('the numbers of the advisory locks', () => {
  it('are all different', () => {
    // given
    const numbers = Object.values(locks);

    // then
    expect(new Set(numbers).size).to.equal(numbers.length).and.be.greaterThan(0);
  });

  it('stand in one file, which everybody who locks imports', () => {
    // when
    const elsewhere = calls
      .filter(({ given, text }) => !NAMED.test(given) || !text.includes('common/node/advisory-locks.ts'))
      .map(({ file, call }) => `${file}: ${call}`);

    // then
    expect(calls.length).to.be.greaterThan(0);
    expect(elsewhere).to.deep.equal([]);
  });
});
