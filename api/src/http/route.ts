import type { Static, TSchema } from '@sinclair/typebox';
import type { Request, Response } from 'express';
import { type Permission, READS_PAST } from '../platform/permissions.ts';
import type { Staff } from '../platform/staff.ts';
import type { VerifySecondFactor } from '../platform/verify-second-factor.ts';
import type { SharedResource } from './caller-queue.ts';
import type { LimitName, Purpose, QuotaName } from './rate-limits.ts';

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
  /** When the caller's token expires; long past for a caller without one. */
  until: Date;
  /** The id of this HTTP request: in the log, in problems, in `X-Request-Id`. */
  httpRequestId: string;
  /** The address that rate limits count by. */
  remoteAddress: string;
  header(name: string): string | undefined;
  /** Lets the caller prove something that could be guessed. */
  prove(purpose: Purpose): VerifySecondFactor;
};

/** `limit` and `quota` name what `rate-limits.ts` counts. `status` is the one of success. `stream` routes
 *  write the response themselves (SSE, HTML). */
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
  /** Limit of the body, as `5mb`; 256 kB by default. */
  bodyLimit?: string;
  headers?: Record<string, { description: string; required?: boolean; maxLength?: number }>;
  response?: Answer;
  status?: number;
  problems: readonly string[];
  limit?: LimitName;
  quota?: QuotaName;
  /** Shared resource that the route occupies for long: calls of one person are then handled one after the
   *  other. */
  inTurn?: SharedResource;
  /** Reason why a route for signed-in users bypasses the row-level security of the database, as the
   *  permissions of READS_PAST do. */
  readsPast?: string;
} & (
  | { handle(call: Call<P, Params, Query, Body>): Promise<Of<Answer>> }
  | { stream(call: Call<P, Params, Query, Body>, req: Request, res: Response): Promise<void> }
);

/** A route of any shape, for lists; its own types were checked where it was defined. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a list of routes of different shapes has no narrower type
export type AnyRoute = Route<any, any, any, any, any>;

/** Returns true when row-level security applies to the route. Writes are checked before they happen;
 *  citizens, who have no account, prove themselves to the routes. */
export const isGuarded = ({ method, permission, readsPast }: AnyRoute): boolean =>
  method === 'get' &&
  !permission.startsWith('public') &&
  !READS_PAST.includes(permission) &&
  readsPast === undefined;

/** Declares a route as data: `mount` builds the router from it, `openapi` the document. A test compares
 *  the permissions with their table in the docs. */
export function defineRoute<
  P extends Permission,
  Params extends TSchema | undefined = undefined,
  Query extends TSchema | undefined = undefined,
  Body extends TSchema | undefined = undefined,
  Answer extends TSchema | undefined = undefined,
>(route: Route<P, Params, Query, Body, Answer>): AnyRoute {
  return route;
}
