import type { Static, TSchema } from '@sinclair/typebox';

/** Header with which a repeated command is answered with the first result. */
export const IDEMPOTENCY_KEY = 'Idempotency-Key';

/** Ids in examples: of our own objects, and of the engine's. */
export const EXAMPLE_ID = '0198c0de-0000-7000-8000-000000000000';
export const EXAMPLE_KEY = '2251799813685249';

/** What an operation takes and answers. Who may call it, and how often, stands with its handler. */
export type Operation = {
  summary: string;
  description?: string;
  params?: TSchema;
  query?: TSchema;
  body?: TSchema;
  headers?: Record<string, { description: string; required?: boolean; maxLength?: number }>;
  response?: TSchema;
  /** Status of success: by default 200 with a response, 204 without one. */
  status?: number;
  /** Answers with a stream of server-sent events. */
  events?: true;
  problems: readonly string[];
  /** A call, for the OpenAPI document and for tests; a query only where something in it is required. */
  example?: { params?: unknown; query?: unknown; body?: unknown };
};

/** Type of a part of an operation; undefined where the operation has none. */
export type PartOf<T, Part extends keyof Operation> =
  T extends Record<Part, infer S extends TSchema> ? Static<S> : undefined;

type ExampleOf<T> = { [Part in 'params' | 'query' | 'body']?: PartOf<T, Part> };

/** Declares an operation with the exact types of its parts. */
export const operation = <T extends Operation>(it: T & { example?: ExampleOf<T> }): T => it;
