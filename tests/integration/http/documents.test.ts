import { readFile } from 'node:fs/promises';
import { Validator } from '@seriousme/openapi-schema-validator';
import { expect } from 'chai';
import { before, describe, it } from 'mocha';
import { ROLE_REACHES } from '#api/modules/visibility/index.ts';
import { PERMISSIONS } from '#api/platform/permissions.ts';
import { allProblems } from '#api/platform/problems.ts';
import { useApi } from '#tests/support/hooks/use-api.ts';

type BatchOperation = {
  operationId: string;
  parameters?: { in: string; name: string; example?: unknown }[];
  requestBody?: { content: Record<string, { example?: unknown }> };
  responses: Record<string, { description: string }>;
  security: unknown[];
};

const page = (name: string) => readFile(new URL(`../../../docs/${name}`, import.meta.url), 'utf8');

/** The cells of the rows of a Markdown page that begin with a code. */
const rowsOf = (text: string): string[][] =>
  text
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim().replaceAll('`', '')),
    );

describe('the documents of the api', () => {
  const { call } = useApi();

  let operations: BatchOperation[];

  before(async () => {
    const { body } = await call('GET', '/api/openapi.json');
    operations = Object.values(body.paths as Record<string, Record<string, BatchOperation>>).flatMap(
      Object.values,
    );
  });

  it('hold an OpenAPI 3.1 document that is valid', async () => {
    // given
    const { body } = await call('GET', '/api/openapi.json');

    // when
    const result = await new Validator().validate(body);

    // then
    expect(result.errors, JSON.stringify(result.errors)?.slice(0, 2000)).to.equal(undefined);
    expect(result.valid).to.equal(true);
    expect(body.openapi).to.equal('3.1.0');
  });

  it('give each operation a name of its own and say who may call it', () => {
    // when
    const names = operations.map(({ operationId }) => operationId);

    // then
    expect(new Set(names).size).to.equal(names.length);
    expect(operations.filter(({ security }) => security === undefined)).to.be.empty;
  });

  it('name all the parameters that stand in a path', async () => {
    // given
    const { body } = await call('GET', '/api/openapi.json');

    // then
    for (const [path, methods] of Object.entries(
      body.paths as Record<string, Record<string, { parameters?: { in: string; name: string }[] }>>,
    )) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      for (const { parameters = [] } of Object.values(methods)) {
        expect(parameters.filter((one) => one.in === 'path').map(({ name }) => name)).to.deep.equal(inPath);
      }
    }
  });

  it('show a call of each operation that takes something', () => {
    // when
    const shown = operations.flatMap(({ parameters = [], requestBody }) => [
      ...parameters.filter((one) => one.in === 'path').map(({ example }) => example),
      ...(requestBody ? [requestBody.content['application/json']?.example] : []),
    ]);

    // then
    expect(shown).not.to.include(undefined);
    expect(shown).to.deep.include({ expectedVersion: 1 });
  });

  it('can be read in a browser under the strict policy: no inline script, nothing from elsewhere', async () => {
    // when
    const { status, body, headers } = await call('GET', '/api/docs');
    const sources = [...(body as string).matchAll(/(?:src|href)="([^"]+)"/g)].map(
      ([, source]) => source as string,
    );

    // then
    expect(status).to.equal(200);
    expect(body).not.to.match(/<script>|<script [^>]*>[^<]/);
    expect(headers.get('content-security-policy')).to.include("script-src 'self';");
    for (const source of sources) expect((await call('GET', source)).status, source).to.equal(200);
  });

  it('explain each problem where its type points to', async () => {
    // given
    const { body: problem } = await call('GET', '/api/nothing');
    const [path = '', anchor] = (problem.type as string).split('#');

    // when
    const { status, body } = await call('GET', path);

    // then
    expect(status).to.equal(200);
    expect(body).to.include(`id="${anchor}"`);
  });

  it('list every problem that the code knows, as it is there, and none besides', async () => {
    // given
    const written = rowsOf(await page('problems.md')).map(
      ([code, status, title]) => `${code} ${status} ${title}`,
    );

    // when
    const declared = allProblems().map(({ code, status, title }) => `${code} ${status} ${title}`);

    // then
    expect(written.sort()).to.deep.equal(declared.sort());
  });

  it('list every permission with its roles', async () => {
    // given
    const written = rowsOf((await page('permissions.md')).split('## What')[0] as string);

    // then
    expect(written.map(([permission, roles]) => [permission, roles])).to.deep.equal(
      Object.entries(PERMISSIONS).map(([permission, roles]) => [permission, roles.join(', ')]),
    );
  });

  it('list what each role reaches', async () => {
    // given
    const written = rowsOf((await page('permissions.md')).split('## What')[1] as string);

    // then
    expect(written.map((cells) => cells.slice(0, 4))).to.deep.equal(
      ROLE_REACHES.map(({ role, over, confidential, work }) => [
        role,
        over,
        confidential ? 'yes' : 'no',
        work ? 'yes' : 'no',
      ]),
    );
  });
});
