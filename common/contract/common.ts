import { type Static, type TSchema, Type } from '@sinclair/typebox';

/** Creates a closed object: unknown properties are refused on the way in and never leave on the way out. */
export const Closed = <T extends Record<string, TSchema>>(properties: T) =>
  Type.Object(properties, { additionalProperties: false });

export const Nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

/** Creates a JSON Schema enum from a list of words. */
export const OneOf = <const T extends readonly string[]>(values: T, options: { description?: string } = {}) =>
  Type.Unsafe<T[number]>({ type: 'string', enum: [...values], ...options });

export const Text = Closed({ fa: Type.String(), en: Type.String() });
export type Text = Static<typeof Text>;

export const LOCALES = ['fa', 'en'] as const;
export const Locale = OneOf(LOCALES);
export type Locale = Static<typeof Locale>;

export const Timestamp = Type.String({ format: 'date-time', description: 'UTC, ISO 8601' });

export const RequestId = Type.String({ format: 'uuid' });

/** Maximum of a column of type integer. */
export const MAX_INTEGER = 2_147_483_647;

/** An engine key: 63 bits, so a string. */
export const EngineKey = Type.String({ pattern: '^([0-9]{1,18}|[1-8][0-9]{18})$' });

/** Reason for an operator's action; it is recorded in the audit log. */
export const OperatorReason = Type.String({ minLength: 5, maxLength: 500, pattern: '\\S{2}' });

export const Slug = Type.String({ pattern: '^[a-z0-9]+(-[a-z0-9]+)*$', maxLength: 64 });

export const CHANNELS = ['web', 'phone', 'sms', 'email', 'in-person', 'letter', 'import'] as const;
export const Channel = OneOf(CHANNELS);
export type Channel = Static<typeof Channel>;

export const PRIORITIES = ['normal', 'high', 'critical'] as const;
export const Priority = OneOf(PRIORITIES);
export type Priority = Static<typeof Priority>;

export const REQUEST_STATUSES = [
  'received',
  'in-progress',
  'waiting-citizen',
  'waiting-body',
  'answered',
  'transferred',
  'closed',
  'withdrawn',
] as const;
export const RequestStatus = OneOf(REQUEST_STATUSES);
export type RequestStatus = Static<typeof RequestStatus>;

export const OUTCOMES = [
  'resolved',
  'partly',
  'refused',
  'not-admissible',
  'duplicate',
  'withdrawn',
  'no-answer',
] as const;
export const Outcome = OneOf(OUTCOMES);
export type Outcome = Static<typeof Outcome>;

export const ROLES = ['caseworker', 'supervisor', 'agent', 'analyst', 'manager', 'admin'] as const;
export const Role = OneOf(ROLES);
export type Role = Static<typeof Role>;
