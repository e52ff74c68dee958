import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { OPERATIONS } from '#common/contract/operations.ts';
import { importTarget } from '../support/import-target.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

type Import = { file: string; target: string };

function sources(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
    .filter((file) => !/(^|\/)(node_modules|dist)\//.test(file));
}

/** The import lines of a file; relative targets are given from the root. */
const importsOf = (file: string, line: RegExp): Import[] =>
  [...readFileSync(join(ROOT, file), 'utf8').matchAll(line)].map(([, name, other]) => {
    const target = name ?? other ?? '';
    return {
      file,
      target: importTarget(target, file),
    };
  });

/** Every import line below a folder. */
const imports = (folder: string): Import[] =>
  sources(folder).flatMap((file) => importsOf(file, /(?:from|import\(|^import)\s*'([^']+)'/gm));

/** The import lines of a file and of everything that it loads with it; types are not loaded. */
function closureOf(entry: string, { without }: { without: string }): Import[] {
  const loaded: Import[] = [];
  const seen = new Set([without]);
  const pending = [entry];
  for (let file = pending.pop(); file !== undefined; file = pending.pop()) {
    if (seen.has(file) || !/\.ts$/.test(file)) continue;
    seen.add(file);
    for (const found of importsOf(
      file,
      /^(?:import|export)(?! type\b)[^;]*?from\s*'([^']+)'|import\(\s*'([^']+)'/gm,
    )) {
      loaded.push(found);
      pending.push(found.target);
    }
  }
  return loaded;
}

const breaking = (found: Import[], rule: (i: Import) => boolean): string[] =>
  found.filter(rule).map((i) => `${i.file} → ${i.target}`);

const moduleOf = (path: string): string | undefined => /^api\/src\/modules\/([^/]+)\//.exec(path)?.[1];

describe('the directions between the parts', () => {
  it('the contract knows nothing but itself and its schema library', () => {
    // when
    const wrong = breaking(
      imports('common/contract'),
      ({ target }) => !target.startsWith('common/contract/') && target !== '@sinclair/typebox',
    );
    // then
    expect(wrong).to.deep.equal([]);
  });

  it('a module reaches another only through its index, and the sandbox each through what is meant for it', () => {
    // when
    const wrong = breaking(imports('api/src'), ({ file, target }) => {
      const to = moduleOf(target);
      const door = file === 'api/src/sandbox/functions.ts' ? 'sandboxed' : 'index';
      return to !== undefined && moduleOf(file) !== to && !target.endsWith(`modules/${to}/${door}.ts`);
    });
    // then
    expect(wrong).to.deep.equal([]);
  });

  it('every server of HTTP is a bounded one', () => {
    // when
    const own = ['api/src', 'engine', 'common']
      .flatMap(sources)
      .filter((file) => /\bcreateServer\b/.test(readFileSync(join(ROOT, file), 'utf8')));
    // then
    expect(own).to.deep.equal(['common/node/bounded-server.ts']);
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

  it('what follows the rules of a module knows nothing of HTTP: routes lead to services, never back', () => {
    // when
    const wrong = breaking(
      imports('api/src/modules'),
      ({ file, target }) => target.startsWith('api/src/http/') && !/(\.routes|\/index)\.ts$/.test(file),
    );
    // then
    expect(wrong).to.deep.equal([]);
  });

  it('platform and engine side know no module and nothing of HTTP', () => {
    // when
    const wrong = breaking(
      imports('api/src/platform').concat(imports('api/src/engine')),
      ({ target }) => target.startsWith('api/src/modules/') || target.startsWith('api/src/http/'),
    );
    // then
    expect(wrong).to.deep.equal([]);
  });

  it('what the projector writes of instances is read by the read model only', () => {
    // given
    const tables = 'element_instances|incidents|awaited|instance_variables|flows_taken|process_elements';
    const named = new RegExp(
      `\\b(?:from|join|into|update)\\s+(${tables})\\b|\\(\\s*['\`](${tables})(?: as \\w+)?['\`]`,
      'gi',
    );
    // when
    const elsewhere = sources('api/src')
      .filter((file) => !/^api\/src\/(engine|modules\/process-instances)\//.test(file))
      .flatMap((file) => {
        const found = [...readFileSync(join(ROOT, file), 'utf8').matchAll(named)];
        return [...new Set(found.map(([, sql, query]) => `${file}: ${sql ?? query}`))];
      });
    // then
    expect(elsewhere.sort()).to.deep.equal([
      'api/src/modules/process-definitions/process-definitions.repo.ts: process_elements',
      'api/src/modules/sla/stage-clocks.ts: process_elements',
    ]);
  });

  it('the screens take nothing of the server, and of what is common only what needs no Node', () => {
    // when
    const wrong = breaking(
      [...imports('ui'), ...imports('case-ui'), ...imports('modeler-ui')],
      ({ target }) =>
        /^(api|engine|stack|tests)\//.test(target) ||
        (target.startsWith('common/') && !/^common\/(contract|process-files|text)\//.test(target)),
    );
    // then
    expect(wrong).to.deep.equal([]);
  });

  it('the screens know of operations only types and paths, so that no schema comes into a page with them', () => {
    // given
    const loading = /^(?:import|export)(?! type\b)[^;]*?from\s*'([^']+)'/gm;
    const loaded = ['ui', 'case-ui', 'modeler-ui']
      .flatMap(sources)
      .flatMap((file) => importsOf(file, loading));
    // when
    const wrong = breaking(loaded, ({ target }) => /^common\/contract\/.*operations?\.ts$/.test(target));
    // then
    expect(wrong.filter((line) => !line.endsWith('/batch-operations.ts'))).to.deep.equal([]);
    expect(loaded.map(({ target }) => target)).to.include('common/contract/endpoints.ts');
  });

  it('the interpreter of the engine reads no clock, file or network: it knows itself, decisions and diagrams', () => {
    // when
    const wrong = breaking(
      imports('engine/core'),
      ({ target }) =>
        !/^(engine\/(core|decisions)|common\/(process-files|text|zeebe-protocol))\//.test(target) &&
        target !== 'node:crypto',
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

  it('the own thread of the api loads nothing that reads diagrams or tables, or evaluates what people write', () => {
    // given
    const BOUNDED = 'api/src/engine/process-elements.ts';
    const parsers = /^(bpmn-moddle|dmn-moddle|@bpmn-io\/|bpmnlint|feelin|moddle)/;
    // when
    const loaded = closureOf('api/src/main.ts', { without: BOUNDED });
    // then
    expect(breaking(loaded, ({ target }) => parsers.test(target))).to.deep.equal([]);
    expect(loaded.map(({ target }) => target)).to.include.members([BOUNDED, 'api/src/sandbox/sandbox.ts']);
  });

  it('what reads or evaluates what people write is asked for in turn, so that nobody fills the sandbox for all', () => {
    // given
    const handlers = sources('api/src/modules')
      .filter((file) => file.endsWith('.routes.ts'))
      .flatMap((file) => readFileSync(join(ROOT, file), 'utf8').split('defineRoute(').slice(1));
    const reaching = Object.entries(OPERATIONS).filter(([, { problems }]) =>
      (problems as readonly string[]).includes('sandbox-limit-exceeded'),
    );
    // when
    const wrong = reaching.filter(
      ([id]) => !handlers.some((handler) => handler.startsWith(`'${id}'`) && handler.includes('inTurn:')),
    );
    // then
    expect(reaching).not.to.deep.equal([]);
    expect(wrong.map(([id]) => id)).to.deep.equal([]);
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
    const product = ['api', 'case-ui', 'migrations', 'modeler-ui', 'ui'];
    // when
    const wrong = [
      ...breaking(imports('engine'), ({ target }) =>
        [...product, 'stack', 'tests'].some((folder) => target.startsWith(`${folder}/`)),
      ),
      ...breaking([...product, 'common'].flatMap(imports), ({ target }) => target.startsWith('engine/')),
    ];
    // then
    expect(wrong).to.deep.equal([]);
  });
});
