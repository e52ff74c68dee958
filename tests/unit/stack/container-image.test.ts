import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { before, describe, it } from 'mocha';
import { ROOT } from '#stack/paths.ts';
import { importTarget } from '#tests/support/import-target.ts';
import { composeOf } from './compose-files.ts';

/** Imports that are there when it runs, of threads too: those of types alone are not. */
const IMPORT =
  /^(?:import|export)\s(?!type\s)[\w*{},\s]*?from '([^']+)'|^import '([^']+)';|\b(?:tsImport|resolve)\('([^']+)'|script: new URL\('([^']+)'/gm;

/** Files by their paths from the root, packages by their names; a thread's file may be named without a dot in
 *  front. */
const targetOf = (name: string, file: string): string =>
  importTarget(/^[\w-]+\.mjs$/.test(name) ? `./${name}` : name, file);

const isFile = (target: string): boolean => existsSync(join(ROOT, target));

const importsOf = (file: string): string[] =>
  /\.(tsx?|mjs)$/.test(file)
    ? [...readFileSync(join(ROOT, file), 'utf8').matchAll(IMPORT)].map((match) =>
        targetOf(match.slice(1).find((name) => name !== undefined) ?? '', file),
      )
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
    for (const target of importsOf(file)) {
      if (isFile(target)) files.add(target);
      else if (!target.startsWith('node:')) packages.add(packageOf(target));
    }
  return { files, packages };
}

/** What an operator runs in a container of the api, by hand. */
const TOOLS = ['import', 'audit', 'projection'];

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
    const migrations = readdirSync(join(ROOT, 'migrations')).filter((name) => name.endsWith('.ts'));
    reached = reachedFrom([
      ...programs,
      ...TOOLS.map((name) => `api/src/cli/${name}.ts`),
      ...migrations.map((name) => `migrations/${name}`),
    ]);
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

  it('holds the packages that its programs import, and no others: nothing of the screens, of builds or of tests', () => {
    // given
    const { dependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
      dependencies: Record<string, string>;
    };

    // then
    expect(reached.packages).to.include.keys('express', '@grpc/grpc-js', 'pg', 'date-holidays');
    expect(Object.keys(dependencies)).to.have.members([...reached.packages]);
  });
});
