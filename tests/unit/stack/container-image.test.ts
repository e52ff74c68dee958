import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect } from 'chai';
import { before, describe, it } from 'mocha';
import { ROOT } from '../../../stack/paths.ts';
import { composeOf } from './compose-files.ts';

/** Imports that are there when it runs: those of types alone are not. */
const IMPORT = /^(?:import|export)\s(?!type\s)[\w*{},\s]*?from '([^']+)';|^import '([^']+)';/gm;

const importsOf = (file: string): string[] =>
  /\.tsx?$/.test(file)
    ? [...readFileSync(join(ROOT, file), 'utf8').matchAll(IMPORT)].map(([, from, bare]) => from ?? bare ?? '')
    : [];

const packageOf = (name: string): string =>
  name
    .split('/')
    .slice(0, name.startsWith('@') ? 2 : 1)
    .join('/');

/** What these programs reach by their imports: our files, and the packages. */
function reachedFrom(programs: readonly string[]): { files: Set<string>; packages: Set<string> } {
  const files = new Set(programs);
  const packages = new Set<string>();
  for (const file of files)
    for (const name of importsOf(file)) {
      if (name.startsWith('.')) files.add(relative(ROOT, join(ROOT, dirname(file), name)));
      else if (!name.startsWith('node:')) packages.add(packageOf(name));
    }
  return { files, packages };
}

describe('the container image', () => {
  const dockerfile =
    readFileSync(join(ROOT, 'Dockerfile'), 'utf8')
      .split(/^FROM /m)
      .at(-1) ?? '';
  let reached: ReturnType<typeof reachedFrom>;

  before(() => {
    const commands = Object.values(composeOf('docker-compose.yml').services)
      .filter(({ build }) => build)
      .flatMap(({ command = [] }) => command);
    const programs = [dockerfile, ...commands].flatMap((text) => text.match(/[\w/-]+\.ts\b/g) ?? []);
    reached = reachedFrom(programs);
  });

  it('holds every file that its programs import', () => {
    // given
    const copied = [...dockerfile.matchAll(/^COPY (?!--)(.+) \S+$/gm)].flatMap(([, names = '']) =>
      names.split(' '),
    );

    // when
    const missing = [...reached.files].filter(
      (file) => !copied.some((place) => file === place || file.startsWith(`${place}/`)),
    );

    // then
    expect(reached.files).to.include.keys('api/src/main.ts', 'engine/main.ts', 'api/src/cli/migrate.ts');
    expect(missing).to.deep.equal([]);
  });

  it('holds every package that its programs import, without those of development', () => {
    // given
    const { dependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
      dependencies: Record<string, string>;
    };

    // when
    const missing = [...reached.packages].filter((name) => !(name in dependencies));

    // then
    expect(reached.packages).to.include.keys('express', '@grpc/grpc-js', 'pg');
    expect(missing).to.deep.equal([]);
  });
});
