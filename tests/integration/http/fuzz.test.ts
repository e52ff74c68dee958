import { expect } from 'chai';
import fc from 'fast-check';
import { before, describe, it } from 'mocha';
import type { CallResponse } from '#tests/support/api-caller.ts';
import { aRequest, aTask } from '#tests/support/fixtures/builders.ts';
import { useApi } from '#tests/support/hooks/use-api.ts';

type Schema = { properties?: Record<string, Schema>; anyOf?: Schema[]; enum?: unknown[] };
type BatchOperation = {
  operationId: string;
  parameters?: { in: string; name: string; schema: Schema }[];
  requestBody?: { content: Record<string, { schema: Schema }> };
};
type Route = { method: string; path: string; operation: BatchOperation };

/** Texts that have broken something somewhere. */
const NASTY = [
  '',
  ' ',
  '0',
  '-1',
  '1e309',
  'NaN',
  'null',
  'true',
  '9223372036854775807',
  '9999999999999999999',
  '2147483648',
  "' or 1=1 --",
  '%',
  '\\',
  '{"a":1}',
  '../../etc/passwd',
  'constructor',
  '__proto__',
  '2026-02-30T25:61:61Z',
  '0198c0de-0000-7000-8000-000000000000',
  'ك ي \u200c \u202e',
  '\u{1F6A7}'.repeat(100),
  'x'.repeat(5_000),
];

const text = fc.oneof(fc.constantFrom(...NASTY), fc.string({ unit: 'grapheme' }));
const anything = fc.oneof(
  { weight: 2, arbitrary: text },
  fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<unknown>,
);

/** A body that has the right shape more often than chance would give it, and wrong values in it. */
function bodyOf(schema: Schema | undefined, known: Record<string, unknown>): fc.Arbitrary<unknown> {
  if (schema?.anyOf) return fc.oneof(...schema.anyOf.map((one) => bodyOf(one, known)), anything);
  if (schema?.enum) return fc.oneof(fc.constantFrom(...schema.enum), anything);
  if (!schema?.properties) return anything;
  const fields = Object.entries(schema.properties).map(([name, inner]) => [
    name,
    fc.oneof(...(name in known ? [fc.constant(known[name])] : []), bodyOf(inner, known)),
  ]);
  return fc.oneof(
    { weight: 4, arbitrary: fc.record(Object.fromEntries(fields), { requiredKeys: [] }) },
    anything,
  );
}

describe('whatever is sent', () => {
  const { database, call } = useApi();

  let routes: Route[];
  let known: Record<string, unknown>;

  before(async () => {
    const { body } = await call('GET', '/api/openapi.json');
    routes = Object.entries(body.paths as Record<string, Record<string, BatchOperation>>)
      .flatMap(([path, methods]) =>
        Object.entries(methods).map(([method, operation]) => ({ method, path, operation })),
      )
      .filter(({ operation }) => operation.operationId !== 'listenToChanges');
    const request = await aRequest(database.db);
    const task = await aTask(database.db, { request, assignee: 'supervisor.rmto' });
    known = {
      id: request.id,
      taskKey: task.task_key,
      slug: 'rmto',
      key: 'citizen-request/handle',
      trackingCode: request.tracking_code,
      secondFactor: '4567',
      service: 'road-safety-signs',
      expectedVersion: 1,
      submissionId: '0198c0de-0000-7000-8000-000000000000',
    };
  });

  function anyCallOf({ path, operation }: Route) {
    const { parameters = [], requestBody } = operation;
    const valueOf = (name: string) =>
      fc.oneof(...(name in known ? [fc.constant(String(known[name]))] : []), text);
    const named = (place: string) =>
      Object.fromEntries(
        parameters.filter((one) => one.in === place).map(({ name }) => [name, valueOf(name)]),
      );
    return fc.record({
      path: fc
        .record(named('path'))
        .map((values) =>
          path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(values[name]) || '-')),
        ),
      query: fc.record(named('query'), { requiredKeys: [] }),
      body: requestBody
        ? bodyOf(requestBody.content['application/json']?.schema, known)
        : fc.constant(undefined),
    });
  }

  it('is answered, and never with an error of ours', async function () {
    this.timeout(180_000);

    const errors: { route: string; sent: unknown; answer: CallResponse['body'] }[] = [];
    for (const route of routes) {
      await fc.assert(
        fc.asyncProperty(anyCallOf(route), async ({ path, query, body }) => {
          // when
          const address = `${path}?${new URLSearchParams(query as Record<string, string>)}`;
          const answer = await call(route.method.toUpperCase(), address, body, { as: 'supervisor.rmto' });

          // then: the engine cannot be relied on here, all else must be well
          if (answer.status >= 500 && answer.body.code !== 'engine-unavailable')
            errors.push({ route: `${route.method} ${address}`, sent: body, answer: answer.body });
          if (answer.status >= 400) expect(answer.body.code, address).to.be.a('string');
        }),
        { numRuns: 30 },
      );
    }
    expect(errors.slice(0, 3)).to.deep.equal([]);
  });
});
