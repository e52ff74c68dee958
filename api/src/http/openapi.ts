import type { TSchema } from '@sinclair/typebox';
import { Problem } from '#common/contract/index.ts';
import { PERMISSIONS } from '../platform/permissions.ts';
import { problemFacts } from '../platform/problems.ts';
import { type Route } from './route.ts';

type Json = Record<string, unknown>;

/** Problems that every route can answer with besides its own. */
const COMMON = ['invalid-input', 'internal', 'unavailable'];

/** Builds the OpenAPI 3.1 document from the list of routes that the router is also made from, so that it
 *  cannot lag behind. */
export function openapi(routes: readonly Route[], { version }: { version: string }): Json {
  const paths: Record<string, Json> = {};
  for (const route of routes) (paths[openapiPath(route.path)] ??= {})[route.method] = operation(route);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Shahrah',
      version,
      description:
        'Citizen requests of the Ministry of Roads and Urban Development. Problems are answered as RFC 9457 documents; programs branch on their `code`.',
    },
    servers: [{ url: '/' }],
    paths,
    components: {
      schemas: { Problem: plain(Problem) },
      securitySchemes: { staff: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
    },
  };
}

const openapiPath = (path: string): string => `/api${path.replace(/[:*]([A-Za-z]+)/g, '{$1}')}`;

function operation(route: Route): Json {
  const parameters = [
    ...parametersOf(route.params, 'path', route.example?.params),
    ...parametersOf(route.query, 'query', route.example?.query),
    ...Object.entries(route.headers ?? {}).map(([name, { description, required, maxLength }]) => ({
      name,
      in: 'header',
      description,
      required: required ?? false,
      schema: { type: 'string', ...(maxLength === undefined ? {} : { maxLength }) },
    })),
  ];
  return {
    operationId: route.operationId,
    summary: route.summary,
    description: [route.description, whoMay(route)].filter(Boolean).join('\n\n'),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(route.body
      ? {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: plain(route.body), ...exampleOf(route.example?.body) } },
          },
        }
      : {}),
    responses: { ...success(route), ...problems(route) },
    ...security(route),
  };
}

function whoMay({ permission }: Route): string {
  if (permission === 'public') return 'Open to everybody.';
  if (permission === 'public-or-staff') return 'Open to everybody; staff may sign in.';
  if (permission === 'signed-in') return 'Everybody who is signed in.';
  return `Permission \`${permission}\`: ${PERMISSIONS[permission as keyof typeof PERMISSIONS].join(', ')}.`;
}

function security({ permission }: Route): Json {
  if (permission === 'public') return { security: [] };
  return { security: permission === 'public-or-staff' ? [{}, { staff: [] }] : [{ staff: [] }] };
}

function parametersOf(schema: TSchema | undefined, place: 'path' | 'query', example: unknown): Json[] {
  const { properties = {}, required = [] } = (schema ?? {}) as {
    properties?: Record<string, TSchema>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: plain(property),
    ...(property.description ? { description: property.description } : {}),
    ...exampleOf((example as Json | undefined)?.[name]),
  }));
}

function success(route: Route): Json {
  if ('stream' in route)
    return {
      200: { description: route.summary, content: { 'text/event-stream': { schema: { type: 'string' } } } },
    };
  if (!route.response) return { [route.status ?? 204]: { description: 'Done' } };
  const content = { 'application/json': { schema: plain(route.response) } };
  return { [route.status ?? 200]: { description: route.summary, content } };
}

/** Returns the problems of a route by status; several codes may share one. */
function problems(route: Route): Json {
  const codes = new Set([...COMMON, ...route.problems]);
  if (route.permission !== 'public')
    for (const code of ['not-signed-in', 'sign-in-unavailable']) codes.add(code);
  if (route.permission in PERMISSIONS) codes.add('not-allowed');
  if (route.limit) codes.add('too-many-requests');
  if (route.body)
    for (const code of ['malformed-json', 'too-large', 'unsupported-media-type']) codes.add(code);
  const byStatus = new Map<number, string[]>();
  for (const code of codes) {
    const facts = problemFacts(code);
    if (!facts)
      throw new Error(`The route ${route.operationId} names the problem ${code}, which nobody declares`);
    byStatus.set(facts.status, [...(byStatus.get(facts.status) ?? []), `\`${code}\`: ${facts.title}`]);
  }
  const content = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };
  return Object.fromEntries(
    [...byStatus].map(([status, lines]) => [status, { description: lines.join('\n\n'), content }]),
  );
}

const exampleOf = (example: unknown): Json => (example === undefined ? {} : { example });

/** Strips the TypeBox symbols from a schema: the document is plain JSON. */
const plain = (schema: TSchema): Json => JSON.parse(JSON.stringify(schema)) as Json;
