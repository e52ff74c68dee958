import { isUtf8 } from 'node:buffer';
import { Type } from '@sinclair/typebox';
import express, { type Request, type RequestHandler, type Response, Router } from 'express';
import { InvalidInput, NotAllowed } from '../platform/common.errors.ts';
import { withCallerTimeout } from '../platform/db.ts';
import type { Log } from '../platform/log.ts';
import { PERMISSIONS } from '../platform/permissions.ts';
import { type Staff } from '../platform/staff.ts';
import { type VerifySecondFactor } from '../platform/verify-second-factor.ts';
import { asViewer, type Viewer } from '../platform/viewer.ts';
import type { Authentication, SignedIn } from './authentication.ts';
import { callerQueue } from './caller-queue.ts';
import { failWhenDatabaseDown } from './fail-when-database-down.ts';
import { NotSignedIn, UnsupportedMediaType } from './http.errors.ts';
import { addressOf, type Purpose, type RateLimits } from './rate-limits.ts';
import { requestIdOf } from './request-id.ts';
import { isGuarded, type Route } from './route.ts';
import { contractValidation, type Validation } from './validation.ts';

export type MountDeps = {
  authentication: Authentication;
  limits: RateLimits;
  log: Log;
  /** Returns true when the database answers right now. */
  databaseAnswers: () => Promise<boolean>;
  /** Returns what the user may see, for the row-level security of the database. */
  viewerOf: (user: Staff) => Promise<Viewer>;
  /** Called after each response, for the metrics of /metrics. */
  observe?: (operationId: string, status: number, seconds: number) => void;
  /** Called before the response when a signed-in user tries what their roles do not allow. */
  onRefused?: (attempt: RefusedAttempt) => Promise<void>;
  /** Called before the response when a signed-in user tried a wrong secret. */
  onWrongFactor?: (attempt: WrongFactor) => Promise<void>;
};

/** The caller of a refused call, and the address it came from. */
type Attempt = { username: string; httpRequestId: string; remoteAddress: string };
export type RefusedAttempt = Attempt & { operationId: string; permission: string };
export type WrongFactor = Attempt & { purpose: Purpose; code: string | undefined };

export const BODY_LIMIT = '256kb';

/** Refuses a body that is not valid UTF-8: it would be stored with U+FFFD, and nobody could tell any more
 *  what was sent. */
function refuseOtherBytes(_req: unknown, _res: unknown, bytes: Buffer, charset: string): void {
  if (charset === 'utf-8' && !isUtf8(bytes))
    throw Object.assign(new Error('the body is no UTF-8'), { type: 'entity.parse.failed' });
}

const NOTHING = Type.Object({}, { additionalProperties: false });

/** Creates the router for a list of routes. Each call passes, in this order: sign-in, rate limit, permission,
 *  the checks of parameters, headers and body, the quota of valid calls, the handler, the check of the
 *  response. */
export function mount(routes: readonly Route[], deps: MountDeps): Router {
  const router = Router({ caseSensitive: true, strict: false });
  const validation = contractValidation();
  const turns = callerQueue();
  const json = (limit = BODY_LIMIT) =>
    express.json({ limit, strict: false, inflate: true, verify: refuseOtherBytes });
  for (const route of routes) {
    const read = route.body ? [json(route.bodyLimit)] : [];
    const path = `/api${route.path}`;
    router[route.method](
      path,
      withinCallerTimeout(admit(route, deps)),
      ...read,
      withinCallerTimeout(answer(route, { ...deps, turns }, validation)),
    );
  }
  return router;
}

type AnswerDeps = MountDeps & { turns: ReturnType<typeof callerQueue> };

/** Runs a handler with the short query timeout: the database answers soon, or not at all. */
const withinCallerTimeout =
  (handler: RequestHandler): RequestHandler =>
  (req, res, next) =>
    withCallerTimeout(() => handler(req, res, next));

const signedIn = new WeakMap<Request, SignedIn>();

/** Refuses a call before a byte of the body is read. */
function admit(route: Route, { authentication, limits, observe, onRefused, log }: MountDeps): RequestHandler {
  return async (req, res, next) => {
    const began = performance.now();
    res.once('finish', () => {
      const ms = performance.now() - began;
      observe?.(route.operationId, res.statusCode, ms / 1000);
      const line = {
        httpRequestId: requestIdOf(req),
        operation: route.operationId,
        status: res.statusCode,
        ms: Math.round(ms),
      };
      log[route.method === 'get' ? 'debug' : 'info'](line, 'answered');
    });
    res.setHeader('Cache-Control', 'no-store');
    const who =
      route.permission === 'public' ? null : await authentication.identify(req.get('authorization'));
    if (who) {
      signedIn.set(req, who);
      await limits.admitStaff(who.user.id, res);
    } else if (route.limit) {
      await limits.admit(route.limit, route.operationId, { address: addressOf(req) }, res);
    }
    const refusal = refusalOf(route, who?.user ?? null);
    if (refusal && who)
      await onRefused?.({
        operationId: route.operationId,
        permission: route.permission,
        username: who.user.username,
        httpRequestId: requestIdOf(req),
        remoteAddress: addressOf(req),
      });
    if (refusal) throw refusal;
    next();
  };
}

function refusalOf({ permission }: Route, user: Staff | null): NotSignedIn | NotAllowed | null {
  if (permission === 'public' || permission === 'public-or-staff') return null;
  if (!user) return new NotSignedIn();
  if (permission === 'signed-in') return null;
  const allowed: readonly string[] = PERMISSIONS[permission as keyof typeof PERMISSIONS];
  return user.roles.some((role) => allowed.includes(role)) ? null : new NotAllowed();
}

function answer(route: Route, deps: AnswerDeps, validation: Validation): RequestHandler {
  const { log, databaseAnswers, viewerOf, turns } = deps;
  const guarded = isGuarded(route);
  const params = validation.parameters(route.params ?? NOTHING);
  const query = validation.parameters(route.query ?? NOTHING);
  const body = route.body ? validation.body(route.body) : undefined;
  const wrongAnswer = route.response ? validation.answer(route.response) : undefined;

  return async (req, res) => {
    if (body && req.body === undefined) {
      if (hasBody(req)) throw new UnsupportedMediaType();
      throw new InvalidInput(undefined, {
        errors: [{ path: '', rule: 'required', message: 'a JSON body is needed' }],
      });
    }
    checkHeaders(route, req);
    const user = signedIn.get(req)?.user ?? null;
    const call = {
      params: params(joinedParams(req), '/params'),
      query: query({ ...req.query }, '/query'),
      body: body?.(req.body, ''),
      user,
      until: signedIn.get(req)?.expiresAt ?? new Date(0),
      httpRequestId: requestIdOf(req),
      remoteAddress: addressOf(req),
      header: (name: string) => req.get(name),
      prove: verifyingSecondFactor(deps, user, req, res),
    } as never;
    if (route.quota) await deps.limits.admitValid(route.quota, { address: addressOf(req) }, res);
    const reading = async <T>(work: () => Promise<T>): Promise<T> =>
      guarded && user ? asViewer(await viewerOf(user), work) : work();
    if ('stream' in route) return reading(() => route.stream(call, req, res));
    const handled = () =>
      failWhenDatabaseDown(
        reading(() => route.handle(call)),
        databaseAnswers,
      );
    const result: unknown = await (route.inTurn && user ? turns(route.inTurn, user.id, handled) : handled());
    if (!wrongAnswer) return void res.status(route.status ?? 204).end();
    const wrong = wrongAnswer(result);
    if (wrong.length > 0) {
      log.error(
        { httpRequestId: requestIdOf(req), operation: route.operationId, wrong },
        'an answer breaks the contract',
      );
      throw new Error(`The answer of ${route.operationId} breaks the contract`);
    }
    res.status(route.status ?? 200).json(result);
  };
}

/** Creates the second-factor check for the caller of one request. */
const verifyingSecondFactor =
  ({ limits, onWrongFactor }: MountDeps, user: Staff | null, req: Request, res: Response) =>
  (purpose: Purpose): VerifySecondFactor =>
  async (code, check) => {
    const remoteAddress = addressOf(req);
    const caller = { address: remoteAddress, person: user?.id };
    const found = await limits.prove({ purpose, caller, code }, check, res);
    if (found === undefined && user)
      await onWrongFactor?.({
        purpose,
        code,
        username: user.username,
        httpRequestId: requestIdOf(req),
        remoteAddress,
      });
    return found;
  };

const hasBody = (req: Request): boolean =>
  req.get('transfer-encoding') !== undefined || Number(req.get('content-length') ?? 0) > 0;

/** Joins a wildcard parameter (`*key`), which arrives as its parts. */
const joinedParams = (req: Request): Record<string, string> =>
  Object.fromEntries(
    Object.entries(req.params as Record<string, string | string[]>).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join('/') : value,
    ]),
  );

function checkHeaders(route: Route, req: Request): void {
  for (const [name, { required, maxLength }] of Object.entries(route.headers ?? {})) {
    const value = req.get(name);
    const path = `/headers/${name.toLowerCase()}`;
    if (value === undefined && required)
      throw new InvalidInput(undefined, {
        errors: [{ path, rule: 'required', message: 'this header is needed' }],
      });
    if (value !== undefined && maxLength !== undefined && value.length > maxLength)
      throw new InvalidInput(undefined, {
        errors: [{ path, rule: 'maxLength', message: `must NOT have more than ${maxLength} characters` }],
      });
  }
}
