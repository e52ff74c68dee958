import { defineProblem } from '../platform/problems.ts';

/** Problems that the HTTP layer itself answers with, before or after a module is involved. */

export class MalformedJson extends defineProblem({
  code: 'malformed-json',
  status: 400,
  title: 'The body is not JSON',
}) {}

export class NotSignedIn extends defineProblem({
  code: 'not-signed-in',
  status: 401,
  title: 'A valid sign-in is needed',
}) {}

export class UnknownRoute extends defineProblem({
  code: 'unknown-route',
  status: 404,
  title: 'There is nothing at this address',
}) {}

export class TooLarge extends defineProblem({
  code: 'too-large',
  status: 413,
  title: 'The body is too large',
}) {}

export class UnsupportedMediaType extends defineProblem({
  code: 'unsupported-media-type',
  status: 415,
  title: 'The body must be sent as application/json',
}) {}

export class TooManyRequests extends defineProblem({
  code: 'too-many-requests',
  status: 429,
  title: 'Too many requests from this address or account; try again later',
}) {}

export class TooManyAttempts extends defineProblem({
  code: 'too-many-attempts',
  status: 429,
  title: 'Too many wrong tries with this code or from here; wait before the next',
}) {}

export class HeaderTooLarge extends defineProblem({
  code: 'header-too-large',
  status: 431,
  title: 'The address or the headers are too long',
}) {}

export class InternalProblem extends defineProblem({
  code: 'internal',
  status: 500,
  title: 'Something went wrong on our side',
}) {}

export class Unavailable extends defineProblem({
  code: 'unavailable',
  status: 503,
  title: 'The service cannot answer right now; nothing was lost',
}) {}

export class SignInUnavailable extends defineProblem({
  code: 'sign-in-unavailable',
  status: 503,
  title: 'Sign-in cannot be checked right now',
}) {}
