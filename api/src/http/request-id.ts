import { randomUUID } from 'node:crypto';
import type { RequestHandler } from 'express';

const USABLE = /^[A-Za-z0-9._-]{8,64}$/;

const ids = new WeakMap<object, string>();

/** Gives each request an id: the proxy's `X-Request-Id` when it is usable, else a new one. The response
 *  returns it in the same header. */
export const requestId: RequestHandler = (req, res, next) => {
  const given = req.get('x-request-id');
  const id = given && USABLE.test(given) ? given : randomUUID();
  ids.set(req, id);
  res.setHeader('X-Request-Id', id);
  next();
};

/** @returns the id that `requestId` assigned */
export const requestIdOf = (req: object): string => ids.get(req) ?? 'none';
