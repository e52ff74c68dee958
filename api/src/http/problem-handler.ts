import type { ErrorRequestHandler, RequestHandler, Response } from 'express';
import type { Problem } from '#common/contract/index.ts';
import { InvalidInput } from '../platform/common.errors.ts';
import { isDatabaseUnavailable } from '../platform/db.ts';
import type { Log } from '../platform/log.ts';
import { DomainError } from '../platform/problems.ts';
import {
  InternalProblem,
  MalformedJson,
  TooLarge,
  Unavailable,
  UnknownRoute,
  UnsupportedMediaType,
} from './http.errors.ts';
import { requestIdOf } from './request-id.ts';

/** Seconds after which a caller may retry while a part of the system is unavailable. */
const RETRY_AFTER_SECONDS = 2;

export const unknownRoute: RequestHandler = () => {
  throw new UnknownRoute();
};

/** Turns anything thrown into an RFC 9457 problem. Only declared problems are disclosed; anything else is our
 *  fault: a 500 without any detail, and an ERROR line in the log. */
export function problemHandler({ log }: { log: Log }): ErrorRequestHandler {
  return (thrown: unknown, req, res, next) => {
    const problem = asProblem(thrown);
    const httpRequestId = requestIdOf(req);
    if (problem.status >= 500) {
      const level = problem.status === 503 ? 'warn' : 'error';
      log[level]({ httpRequestId, code: problem.code, err: thrown }, 'a request failed');
    }
    if (res.headersSent) return next(thrown);
    sendProblem(res, problem, httpRequestId);
  };
}

/** Builds the problem document for the caller.
 *  @param instance the id of the HTTP request; undefined for input that never became one */
export const problemBody = (problem: DomainError, instance?: string): Problem => ({
  type: `/api/docs/problems#${problem.code}`,
  title: problem.title,
  status: problem.status,
  code: problem.code,
  ...(problem.detail && problem.status < 500 ? { detail: problem.detail } : {}),
  ...(instance === undefined ? {} : { instance }),
  ...problem.extra,
});

function sendProblem(res: Response, problem: DomainError, httpRequestId: string): void {
  if (problem.status === 401) res.setHeader('WWW-Authenticate', 'Bearer realm="shahrah"');
  if (problem.status === 503 && !res.hasHeader('Retry-After'))
    res.setHeader('Retry-After', RETRY_AFTER_SECONDS);
  if (problem.status === 413) res.setHeader('Connection', 'close');
  res
    .status(problem.status)
    .type('application/problem+json')
    .send(JSON.stringify(problemBody(problem, httpRequestId)));
}

/** Errors of the body parser and the router carry a `type` or a `status`. */
type ForeignError = { type?: unknown; status?: unknown };

function asProblem(thrown: unknown): DomainError {
  if (thrown instanceof DomainError) return thrown;
  const options = { cause: thrown };
  const { type, status } = (thrown ?? {}) as ForeignError;
  if (type === 'entity.parse.failed') return new MalformedJson(undefined, {}, options);
  if (type === 'entity.too.large') return new TooLarge(undefined, {}, options);
  if (type === 'charset.unsupported' || type === 'encoding.unsupported')
    return new UnsupportedMediaType(undefined, {}, options);
  if (isDatabaseUnavailable(thrown)) return new Unavailable(undefined, {}, options);
  if (thrown instanceof URIError || (typeof status === 'number' && status >= 400 && status < 500))
    return new InvalidInput(undefined, {}, options);
  return new InternalProblem(undefined, {}, options);
}
