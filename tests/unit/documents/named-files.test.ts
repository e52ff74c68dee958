import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { ROOT } from '#stack/paths.ts';

/** Files of the repository, also those that are not committed yet. */
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: ROOT,
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => file !== '' && existsSync(join(ROOT, file)));

const documents = files.filter((file) => file.endsWith('.md'));

const textOf = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

/** Folders at the top, whose names begin a path that a document spells out. */
const TOP = [
  ...new Set(files.filter((file) => /^[^.].*\//.test(file)).map((file) => file.split('/')[0] ?? '')),
];

/** Paths between backticks, such as `api/src/compose.ts`; patterns and places of an installation are none. */
const pathsIn = (text: string): string[] =>
  [...text.matchAll(/`([\w-]+\/[\w./-]*)`/g)]
    .map(([, path = '']) => path)
    .filter((path) => TOP.includes(path.split('/')[0] ?? ''));

/** Targets of links to files, without the place inside. */
const linksIn = (text: string): string[] =>
  [...text.matchAll(/\]\(([^)\s#]+)(?:#[^)\s]*)?\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/.test(target));

describe('the documents', () => {
  it('name files that exist', () => {
    // when
    const missing = documents.flatMap((file) =>
      pathsIn(textOf(file))
        .filter((path) => !existsSync(join(ROOT, path)))
        .map((path) => `${file}: ${path}`),
    );

    // then
    expect(missing).to.deep.equal([]);
  });

  it('link to files that exist', () => {
    // when
    const broken = documents.flatMap((file) =>
      linksIn(textOf(file))
        .filter((target) => !existsSync(join(ROOT, dirname(file), target)))
        .map((target) => `${file}: ${target}`),
    );

    // then
    expect(broken).to.deep.equal([]);
  });

  it('lead from README.md to every folder at the top', () => {
    // given
    const table = textOf('README.md').split('## Where things are')[1] ?? '';

    // when
    const untold = TOP.filter((folder) => !table.includes(`\`${folder}/`));

    // then
    expect(untold).to.deep.equal([]);
  });

  it('number the decisions without a gap, each with its line in the index', () => {
    // given
    const decisions = readdirSync(join(ROOT, 'docs/adr'))
      .filter((file) => /^\d{4}-/.test(file))
      .sort();
    const index = textOf('docs/adr/README.md');

    // then
    expect(decisions.map((file) => Number(file.slice(0, 4)))).to.deep.equal(decisions.map((_, at) => at + 1));
    expect(decisions.filter((file) => !index.includes(`(${file})`))).to.deep.equal([]);
    for (const [at, file] of decisions.entries())
      expect(textOf(`docs/adr/${file}`), file).to.match(new RegExp(`^# ${at + 1}\\. `));
  });
});
