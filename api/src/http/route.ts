import type { Static, TSchema } from '@sinclair/typebox';
import type { Request, Response } from 'express';
import type { Role } from '#common/contract/index.ts';
import type { SharedResource } from './caller-queue.ts';
import type { LimitName, Purpose, QuotaName } from './rate-limits.ts';

/** The signed-in member of staff, as the token says. `departments` are the slugs of the groups the person is in. */
export type Staff = {
  id: string;
  username: string;
  name: string;
  roles: readonly Role[];
  departments: readonly string[];
  /** Where Keycloak knows one. */
  email?: string;
};

/** Which roles may do what. Deny by default: a permission that is not here cannot be named by a route. */
export const PERMISSIONS = {
  'request:read': ['caseworker', 'supervisor', 'agent', 'manager', 'admin'],
  'request:file-on-behalf': ['agent', 'supervisor', 'admin'],
  'request:record-reply': ['caseworker', 'supervisor'],
  'task:read': ['caseworker', 'supervisor', 'agent', 'manager', 'admin'],
  'task:work': ['caseworker', 'supervisor', 'agent'],
  'task:assign': ['supervisor'],
  'process:read': ['analyst', 'admin'],
  'process:draft': ['analyst', 'admin'],
  'process:review': ['analyst', 'admin'],
  'process:deploy': ['admin'],
  'instance:read': ['analyst', 'admin'],
  'instance:operate': ['admin'],
  'engine:operate': ['admin'],
  'audit:read': ['admin'],
  'absence:manage': ['supervisor', 'admin'],
  'head:manage': ['admin'],
  'escalation:operate': ['admin'],
  'calendar:manage': ['admin'],
  'alert:read': ['caseworker', 'supervisor', 'agent', 'manager', 'admin'],
  'alert:draft': ['caseworker', 'supervisor', 'agent'],
} as const satisfies Record<string, readonly Role[]>;

/** Permissions whose routes read past the row security of the database (docs/adr/0025). These show figures and machinery of all
 *  cases, and keep confidential ones back themselves: a row that is gone would be taken for a case that is not there. */
export const READS_PAST: readonly Permission[] = [
  'instance:read',
  'process:read',
  'process:draft',
  'engine:operate',
];

/** `public` needs no sign-in; `public-or-staff` takes a token where there is one and refuses a bad one; `signed-in` takes
 *  anybody with an account, whatever the roles. */
export type Permission = keyof typeof PERMISSIONS | 'public' | 'public-or-staff' | 'signed-in';

type CallerOf<P extends Permission> = P extends 'public'
  ? null
  : P extends 'public-or-staff'
    ? Staff | null
    : Staff;
type Of<S> = S extends TSchema ? Static<S> : undefined;

export type Call<P extends Permission, Params, Query, Body> = {
  params: Of<Params>;
  query: Of<Query>;
  body: Of<Body>;
  user: CallerOf<P>;
  /** When the caller's token ends; long past for who has none. */
  until: Date;
  /** The id of this HTTP request: in the log, in problems, in `X-Request-Id`. */
  httpRequestId: string;
  /** The address the limits count by. */
  remoteAddress: string;
  header(name: string): string | undefined;
  /** Where the caller proves something that could be guessed. */
  prove(purpose: Purpose): VerifySecondFactor;
};

/** Runs the check of a try. One that finds nothing counts against the caller and against the code that was tried.
 *  @throws TooManyAttempts instead, once too many found nothing */
export type VerifySecondFactor = <T>(
  code: string | undefined,
  check: () => Promise<T | undefined>,
) => Promise<T | undefined>;

/** `limit` and `quota` name what `rate-limits.ts` counts. `status` is of success. `stream` routes answer by themselves (SSE, HTML). */
export type Route<
  P extends Permission = Permission,
  Params extends TSchema | undefined = TSchema | undefined,
  Query extends TSchema | undefined = TSchema | undefined,
  Body extends TSchema | undefined = TSchema | undefined,
  Answer extends TSchema | undefined = TSchema | undefined,
> = {
  method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** Below /api, in Express notation: `/requests/:id`. */
  path: string;
  operationId: string;
  summary: string;
  description?: string;
  permission: P;
  params?: Params;
  query?: Query;
  body?: Body;
  /** Of the body, as `5mb`; 256 kB unless given. */
  bodyLimit?: string;
  headers?: Record<string, { description: string; required?: boolean; maxLength?: number }>;
  response?: Answer;
  status?: number;
  problems: readonly string[];
  limit?: LimitName;
  quota?: QuotaName;
  /** What all share takes long over it: the calls of one person are answered one after the other. */
  inTurn?: SharedResource;
  /** Why a route that reads for somebody signed in reads past the row security of the database, as those of READS_PAST do. */
  readsPast?: string;
} & (
  | { handle(call: Call<P, Params, Query, Body>): Promise<Of<Answer>> }
  | { stream(call: Call<P, Params, Query, Body>, req: Request, res: Response): Promise<void> }
);

/** A route as it is kept in a list; its own types were checked where it was defined. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a list of routes of different shapes has no narrower type
export type AnyRoute = Route<any, any, any, any, any>;

/** Tells whether the database answers the route as the caller may see it. Writes are decided before they are done; citizens, who have
 *  no account, prove themselves to the routes. */
export const isGuarded = ({ method, permission, readsPast }: AnyRoute): boolean =>
  method === 'get' &&
  !permission.startsWith('public') &&
  !READS_PAST.includes(permission) &&
  readsPast === undefined;

/** Declares a route as data: `mount` makes the router of it, `openapi` the document, `permissions` the table in the docs. */
export function defineRoute<
  P extends Permission,
  Params extends TSchema | undefined = undefined,
  Query extends TSchema | undefined = undefined,
  Body extends TSchema | undefined = undefined,
  Answer extends TSchema | undefined = undefined,
>(route: Route<P, Params, Query, Body, Answer>): AnyRoute {
  return route;
}
