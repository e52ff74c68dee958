import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { before, describe, it } from 'mocha';
import type { Operation } from '#common/contract/operation.ts';
import { OPERATIONS } from '#common/contract/operations.ts';
import { aRequest, aTask } from '#tests/support/fixtures/builders.ts';
import { useApi } from '#tests/support/hooks/use-api.ts';

type BatchOperation = {
  operationId: string;
  method: string;
  path: string;
  parameters?: { name: string; in: 'path' | 'query' | 'header'; example?: string | number }[];
  requestBody?: object;
};

type Document = { paths: Record<string, Record<string, Omit<BatchOperation, 'method' | 'path'>>> };

/** Who may call the most, so that the most gets through to the checks: in the room of processes an
 *  administrator, elsewhere a
 *  supervisor. */
const callerOf = (path: string): string =>
  /^\/api\/(drafts|processes|process-definitions|releases|test-runs|what-ifs|move|instances|incidents|operations|audit|broken-off|element-templates)/.test(
    path,
  )
    ? 'admin'
    : 'supervisor.rmto';

/** A body of each operation that takes one, in which every field is spoilt in turn. */
const BODIES: Record<string, unknown> = Object.fromEntries(
  Object.entries<Operation>(OPERATIONS).flatMap(([id, { body, example }]) =>
    body ? [[id, example?.body]] : [],
  ),
);

const NASTY_TEXTS = [
  '',
  ' ',
  "' or 1=1; drop table requests; --",
  '<script>alert(1)</script>',
  '../../../../etc/passwd',
  '\u0000',
  '\ud800',
  '%',
  '__proto__',
  '99999999999999999999999999',
  '-1',
  'NaN',
  'ا'.repeat(9_000),
];
const NASTY_IN_QUERY = ['', "' or 1=1; --", '\u0000', '%', '-1', '99999999999999999999', 'ا'.repeat(900)];
const WRONG_TYPES = [null, true, 12, -1, 1e308, [], {}, [[]], { length: 3 }, [null]];

/** Every copy of a body with one field spoilt, at any depth. */
function spoilt(value: unknown, put: (value: unknown) => unknown = (it) => it): unknown[] {
  const here = [...WRONG_TYPES, ...NASTY_TEXTS].map(put);
  if (typeof value !== 'object' || value === null) return here;
  const fields = Object.entries(value).flatMap(([name, inner]) =>
    spoilt(inner, (other) => put({ ...value, [name]: other })),
  );
  return [
    ...here,
    put({ ...value, unknown: 1 }),
    put({ ...value, constructor: { prototype: {} } }),
    ...fields,
  ];
}

describe('bad input: every route', function () {
  this.timeout(120_000);
  const { database, call } = useApi({ config: { ENGINE_RECORDS_PORT: 0 } });

  let operations: BatchOperation[];

  before(async () => {
    const { paths } = (await call('GET', '/api/openapi.json')).body as Document;
    operations = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({
        ...operation,
        method: method.toUpperCase(),
        path,
      })),
    );
    await aTask(database.db, { request: await aRequest(database.db) });
  });

  /** A fingerprint of what no refused call may change. Whatever goes on by itself with requests that were
   *  accepted is left out. */
  async function everything(): Promise<string> {
    const parts = [
      `id::text from requests`,
      `id::text from outbox`,
      `id::text from notifications`,
      `people::text from people`,
      `interactions::text from interactions`,
      `concat_ws(' ', task_key, assignee, state) from tasks`,
      `task_submissions::text from task_submissions`,
    ].map((rows) => `(select string_agg(line, ',' order by line) from (select ${rows}) as t (line))`);
    const { rows } = await database.db.raw(`select md5(concat_ws(';', ${parts.join(', ')})) as fingerprint`);
    return rows[0].fingerprint;
  }

  async function send(operation: BatchOperation, path: string, body?: unknown): Promise<string | undefined> {
    const before = operation.method === 'GET' ? undefined : await everything();
    const {
      status,
      body: answer,
      headers,
    } = await call(operation.method, path, body, { as: callerOf(path) });
    const what = `${operation.method} ${path.slice(0, 80)} ${(JSON.stringify(body) ?? '').slice(0, 200)}`;
    if (status < 400) return undefined;
    if (status >= 500 && answer.code !== 'engine-unavailable') return `${what}: ${status} ${answer.code}`;
    if (!headers.get('content-type')?.startsWith('application/problem+json')) return `${what}: is no problem`;
    if (!answer.code || answer.status !== status) return `${what}: ${JSON.stringify(answer)}`;
    if (before !== undefined && (await everything()) !== before) return `${what}: changed something`;
    return undefined;
  }

  /** The path of an operation with these values, and examples for the others. */
  const filled = ({ path, parameters = [] }: BatchOperation, values: Record<string, string>): string =>
    path.replace(/\{(\w+)\}/g, (_, name: string) =>
      encodeURIComponent(
        values[name] ?? parameters.find((one) => one.name === name)?.example ?? '',
      ).replaceAll('%2F', '/'),
    );

  /** Keys of what there is, in place of those in the examples. */
  async function firstKeys(): Promise<Record<string, string>> {
    const task = await database.db('tasks').first();
    return { taskKey: String(task.task_key), id: task.request_id };
  }

  it('that takes a body is tried here', () => {
    const taking = operations.filter(({ requestBody }) => requestBody).map(({ operationId }) => operationId);
    expect(Object.keys(BODIES).sort()).to.deep.equal(taking.sort());
    expect(Object.values(BODIES)).not.to.include(undefined);
  });

  for (const [operationId, body] of Object.entries(BODIES)) {
    it(`${operationId} answers every spoilt body with a problem that changes nothing, and never with a fault`, async () => {
      // given
      const operation = operations.find((one) => one.operationId === operationId) as BatchOperation;
      const path = filled(operation, await firstKeys());

      // when
      const wrong: (string | undefined)[] = [];
      for (const bad of spoilt(body)) wrong.push(await send(operation, path, bad));
      const whole = await call(operation.method, path, body, { as: callerOf(path) });

      // then
      expect(wrong.filter(Boolean)).to.deep.equal([]);
      expect(whole.body.code).not.to.be.oneOf(['invalid-input', 'unknown-route']);
    });
  }

  it('takes no nonsense in its path', async () => {
    // given
    const keys = await firstKeys();
    const texts = NASTY_TEXTS.filter((text) => text.trim() !== '' && text !== '\ud800');

    // when
    const wrong: (string | undefined)[] = [];
    for (const operation of operations)
      for (const { name } of operation.parameters?.filter((one) => one.in === 'path') ?? [])
        for (const text of [...texts, randomUUID()]) {
          const path = filled(operation, { ...keys, [name]: text.slice(0, 1_000) });
          wrong.push(await send(operation, path, BODIES[operation.operationId]));
        }

    // then
    expect(wrong.filter(Boolean)).to.deep.equal([]);
  });

  it('takes no nonsense in its query', async () => {
    // given
    const keys = await firstKeys();
    const asked = operations.filter(({ method, path }) => method === 'GET' && path !== '/api/events');

    // when
    const wrong: (string | undefined)[] = [];
    for (const operation of asked)
      for (const name of [
        ...(operation.parameters ?? []).filter((one) => one.in === 'query').map((one) => one.name),
        'no-such',
      ])
        for (const text of NASTY_IN_QUERY) {
          const path = filled(operation, keys);
          const value = encodeURIComponent(text);
          for (const query of [
            `${name}=${value}`,
            `${name}=${value}&${name}=${value}`,
            `${name}[a]=${value}`,
          ])
            wrong.push(await send(operation, `${path}?${query}`));
        }

    // then
    expect(wrong.filter(Boolean)).to.deep.equal([]);
  });
});
