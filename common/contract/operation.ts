import type { Static, TSchema } from '@sinclair/typebox';

/** Header with which a repeated command is answered with the first result. */
export const IDEMPOTENCY_KEY = 'Idempotency-Key';

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
};

/** Type of a part of an operation; undefined where the operation has none. */
export type PartOf<T, Part extends keyof Operation> =
  T extends Record<Part, infer S extends TSchema> ? Static<S> : undefined;

/** Declares an operation with the exact types of its parts. */
export const operation = <T extends Operation>(it: T): T => it;
