import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { describe, it } from 'mocha';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

type Import = { file: string; target: string };

function sources(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
    .filter((file) => !/(^|\/)(node_modules|dist)\//.test(file));
}

/** Every import line below a folder; relative targets are given from the root. */
function imports(folder: string): Import[] {
  return sources(folder).flatMap((file) =>
    [...readFileSync(join(ROOT, file), 'utf8').matchAll(/(?:from|import\(|^import)\s*'([^']+)'/gm)].map(
      ([, name = '']) => ({
        file,
        target: name.startsWith('.') ? relative(ROOT, join(ROOT, dirname(file), name)) : name,
      }),
    ),
  );
}

const breaking = (found: Import[], rule: (i: Import) => boolean): string[] =>
  found.filter(rule).map((i) => `${i.file} → ${i.target}`);

const moduleOf = (path: string): string | undefined => /^api\/src\/modules\/([^/]+)\//.exec(path)?.[1];

describe('the directions between the parts', () => {
  it('the contract knows nothing but itself and its schema library', () => {
    // when
    const wrong = breaking(
      imports('api/contract'),
      ({ target }) => !target.startsWith('api/contract/') && target !== '@sinclair/typebox',
    );
    // then
    expect(wrong).to.deep.equal([]);
  });

  it('a module reaches another only through its index', () => {
    // when
    const wrong = breaking(imports('api/src'), ({ file, target }) => {
      const to = moduleOf(target);
      return to !== undefined && moduleOf(file) !== to && !target.endsWith(`modules/${to}/index.ts`);
    });
    // then
    expect(wrong).to.deep.equal([]);
  });

  it('only the engine folder knows the engine', () => {
    // when
    const wrong = breaking(
      imports('api/src'),
      ({ file, target }) => /^(zeebe-node|@grpc\/)/.test(target) && !file.startsWith('api/src/engine/'),
    );
    // then
    expect(wrong).to.deep.equal([]);
  });

  it('only the composition root and the workers see several modules and the edge together', () => {
    // when
    const wrong = breaking(
      imports('api/src/platform').concat(imports('api/src/engine')),
      ({ target }) => target.startsWith('api/src/modules/') || target.startsWith('api/src/http/'),
    );
    // then
    expect(wrong).to.deep.equal([]);
  });

  it('the screens take nothing of the server but the contract', () => {
    // when
    const wrong = breaking(
      [...imports('ui'), ...imports('case-ui'), ...imports('modeler-ui')],
      ({ target }) => target.startsWith('api/') && !target.startsWith('api/contract/'),
    );
    // then
    expect(wrong).to.deep.equal([]);
  });

  it('the interpreter of the engine reads no clock, file or network: it knows itself, decisions and diagrams', () => {
    // when
    const wrong = breaking(
      imports('engine/core'),
      ({ target }) => !/^(engine\/(core|decisions)|lint)\//.test(target) && target !== 'node:crypto',
    );
    // then
    expect(wrong).to.deep.equal([]);
  });

  it('the interpreter of the engine waits for nothing and asks the machine nothing, except while it reads a file', () => {
    // when
    const asking =
      /\bawait\b|\basync\b|\bDate\.now\b|new Date\(\)|\bset(?:Timeout|Interval)\b|\bprocess\.(?:env|hrtime|nextTick|on)\b|Math\.random/;
    const wrong = sources('engine/core').filter((file) =>
      asking.test(readFileSync(join(ROOT, file), 'utf8')),
    );
    // then
    expect(wrong).to.deep.equal(['engine/core/prepare.ts']);
  });

  it('inside the engine, wire knows the store, the store the interpreter, and none the other way round', () => {
    // when
    const wrong = [
      ...breaking(imports('engine/decisions'), ({ target }) => /^engine\/(store|wire)\//.test(target)),
      ...breaking(imports('engine/store'), ({ target }) => target.startsWith('engine/wire/')),
    ];
    // then
    expect(wrong).to.deep.equal([]);
  });

  it('engine and product know each other by their protocol only', () => {
    // given
    const product = ['api', 'case-ui', 'diff', 'migrations', 'modeler-ui', 'ui'];
    // when
    const wrong = [
      ...breaking(imports('engine'), ({ target }) =>
        [...product, 'stack', 'tests'].some((folder) => target.startsWith(`${folder}/`)),
      ),
      ...breaking([...product, 'common', 'lint'].flatMap(imports), ({ target }) =>
        target.startsWith('engine/'),
      ),
    ];
    // then
    expect(wrong).to.deep.equal([]);
  });
});
