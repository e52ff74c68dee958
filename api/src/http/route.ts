import type { Request, Response } from 'express';
import { ENDPOINTS, type OperationId } from '#common/contract/endpoints.ts';
import type { Operation } from '#common/contract/operation.ts';
import {
  type AnswerOf,
  type BodyOf,
  type EventsId,
  OPERATIONS,
  type ParamsOf,
  type QueryOf,
} from '#common/contract/operations.ts';
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

type Call<Id extends OperationId, P extends Permission> = {
  params: ParamsOf<Id>;
  query: QueryOf<Id>;
  body: BodyOf<Id>;
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

/** What the server alone knows of an operation. */
type ServerFacts<P extends Permission = Permission> = {
  permission: P;
  /** Limit of the body, as `5mb`; 256 kB by default. */
  bodyLimit?: string;
  /** Counted by `rate-limits.ts`, as `quota`. */
  limit?: LimitName;
  quota?: QuotaName;
  /** Shared resource that the route occupies for long: calls of one person are then handled one after the
   *  other. */
  inTurn?: SharedResource;
  /** Reason why a route for signed-in users bypasses the row-level security of the database, as the
   *  permissions of READS_PAST do. */
  readsPast?: string;
};

/** Handler of an operation; one that answers with events writes the response itself. */
type Handler<Id extends OperationId, P extends Permission> = [Id] extends [EventsId]
  ? { stream(call: Call<Id, P>, req: Request, res: Response): Promise<void> }
  : { handle(call: Call<Id, P>): Promise<AnswerOf<Id>> };

/** An operation of the contract with its handler. Handlers are checked where they are defined. */
export type Route = Operation &
  ServerFacts & {
    method: 'get' | 'post' | 'put' | 'patch' | 'delete';
    /** Below /api, in Express notation: `/requests/:id`. */
    path: string;
    operationId: string;
  } & (
    | { handle(call: never): Promise<unknown> }
    | { stream(call: never, req: Request, res: Response): Promise<void> }
  );

/** Returns true when row-level security applies to the route. Writes are checked before they happen;
 *  citizens, who have no account, prove themselves to the routes. */
export const isGuarded = ({ method, permission, readsPast }: Route): boolean =>
  method === 'get' &&
  !permission.startsWith('public') &&
  !READS_PAST.includes(permission) &&
  readsPast === undefined;

/** Declares who handles an operation, for whom. Path and schemas come from the contract: `mount` builds the
 *  router from them, `openapi` the document. A test compares the permissions with their table in the docs. */
export function defineRoute<Id extends OperationId, P extends Permission>(
  operationId: Id,
  server: ServerFacts<P> & Handler<Id, P>,
): Route {
  const [method, path] = ENDPOINTS[operationId].split(' ') as [string, string];
  return {
    ...OPERATIONS[operationId],
    ...server,
    method: method.toLowerCase() as Route['method'],
    path,
    operationId,
  };
}
